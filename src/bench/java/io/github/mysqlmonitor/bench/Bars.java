package io.github.mysqlmonitor.bench;

import static io.github.mysqlmonitor.bench.Subject.HAPROXY;
import static io.github.mysqlmonitor.bench.Subject.JSON;
import static io.github.mysqlmonitor.bench.Subject.NULL;
import static io.github.mysqlmonitor.bench.Subject.ROUTER;
import static io.github.mysqlmonitor.bench.Subject.TEXT;

import java.util.List;
import java.util.TreeMap;

/** The project's bars, each with the figure of a run. */
final class Bars {
    private static final double P99_FACTOR = 1.1;
    private static final double P99_MILLIS = 0.2;
    private static final String TIMES = " ×";

    private final Results results;

    Bars(Results results) {
        this.results = results;
    }

    List<Bar> all() {
        boolean java25 = Integer.parseInt(results.facts().getOrDefault("java.major", "17")) >= 25;
        return List.of(
                Bar.atLeast("nothing decoded, 8 threads: throughput to Router's", rate(NULL), 1.20, TIMES),
                Bar.atMost("nothing decoded, 8 threads: CPU per query to Router's", cpu(NULL, ROUTER), 0.68, TIMES),
                Bar.atMost("nothing decoded, 8 threads: CPU per query to HAProxy's", cpu(NULL, HAPROXY), 1.40, TIMES),
                Bar.atLeast("commands as JSON, 8 threads: throughput to Router's", rate(JSON), 1.10, TIMES),
                Bar.atMost("commands as JSON, 8 threads: CPU per query to Router's", cpu(JSON, ROUTER), 0.88, TIMES),
                Bar.atLeast("packets as text, 8 threads: throughput to Router's", rate(TEXT), 1.00, TIMES),
                Bar.atMost("large result, nothing decoded: time to Router's", bulk(NULL), 1.05, TIMES),
                Bar.atMost("large result, commands as JSON: time to Router's", bulk(JSON), 1.12, TIMES),
                Bar.atLeast(
                        "connect, query, close: rate to Router's",
                        ratio(Workloads.CONNECT, NULL, ROUTER, Metric.RATE),
                        1.00,
                        TIMES),
                Bar.atMost(
                        "connect, query, close: CPU per connection to Router's",
                        ratio(Workloads.CONNECT, NULL, ROUTER, Metric.CPU_MICROS),
                        1.00,
                        TIMES),
                addedP99("nothing decoded: added p99 at half load", NULL),
                addedP99("commands as JSON: added p99 at half load", JSON),
                addedP99("packets as text: added p99 at half load", TEXT),
                Bar.atMost("memory at rest, nothing decoded", megabytes(NULL), 110, " MB"),
                Bar.atMost("memory at rest, commands as JSON", megabytes(JSON), 110, " MB"),
                Bar.atMost("memory per idle session, nothing decoded", idle(NULL), 35, " KB"),
                Bar.atMost("memory per idle session, commands as JSON", idle(JSON), 35, " KB"),
                Bar.atMost(
                        "ready to accept, nothing decoded",
                        scaled(Workloads.START, NULL, Metric.READY_MILLIS, 1000),
                        java25 ? 0.9 : 1.2,
                        " s"),
                Bar.atMost(
                        "garbage per query, commands as JSON",
                        scaled(Workloads.GARBAGE, JSON, Metric.GARBAGE_BYTES, 1024),
                        2.0,
                        " KB"));
    }

    private Series rate(String subject) {
        return ratio(Workloads.POINT_8, subject, ROUTER, Metric.RATE);
    }

    private Series cpu(String subject, String other) {
        return ratio(Workloads.POINT_8, subject, other, Metric.CPU_MICROS);
    }

    private Series bulk(String subject) {
        return ratio(Workloads.BULK, subject, ROUTER, Metric.SECONDS);
    }

    private Series megabytes(String subject) {
        return scaled(Workloads.IDLE, subject, Metric.RSS_REST_KB, 1024);
    }

    private Series idle(String subject) {
        return scaled(Workloads.IDLE, subject, Metric.RSS_PER_SESSION_KB, 1);
    }

    private Bar addedP99(String what, String subject) {
        double router = added(ROUTER).median().orElse(Double.NaN);
        return Bar.atMost(what, added(subject), P99_FACTOR * router + P99_MILLIS, " ms");
    }

    private Series added(String subject) {
        return results.series(Workloads.LATENCY, subject, Metric.P99_MILLIS)
                .minus(results.series(Workloads.LATENCY, Subject.DIRECT, Metric.P99_MILLIS));
    }

    private Series ratio(String workload, String subject, String other, Metric metric) {
        return results.series(workload, subject, metric).ratioTo(results.series(workload, other, metric));
    }

    private Series scaled(String workload, String subject, Metric metric, double divisor) {
        TreeMap<Integer, Double> rounds = new TreeMap<>();
        results.series(workload, subject, metric)
                .rounds()
                .forEach((round, value) -> rounds.put(round, value / divisor));
        return new Series(rounds);
    }
}
