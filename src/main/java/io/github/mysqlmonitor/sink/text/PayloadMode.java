package io.github.mysqlmonitor.sink.text;

/** How the bytes of a packet are shown below its line. */
public enum PayloadMode {
    NONE,
    /** As UTF-8 text, what cannot be printed as a dot. */
    TEXT,
    /** In the layout of {@code hexdump -C}. */
    HEX
}
