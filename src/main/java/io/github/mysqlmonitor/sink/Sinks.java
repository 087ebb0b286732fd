package io.github.mysqlmonitor.sink;

import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sinks of the process. An event goes to each that asked for it; a slow or dead sink costs only its own copy. */
public final class Sinks {
    private static final Logger log = LoggerFactory.getLogger(Sinks.class);

    private final List<SinkWorker> workers;

    /** Every event loop gets its own ring in every queue, at its first event. */
    private final ThreadLocal<Way[]> ways;

    private Sinks(List<SinkWorker> workers) {
        this.workers = workers;
        this.ways = ThreadLocal.withInitial(() -> workers.stream()
                .map(worker -> new Way(worker.interests(), worker.queue().producer()))
                .toArray(Way[]::new));
    }

    /** Starts a thread for each sink and owns it from now on. */
    public static Sinks start(List<? extends Sink> sinks) {
        return new Sinks(sinks.stream().map(SinkWorker::start).toList());
    }

    /** What at least one sink asked for; empty if there is no need to decode anything. */
    public Set<Interest> interests() {
        EnumSet<Interest> all = EnumSet.noneOf(Interest.class);
        workers.forEach(worker -> all.addAll(worker.interests()));
        return all;
    }

    /** How many bytes of each packet at least one sink wants to see. */
    public int payloadBytes() {
        return workers.stream().mapToInt(SinkWorker::payloadBytes).max().orElse(0);
    }

    public List<SinkWorker> workers() {
        return workers;
    }

    /** Queues the event for every sink that asked for it; from any long-lived thread, never waits. */
    public void offer(MonitorEvent event) {
        Interest interest = event.interest();
        for (Way way : ways.get()) {
            if (interest == null || way.wants.contains(interest)) {
                way.producer.offer(event);
            }
        }
    }

    /** Ends all sinks at once; those that cannot write what waits until the deadline are abandoned. */
    public void close(Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        workers.forEach(SinkWorker::beginClose);
        for (SinkWorker worker : workers) {
            worker.close(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            if (worker.dropped() > 0) {
                log.warn(
                        "{}: {} events written, {} dropped because it was too slow or had ended",
                        worker.target(),
                        worker.written(),
                        worker.dropped());
            }
        }
    }

    /** From one event loop to one sink. */
    private record Way(Set<Interest> wants, SinkQueue.Producer producer) {}
}
