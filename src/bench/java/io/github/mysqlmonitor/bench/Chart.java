package io.github.mysqlmonitor.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Three groups of horizontal bars: throughput, processor time per query, and the time of the large result. */
final class Chart {
    private static final int WIDTH = 860;
    private static final int LABELS = 300;
    private static final int SCALE = 460;
    private static final int STEP = 26;
    private static final int HEAD = 46;
    private static final String OURS = "#1b6ca8";
    private static final String OTHERS = "#9aa5ad";

    private final Results results;
    private final StringBuilder shapes = new StringBuilder();
    private int y;

    Chart(Results results) {
        this.results = results;
    }

    String svg() {
        group(
                "Point selects, 8 threads: throughput, direct connection = 1 (longer is better)",
                subject -> results.series(Workloads.POINT_8, subject, Metric.RATE)
                        .ratioTo(results.series(Workloads.POINT_8, Subject.DIRECT, Metric.RATE))
                        .median(),
                "%.2f");
        group(
                "The same: the proxy's own processor time per query, µs (shorter is better)",
                subject -> results.median(Workloads.POINT_8, subject, Metric.CPU_MICROS),
                "%.1f");
        group(
                "Large result: seconds (shorter is better)",
                subject -> results.median(Workloads.BULK, subject, Metric.SECONDS),
                "%.2f");
        int height = y + 16;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + WIDTH + "\" height=\"" + height
                + "\" viewBox=\"0 0 " + WIDTH + " " + height + "\" font-family=\"sans-serif\" font-size=\"13\">\n"
                + "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n" + shapes + "</svg>\n";
    }

    private void group(String title, Function<String, OptionalDouble> figure, String format) {
        List<String> subjects = Lineup.NAMES.stream()
                .filter(subject -> figure.apply(subject).isPresent())
                .toList();
        double most = subjects.stream()
                .mapToDouble(subject -> figure.apply(subject).getAsDouble())
                .max()
                .orElse(1);
        if (subjects.isEmpty()) {
            return;
        }
        y += HEAD;
        text(16, y - 12, "font-weight=\"bold\"", title);
        for (String subject : subjects) {
            double value = figure.apply(subject).getAsDouble();
            long length = Math.max(1, Math.round(value / most * SCALE));
            String name = results.facts().getOrDefault("title." + subject, subject);
            text(LABELS - 8, y + 15, "text-anchor=\"end\"", name);
            shapes.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n"
                    .formatted(LABELS, y + 2, length, STEP - 6, name.startsWith("this proxy") ? OURS : OTHERS));
            text((int) (LABELS + length + 6), y + 15, "", String.format(Locale.ROOT, format, value));
            y += STEP;
        }
    }

    private void text(int x, int baseline, String attributes, String text) {
        shapes.append("<text x=\"%d\" y=\"%d\" %s>%s</text>%n"
                .formatted(x, baseline, attributes, text.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
