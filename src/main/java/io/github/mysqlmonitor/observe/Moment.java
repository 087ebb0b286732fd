package io.github.mysqlmonitor.observe;

/** When that happened which an observer is being told; the clock is read once per call. Confined to the session's event loop. */
final class Moment {
    private final Clock clock;
    private boolean toldOfArrivals;
    private long micros;
    private long nanos;

    Moment(Clock clock) {
        this.clock = clock;
    }

    void isNow() {
        micros = clock.epochMicros();
        nanos = clock.nanos();
    }

    /** Bytes have been read, which will be shown later. */
    void ofArrival() {
        toldOfArrivals = true;
        isNow();
    }

    /** Bytes are shown: they came when their arrival was told, or now if such things are not told. */
    void ofBytes() {
        if (!toldOfArrivals) {
            isNow();
        }
    }

    /** Wall-clock time in microseconds since 1970-01-01T00:00Z. */
    long micros() {
        return micros;
    }

    /** Nanoseconds since some moment, for durations. */
    long nanos() {
        return nanos;
    }
}
