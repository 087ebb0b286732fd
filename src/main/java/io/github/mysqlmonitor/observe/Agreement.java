package io.github.mysqlmonitor.observe;

/**
 * What server and client agreed on, as far as the order of packets depends on it. Bits 0–31 are the capability word of
 * both servers, bits 32–63 MariaDB's extension.
 */
final class Agreement {
    static final long CLIENT_MYSQL = 1;
    static final long COMPRESS = 0x20;
    static final long PROTOCOL_41 = 0x200;
    static final long SSL = 0x800;
    private static final long DEPRECATE_EOF = 0x1000000;
    private static final long OPTIONAL_METADATA = 0x2000000;
    private static final long ZSTD = 0x4000000;
    private static final long MULTI_FACTOR = 0x10000000;
    private static final long PROGRESS_OBSOLETE = 0x20000000;
    private static final long PROGRESS = 1L << 32;
    private static final long CACHE_METADATA = 1L << 36;

    private final long bits;
    private final boolean mariaDb;

    Agreement(long bits, boolean mariaDb) {
        this.bits = bits;
        this.mariaDb = mariaDb;
    }

    long bits() {
        return bits;
    }

    boolean deprecatesEof() {
        return (bits & DEPRECATE_EOF) != 0;
    }

    /** Whether a byte after the column count says if definitions follow. */
    boolean flagsMetadata() {
        return (bits & (OPTIONAL_METADATA | CACHE_METADATA)) != 0;
    }

    boolean multiFactor() {
        return (bits & MULTI_FACTOR) != 0;
    }

    boolean compressed() {
        return (bits & (COMPRESS | ZSTD)) != 0;
    }

    /** MySQL uses the obsolete bit for something else. */
    boolean progress() {
        return (bits & PROGRESS) != 0 || mariaDb && (bits & PROGRESS_OBSOLETE) != 0;
    }
}
