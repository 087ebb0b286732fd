package io.github.mysqlmonitor.admin;

import io.github.mysqlmonitor.sink.SinkWorker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What the sinks took, what they lost, and what waits for them. */
public final class SinkMetrics {
    private static final List<String> LABELS = List.of("sink");

    private final List<SinkWorker> workers;

    /** What each is called in the labels: where it writes to, with a number behind it if another writes there, too. */
    private final List<String> names = new ArrayList<>();

    private SinkMetrics(List<SinkWorker> workers) {
        this.workers = workers;
        for (SinkWorker worker : workers) {
            String name = worker.target();
            for (int i = 2; names.contains(name); i++) {
                name = worker.target() + " (" + i + ")";
            }
            names.add(name);
        }
    }

    public static List<Metric> of(List<SinkWorker> workers) {
        SinkMetrics sinks = new SinkMetrics(workers);
        return List.of(
                Metric.counter(
                        "mysql_monitor_sink_events_written_total",
                        "Events that the sink took.",
                        LABELS,
                        sinks.each(SinkWorker::written)),
                Metric.counter(
                        "mysql_monitor_sink_events_dropped_total",
                        "Events that the sink lost, because it was too slow or had ended.",
                        LABELS,
                        sinks.each(SinkWorker::dropped)),
                Metric.gauge(
                        "mysql_monitor_sink_queue_bytes",
                        "What waits for the sink.",
                        LABELS,
                        sinks.each(worker -> worker.queue().queuedBytes())),
                Metric.gauge(
                        "mysql_monitor_sink_failed",
                        "1 if the sink has failed and gets no more events.",
                        LABELS,
                        sinks.each(worker -> worker.failed() ? 1 : 0)));
    }

    private Supplier<List<Metric.Sample>> each(ToDoubleFunction<SinkWorker> value) {
        return () -> {
            List<Metric.Sample> samples = new ArrayList<>();
            for (int i = 0; i < workers.size(); i++) {
                samples.add(Metric.Sample.of(value.applyAsDouble(workers.get(i)), names.get(i)));
            }
            return samples;
        };
    }
}
