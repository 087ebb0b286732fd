package io.github.mysqlmonitor.cli;

import static io.github.mysqlmonitor.admin.Metric.counter;
import static io.github.mysqlmonitor.admin.Metric.gauge;

import io.github.mysqlmonitor.admin.Metric;
import io.github.mysqlmonitor.admin.Metric.Sample;
import io.github.mysqlmonitor.admin.ProcessMetrics;
import io.github.mysqlmonitor.admin.SinkMetrics;
import io.github.mysqlmonitor.relay.Listener;
import io.github.mysqlmonitor.relay.Relayed;
import io.github.mysqlmonitor.sink.SinkWorker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** All numbers of the process, from where they are counted to the admin room. */
final class ProxyMetrics {
    private static final List<String> NONE = List.of();

    private final Supplier<Relayed> relayed;

    private ProxyMetrics(Supplier<Relayed> relayed) {
        this.relayed = relayed;
    }

    /**
     * In the order in which they are told.
     *
     * @param relayed asked anew each time
     * @param fronts in the order of the listeners
     * @param libraries transport and TLS engine
     */
    static List<Metric> of(
            Supplier<Relayed> relayed,
            List<Listener> listeners,
            List<Front> fronts,
            List<SinkWorker> sinks,
            List<String> libraries) {
        ProxyMetrics proxy = new ProxyMetrics(relayed);
        List<Metric> metrics = new ArrayList<>();
        metrics.add(gauge(
                "mysql_monitor_build_info",
                "1; the labels tell what runs.",
                List.of("version", "java", "transport", "tls_engine"),
                () -> List.of(Sample.of(
                        1,
                        Version.text(),
                        Integer.toString(Runtime.version().feature()),
                        libraries.get(0),
                        libraries.get(1)))));
        metrics.addAll(ProcessMetrics.of(started()));
        metrics.addAll(proxy.ofAllListeners(fronts));
        metrics.addAll(ListenerMetrics.of(listeners));
        metrics.addAll(CertificateMetrics.of(listeners, fronts));
        metrics.addAll(SinkMetrics.of(sinks));
        return metrics;
    }

    private static double started() {
        Instant start = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        return start.toEpochMilli() / (double) TimeUnit.SECONDS.toMillis(1);
    }

    private List<Metric> ofAllListeners(List<Front> fronts) {
        return List.of(
                gauge(
                        "mysql_monitor_sessions_limit",
                        "Sessions that there may be at a time, of all listeners together (--max-connections).",
                        NONE,
                        () -> List.of(Sample.of(fronts.get(0).proxy().limits().maxConnections()))),
                counter(
                        "mysql_monitor_commands_total",
                        "Commands relayed, open sessions included, without those inside of compressed packets.",
                        NONE,
                        growing(Relayed::commands)),
                counter(
                        "mysql_monitor_client_bytes_total",
                        "Bytes read from clients, decrypted, open sessions included.",
                        NONE,
                        growing(Relayed::clientBytes)),
                counter(
                        "mysql_monitor_server_bytes_total",
                        "Bytes read from servers, decrypted, open sessions included.",
                        NONE,
                        growing(Relayed::serverBytes)));
    }

    /** While sessions end a sum may be too small for a moment, which would look like a restart. */
    private Supplier<List<Sample>> growing(ToLongFunction<Relayed> part) {
        LongAccumulator most = new LongAccumulator(Math::max, 0);
        return () -> {
            most.accumulate(part.applyAsLong(relayed.get()));
            return List.of(Sample.of(most.get()));
        };
    }
}
