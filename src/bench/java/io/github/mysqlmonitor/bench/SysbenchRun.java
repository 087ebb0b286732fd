package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of sysbench through a subject.
 *
 * @param cpuMicros the subject's own processor time meanwhile
 */
record SysbenchRun(Report report, long cpuMicros) {
    /**
     * What sysbench says at its end.
     *
     * @param histogram events by latency in milliseconds; its steps are 1.8 % apart
     */
    record Report(long queries, double seconds, TreeMap<Double, Long> histogram) {
        private static final Pattern TOTAL = Pattern.compile("\\s+total:\\s+(\\d+)");
        private static final Pattern TIME = Pattern.compile("\\s+total time:\\s+([0-9.]+)s");
        private static final Pattern STEP = Pattern.compile("\\s*([0-9.]+) \\|\\**\\s+(\\d+)");

        static Report parse(List<String> lines) throws IOException {
            long queries = -1;
            double seconds = 0;
            TreeMap<Double, Long> histogram = new TreeMap<>();
            for (String line : lines) {
                Matcher total = TOTAL.matcher(line);
                Matcher time = TIME.matcher(line);
                Matcher step = STEP.matcher(line);
                if (total.matches()) {
                    queries = Long.parseLong(total.group(1));
                } else if (time.matches()) {
                    seconds = Double.parseDouble(time.group(1));
                } else if (step.matches()) {
                    histogram.put(Double.valueOf(step.group(1)), Long.valueOf(step.group(2)));
                }
            }
            if (queries <= 0 || seconds <= 0 || histogram.isEmpty()) {
                throw new IOException("sysbench did no work:\n" + String.join("\n", lines));
            }
            return new Report(queries, seconds, histogram);
        }
    }

    double perSecond() {
        return report.queries() / report.seconds();
    }

    double cpuMicrosPerQuery() {
        return (double) cpuMicros / report.queries();
    }

    long queries() {
        return report.queries();
    }

    /** @param share 0.99 for the 99th percentile */
    double percentile(double share) {
        TreeMap<Double, Long> histogram = report.histogram();
        long events = histogram.values().stream().mapToLong(Long::longValue).sum();
        double left = events * share;
        for (var step : histogram.entrySet()) {
            left -= step.getValue();
            if (left <= 0) {
                return step.getKey();
            }
        }
        return histogram.lastKey();
    }
}
