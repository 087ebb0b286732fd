package io.github.mysqlmonitor.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The tables of a run: its facts, the bars, and all medians. */
final class Report {
    private static final List<String> FACTS = List.of("machine", "java", "server", "others", "run");

    private final Results results;

    Report(Results results) {
        this.results = results;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append("Measured on ")
                .append(fact("date"))
                .append(", commit ")
                .append(fact("commit"))
                .append(":\n\n");
        for (String name : FACTS) {
            text.append("- ").append(name).append(": ").append(fact(name)).append('\n');
        }
        text.append("\n### The bars\n\n").append(bars());
        append(text, "Throughput and latency", loads());
        for (String subject : Lineup.NAMES) {
            if (results.facts().containsKey("repeated." + subject)) {
                text.append("\nRuns through ")
                        .append(subject)
                        .append(" that were repeated because a connection failed: ")
                        .append(fact("repeated." + subject))
                        .append(".\n");
            }
            if (results.facts().containsKey("losses." + subject)) {
                text.append("\nIn all workloads with warm processes together, ")
                        .append(subject)
                        .append(": ")
                        .append(fact("losses." + subject))
                        .append(".\n");
            }
        }
        append(text, "Large result of " + bulkSize(), largeResult());
        append(text, "Memory, start and garbage", processes());
        return text.toString();
    }

    private static void append(StringBuilder text, String title, Table table) {
        if (!table.isEmpty()) {
            text.append("\n### ").append(title).append("\n\n").append(table);
        }
    }

    private Table bars() {
        boolean smoke = fact("run").endsWith(Facts.SMOKE);
        Table table = new Table(1, "Figure", "Median", "Spread", "Bar", "Held");
        for (Bar bar : new Bars(results).all()) {
            table.row(List.of(
                    bar.what(), bar.valueText(), bar.spreadText(), bar.limitText(), smoke ? "–" : bar.verdict()));
        }
        return table;
    }

    private Table loads() {
        Table table = new Table(
                2,
                "Workload",
                "Subject",
                "Rate/s",
                "Spread",
                "× direct",
                "× Router",
                "CPU µs",
                "p50 ms",
                "p95 ms",
                "p99 ms",
                "+p50",
                "+p95",
                "+p99",
                "RSS MB",
                "Dropped");
        for (String workload : results.workloads()) {
            for (String subject : results.subjects(workload)) {
                Series rate = results.series(workload, subject, Metric.RATE);
                if (!rate.isEmpty()) {
                    table.row(List.of(
                            workload.equals(Workloads.LATENCY) ? workload + " at " + fact("latency.rate") : workload,
                            subject,
                            whole(rate.median()),
                            spread(rate),
                            ratio(workload, subject, Subject.DIRECT),
                            ratio(workload, subject, Subject.ROUTER),
                            decimal(results.median(workload, subject, Metric.CPU_MICROS), 1),
                            decimal(results.median(workload, subject, Metric.P50_MILLIS), 2),
                            decimal(results.median(workload, subject, Metric.P95_MILLIS), 2),
                            decimal(results.median(workload, subject, Metric.P99_MILLIS), 2),
                            added(workload, subject, Metric.P50_MILLIS),
                            added(workload, subject, Metric.P95_MILLIS),
                            added(workload, subject, Metric.P99_MILLIS),
                            megabytes(results.median(workload, subject, Metric.RSS_KB)),
                            whole(results.median(workload, subject, Metric.DROPPED))));
                }
            }
        }
        return table;
    }

    private Table largeResult() {
        Table table = new Table(
                1, "Subject", "Seconds", "Spread", "× direct", "× Router", "CPU s", "RSS MB", "Peak MB", "Dropped");
        for (String subject : results.subjects(Workloads.BULK)) {
            Series seconds = results.series(Workloads.BULK, subject, Metric.SECONDS);
            table.row(List.of(
                    subject,
                    decimal(seconds.median(), 2),
                    "%.2f–%.2f".formatted(seconds.least(), seconds.most()),
                    times(seconds.ratioTo(results.series(Workloads.BULK, Subject.DIRECT, Metric.SECONDS))),
                    times(seconds.ratioTo(results.series(Workloads.BULK, Subject.ROUTER, Metric.SECONDS))),
                    decimal(results.median(Workloads.BULK, subject, Metric.CPU_SECONDS), 2),
                    megabytes(results.median(Workloads.BULK, subject, Metric.RSS_KB)),
                    megabytes(results.median(Workloads.BULK, subject, Metric.PEAK_KB)),
                    whole(results.median(Workloads.BULK, subject, Metric.DROPPED))));
        }
        return table;
    }

    private Table processes() {
        Table table = new Table(
                1,
                "Subject",
                "Ready ms",
                "Spread",
                "RSS at rest MB",
                "KB per idle session",
                "Peak MB",
                "RSS after MB",
                "Garbage bytes/query");
        for (String subject : Lineup.NAMES) {
            Series ready = results.series(Workloads.START, subject, Metric.READY_MILLIS);
            Series rest = results.series(Workloads.IDLE, subject, Metric.RSS_REST_KB);
            Series garbage = results.series(Workloads.GARBAGE, subject, Metric.GARBAGE_BYTES);
            if (!ready.isEmpty() || !rest.isEmpty() || !garbage.isEmpty()) {
                table.row(List.of(
                        subject,
                        whole(ready.median()),
                        spread(ready),
                        megabytes(rest.median()),
                        decimal(results.median(Workloads.IDLE, subject, Metric.RSS_PER_SESSION_KB), 1),
                        megabytes(results.median(Workloads.IDLE, subject, Metric.PEAK_KB)),
                        megabytes(results.median(Workloads.IDLE, subject, Metric.RSS_AFTER_KB)),
                        whole(garbage.median())));
            }
        }
        return table;
    }

    private String ratio(String workload, String subject, String other) {
        return times(
                results.series(workload, subject, Metric.RATE).ratioTo(results.series(workload, other, Metric.RATE)));
    }

    private String added(String workload, String subject, Metric metric) {
        return subject.equals(Subject.DIRECT)
                ? ""
                : decimal(
                        results.series(workload, subject, metric)
                                .minus(results.series(workload, Subject.DIRECT, metric))
                                .median(),
                        2);
    }

    private String bulkSize() {
        return whole(OptionalDouble.of(Long.parseLong(results.facts().getOrDefault("bulk.bytes", "0")) / 1048576.0))
                + " MiB";
    }

    private String fact(String name) {
        return results.facts().getOrDefault(name, "?");
    }

    private static String times(Series ratios) {
        return decimal(ratios.median(), 2);
    }

    private static String spread(Series series) {
        return series.rounds().size() < 2 ? "" : "%.0f–%.0f".formatted(series.least(), series.most());
    }

    private static String megabytes(OptionalDouble kilobytes) {
        return kilobytes.isEmpty() ? "" : whole(OptionalDouble.of(kilobytes.getAsDouble() / 1024));
    }

    private static String whole(OptionalDouble value) {
        return decimal(value, 0);
    }

    private static String decimal(OptionalDouble value, int digits) {
        return value.isEmpty() ? "" : String.format(Locale.ROOT, "%." + digits + "f", value.getAsDouble());
    }
}
