package io.github.mysqlmonitor.frame;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import java.util.Optional;

/** How the bodies of compressed packets are compressed. */
public enum Compression {
    /** A stream of RFC 1950 per body. */
    ZLIB,
    /** A Zstandard frame, RFC 8878, per body. */
    ZSTD;

    /** What peers use who agreed on these: servers take zlib if both were agreed on. */
    public static Optional<Compression> agreed(Capabilities agreed) {
        if (agreed.has(Capability.COMPRESS)) {
            return Optional.of(ZLIB);
        }
        return agreed.has(Capability.ZSTD_COMPRESSION_ALGORITHM) ? Optional.of(ZSTD) : Optional.empty();
    }
}
