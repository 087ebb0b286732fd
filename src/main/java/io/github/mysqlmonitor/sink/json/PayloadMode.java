package io.github.mysqlmonitor.sink.json;

/** How the bytes of a packet are shown. */
enum PayloadMode {
    NONE,
    HEX,
    BASE64
}
