package io.github.mysqlmonitor.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A number that is kept, or several of one kind that differ in their labels.
 *
 * @param name as Prometheus has it: with unit, and {@code _total} for counters
 * @param help one sentence
 * @param labels their names; empty if there is one number only
 * @param samples asked at each scrape, in the thread of the admin room; must not block
 */
public record Metric(Type type, String name, String help, List<String> labels, Supplier<List<Sample>> samples) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    /** What the number does over time. */
    public enum Type {
        /** It only grows. */
        COUNTER,
        GAUGE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One number.
     *
     * @param labels values of the metric's labels, in their order, of which there are few over time
     */
    public record Sample(List<String> labels, double value) {
        public Sample {
            labels = List.copyOf(labels);
        }

        public static Sample of(double value, String... labels) {
            return new Sample(List.of(labels), value);
        }

        /** Counts beyond 2^53 lose their last digits, as they would at whoever reads them. */
        public static Sample of(long count, String... labels) {
            return of((double) count, labels);
        }

        /** The same with one more label, in front of the others. */
        public Sample under(String label) {
            List<String> all = new ArrayList<>();
            all.add(label);
            all.addAll(labels);
            return new Sample(all, value);
        }
    }

    /** @throws IllegalArgumentException for names that Prometheus would not take, or that do not say what they are */
    public Metric {
        labels = List.copyOf(labels);
        if (!NAME.matcher(name).matches() || (type == Type.COUNTER) != name.endsWith("_total")) {
            throw new IllegalArgumentException(name + " is no name for a " + type.word());
        }
    }

    public static Metric counter(String name, String help, List<String> labels, Supplier<List<Sample>> samples) {
        return new Metric(Type.COUNTER, name, help, labels, samples);
    }

    public static Metric gauge(String name, String help, List<String> labels, Supplier<List<Sample>> samples) {
        return new Metric(Type.GAUGE, name, help, labels, samples);
    }
}
