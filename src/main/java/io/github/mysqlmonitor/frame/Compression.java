package io.github.mysqlmonitor.frame;

/** How the bodies of compressed packets are compressed. */
public enum Compression {
    /** A stream of RFC 1950 per body. */
    ZLIB,
    /** A Zstandard frame, RFC 8878, per body. */
    ZSTD
}
