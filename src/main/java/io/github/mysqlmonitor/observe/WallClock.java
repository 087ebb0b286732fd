package io.github.mysqlmonitor.observe;

import java.time.Instant;

/** Wall-clock time as events carry it. */
final class WallClock {
    private static final long MICROS = 1_000_000;

    private WallClock() {}

    /** Microseconds since 1970-01-01T00:00Z. */
    static long micros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * MICROS + now.getNano() / 1000;
    }
}
