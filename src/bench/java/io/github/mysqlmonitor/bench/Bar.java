package io.github.mysqlmonitor.bench;

import java.util.Locale;

/**
 * A figure and what it has to be.
 *
 * @param what the figure
 * @param value its median over the rounds, with the spread; empty if it was not measured
 * @param limit the bar
 * @param atLeast whether the figure must not be below it; otherwise it must not be above
 * @param unit what stands behind both
 */
record Bar(String what, Series value, double limit, boolean atLeast, String unit) {
    static final String PASS = "PASS";

    static Bar atLeast(String what, Series value, double limit, String unit) {
        return new Bar(what, value, limit, true, unit);
    }

    static Bar atMost(String what, Series value, double limit, String unit) {
        return new Bar(what, value, limit, false, unit);
    }

    String limitText() {
        return (atLeast ? "≥ " : "≤ ") + number(limit) + unit;
    }

    String valueText() {
        if (value.isEmpty()) {
            return "not measured";
        }
        return number(value.median().orElseThrow()) + unit;
    }

    String spreadText() {
        return value.rounds().size() < 2 ? "" : number(value.least()) + "–" + number(value.most());
    }

    String verdict() {
        if (value.isEmpty() || Double.isNaN(limit)) {
            return "–";
        }
        double median = value.median().orElseThrow();
        boolean held = atLeast ? median >= limit : median <= limit;
        return held ? PASS : "FAIL";
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "?";
        }
        String format = Math.abs(value) >= 100 ? "%.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
