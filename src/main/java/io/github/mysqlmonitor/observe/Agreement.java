package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.frame.Compression;
import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;

/**
 * What server and client agreed on, as far as the order of packets depends on it. Bits 0–31 are the capability word of
 * both servers, bits 32–63 MariaDB's extension.
 */
final class Agreement {
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
        return has(Capability.DEPRECATE_EOF);
    }

    /** Whether a byte after the column count says if definitions follow. */
    boolean flagsMetadata() {
        return has(Capability.OPTIONAL_RESULTSET_METADATA) || has(Capability.CACHE_METADATA);
    }

    boolean multiFactor() {
        return has(Capability.MULTI_FACTOR_AUTHENTICATION);
    }

    /** Null if nothing is compressed. */
    Compression compression() {
        return Compression.agreed(new Capabilities(bits)).orElse(null);
    }

    /** MySQL uses the obsolete bit for something else. */
    boolean progress() {
        return has(Capability.PROGRESS) || mariaDb && has(Capability.CAPABILITY_EXTENSION);
    }

    private boolean has(Capability capability) {
        return (bits & capability.mask()) != 0;
    }
}
