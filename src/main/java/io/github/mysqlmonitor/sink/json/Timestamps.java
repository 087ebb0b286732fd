package io.github.mysqlmonitor.sink.json;

import java.time.Instant;

/** Writes {@code 2026-11-21T10:41:07.121000000Z}; asks the calendar only once a second. For one thread. */
final class Timestamps {
    private long second = Long.MIN_VALUE;
    private String prefix = "";

    String text(long epochMicros) {
        long epochSecond = Math.floorDiv(epochMicros, 1_000_000L);
        if (epochSecond != second) {
            second = epochSecond;
            String text = Instant.ofEpochSecond(epochSecond).toString();
            prefix = text.substring(0, text.length() - 1) + ".";
        }
        StringBuilder out = new StringBuilder(32).append(prefix);
        int micros = (int) Math.floorMod(epochMicros, 1_000_000L);
        for (int unit = 100_000; unit > 0; unit /= 10) {
            out.append((char) ('0' + micros / unit % 10));
        }
        return out.append("000Z").toString();
    }
}
