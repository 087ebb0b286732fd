package io.github.mysqlmonitor.sink.text;

/** Durations with three digits or so: {@code 412µs}, {@code 1.3ms}, {@code 120ms}, {@code 2.04s}, {@code 3m07s}, {@code 2h05m}. */
final class HumanDuration {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private HumanDuration() {}

    /** What is below the last digit is cut off, so that 999.9 never becomes 1000. */
    static StringBuilder append(StringBuilder out, long nanos) {
        if (nanos < MILLI) {
            return out.append(nanos / MICRO).append("µs");
        }
        if (nanos < 100 * MILLI) {
            long tenths = nanos / (MILLI / 10);
            return out.append(tenths / 10).append('.').append(tenths % 10).append("ms");
        }
        if (nanos < SECOND) {
            return out.append(nanos / MILLI).append("ms");
        }
        long seconds = nanos / SECOND;
        if (seconds < 60) {
            out.append(seconds).append('.');
            return twoDigits(out, nanos / (SECOND / 100) % 100).append('s');
        }
        if (seconds < 3600) {
            return twoDigits(out.append(seconds / 60).append('m'), seconds % 60).append('s');
        }
        return twoDigits(out.append(seconds / 3600).append('h'), seconds / 60 % 60)
                .append('m');
    }

    private static StringBuilder twoDigits(StringBuilder out, long value) {
        return out.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
    }
}
