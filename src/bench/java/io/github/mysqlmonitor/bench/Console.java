package io.github.mysqlmonitor.bench;

import java.util.Locale;

/** Progress, on standard error. */
final class Console {
    private final long startNanos = System.nanoTime();

    void say(String format, Object... values) {
        long seconds = (System.nanoTime() - startNanos) / 1_000_000_000;
        System.err.printf(Locale.ROOT, "bench: %02d:%02d  %s%n", seconds / 60, seconds % 60, format.formatted(values));
    }
}
