package io.github.mysqlmonitor.sink.text;

import java.time.Instant;
import java.time.ZoneId;

/** Writes {@code 10:41:07.121}; asks the time zone's rules only once a second. For one thread. */
final class TimeOfDay {
    private final ZoneId zone;
    private long second = Long.MIN_VALUE;
    private String prefix = "";

    TimeOfDay(ZoneId zone) {
        this.zone = zone;
    }

    void append(StringBuilder out, long epochMicros) {
        long epochSecond = Math.floorDiv(epochMicros, 1_000_000L);
        if (epochSecond != second) {
            second = epochSecond;
            prefix = prefix(epochSecond);
        }
        int millis = (int) (Math.floorMod(epochMicros, 1_000_000L) / 1000);
        out.append(prefix)
                .append((char) ('0' + millis / 100))
                .append((char) ('0' + millis / 10 % 10))
                .append((char) ('0' + millis % 10));
    }

    private String prefix(long epochSecond) {
        int offset =
                zone.getRules().getOffset(Instant.ofEpochSecond(epochSecond)).getTotalSeconds();
        int ofDay = (int) Math.floorMod(epochSecond + offset, 86_400L);
        StringBuilder text = new StringBuilder(9);
        twoDigits(text, ofDay / 3600).append(':');
        twoDigits(text, ofDay / 60 % 60).append(':');
        return twoDigits(text, ofDay % 60).append('.').toString();
    }

    private static StringBuilder twoDigits(StringBuilder out, int value) {
        return out.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
    }
}
