package io.github.mysqlmonitor.sink.json;

import java.time.Instant;

/** Writes {@code 2026-11-21T10:41:07.121000000Z}; asks the calendar only once a second. For one thread. */
final class Timestamps {
    private static final int MICROS_DIGITS = 6;

    private long second = Long.MIN_VALUE;
    private String prefix = "";

    void append(LineBuffer out, long epochMicros) {
        long epochSecond = Math.floorDiv(epochMicros, 1_000_000L);
        if (epochSecond != second) {
            second = epochSecond;
            String text = Instant.ofEpochSecond(epochSecond).toString();
            prefix = text.substring(0, text.length() - 1) + ".";
        }
        out.ascii(prefix);
        out.digits(Math.floorMod(epochMicros, 1_000_000L), MICROS_DIGITS);
        out.ascii("000Z");
    }
}
