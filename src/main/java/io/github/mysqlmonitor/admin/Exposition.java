package io.github.mysqlmonitor.admin;

import java.util.List;

/**
 * Metrics as Prometheus and its kin read them.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format">text format 0.0.4</a>
 */
final class Exposition {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private Exposition() {}

    static String text(List<Metric> metrics) {
        StringBuilder text = new StringBuilder(8192);
        for (Metric metric : metrics) {
            List<Metric.Sample> samples = metric.samples().get();
            if (samples.isEmpty()) {
                continue;
            }
            text.append("# HELP ").append(metric.name()).append(' ');
            escape(text, metric.help(), false);
            text.append("\n# TYPE ")
                    .append(metric.name())
                    .append(' ')
                    .append(metric.type().word())
                    .append('\n');
            samples.forEach(sample -> line(text, metric, sample));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, Metric metric, Metric.Sample sample) {
        text.append(metric.name());
        for (int i = 0; i < metric.labels().size(); i++) {
            text.append(i == 0 ? '{' : ',').append(metric.labels().get(i)).append("=\"");
            escape(text, sample.labels().get(i), true);
            text.append('"');
        }
        text.append(metric.labels().isEmpty() ? " " : "} ")
                .append(number(sample.value()))
                .append('\n');
    }

    /** Counts without a fraction, so that people can read them, too. */
    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static void escape(StringBuilder text, String value, boolean quoted) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\n') {
                text.append("\\n");
            } else if (c == '\\' || (quoted && c == '"')) {
                text.append('\\').append(c);
            } else {
                text.append(c);
            }
        }
    }
}
