package io.github.mysqlmonitor.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The tables of a run: its facts, the bars, and all medians. Of further runs only the bars, beside those of the first. */
final class Report {
    private static final List<String> FACTS = List.of("machine", "java", "server", "others", "run", "command");

    private final List<Results> runs;
    private final Results results;

    /** @param runs the first is shown in full */
    Report(List<Results> runs) {
        this.runs = List.copyOf(runs);
        this.results = runs.get(0);
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
        List<String> heads = new ArrayList<>(List.of("Figure"));
        for (int run = 1; run <= runs.size(); run++) {
            heads.add(runs.size() == 1 ? "Median" : "Run " + run);
            heads.add("Spread");
        }
        heads.addAll(List.of("Bar", "Held"));
        Table table = new Table(1, heads.toArray(String[]::new));
        List<List<Bar>> all = runs.stream().map(run -> new Bars(run).all()).toList();
        for (int row = 0; row < all.get(0).size(); row++) {
            List<Bar> figures = new ArrayList<>();
            for (List<Bar> run : all) {
                figures.add(run.get(row));
            }
            table.row(bar(figures));
        }
        return table;
    }

    /** One figure in all runs; a limit that depends on the run's own figures is shown as the first run had it. */
    private List<String> bar(List<Bar> figures) {
        List<String> cells = new ArrayList<>(List.of(figures.get(0).what()));
        for (Bar figure : figures) {
            cells.addAll(List.of(figure.valueText(), figure.spreadText()));
        }
        boolean smoke = runs.stream()
                .anyMatch(run -> run.facts().getOrDefault("run", "?").endsWith(Facts.SMOKE));
        List<String> verdicts = figures.stream().map(Bar::verdict).toList();
        long held = verdicts.stream().filter(Bar.PASS::equals).count();
        String all = verdicts.size() == 1 ? verdicts.get(0) : held + " of " + verdicts.size();
        cells.addAll(List.of(figures.get(0).limitText(), smoke ? "–" : all));
        return cells;
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
