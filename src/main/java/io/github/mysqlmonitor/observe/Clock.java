package io.github.mysqlmonitor.observe;

/**
 * The time that observers give to what they see: that of now, or, when recorded bytes are observed again, that of the
 * recording.
 */
@FunctionalInterface
public interface Clock {
    /** The time of now. */
    Clock SYSTEM = new Clock() {
        @Override
        public long epochMicros() {
            return WallClock.micros();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };

    /** Wall-clock time in microseconds since 1970-01-01T00:00Z. */
    long epochMicros();

    /** Nanoseconds since some moment, for durations; what is recorded knows wall-clock time only. */
    default long nanos() {
        return epochMicros() * 1000;
    }
}
