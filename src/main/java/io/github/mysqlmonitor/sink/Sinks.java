package io.github.mysqlmonitor.sink;

import io.github.mysqlmonitor.event.MonitorEvent;
import java.time.Duration;
import java.util.List;

/** All sinks of the process. An event goes to each; a slow or dead sink costs only its own copy. */
public final class Sinks {
    private final List<SinkWorker> workers;

    /** Every event loop gets its own ring in every queue, at its first event. */
    private final ThreadLocal<SinkQueue.Producer[]> producers;

    private Sinks(List<SinkWorker> workers) {
        this.workers = workers;
        this.producers = ThreadLocal.withInitial(
                () -> workers.stream().map(worker -> worker.queue().producer()).toArray(SinkQueue.Producer[]::new));
    }

    /** Starts a thread for each sink and owns it from now on. */
    public static Sinks start(List<? extends Sink> sinks) {
        return new Sinks(sinks.stream().map(SinkWorker::start).toList());
    }

    /** Whether nobody listens, so that there is no need to decode anything. */
    public boolean isEmpty() {
        return workers.isEmpty();
    }

    public List<SinkWorker> workers() {
        return workers;
    }

    /** Queues the event for every sink; from any long-lived thread, never waits. */
    public void offer(MonitorEvent event) {
        for (SinkQueue.Producer producer : producers.get()) {
            producer.offer(event);
        }
    }

    /** Ends all sinks at once; those that cannot write what waits until the deadline are abandoned. */
    public void close(Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        workers.forEach(SinkWorker::beginClose);
        for (SinkWorker worker : workers) {
            worker.close(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
    }
}
