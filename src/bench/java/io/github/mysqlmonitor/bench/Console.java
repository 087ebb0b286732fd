package io.github.mysqlmonitor.bench;

import java.util.Locale;

/** Progress, on standard error. */
final class Console {
    private final String program;
    private final long startNanos = System.nanoTime();

    Console(String program) {
        this.program = program;
    }

    void say(String format, Object... values) {
        long seconds = (System.nanoTime() - startNanos) / 1_000_000_000;
        System.err.printf(
                Locale.ROOT, "%s: %02d:%02d  %s%n", program, seconds / 60, seconds % 60, format.formatted(values));
    }
}
