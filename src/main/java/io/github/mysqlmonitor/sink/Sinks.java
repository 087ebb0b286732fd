package io.github.mysqlmonitor.sink;

import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sinks of the process. An event goes to each that asked for it; a slow or dead sink costs only its own copy. */
public final class Sinks {
    private static final Logger log = LoggerFactory.getLogger(Sinks.class);

    private final List<SinkWorker> workers;

    /** Those that may ask for a pause; mostly none. */
    private final List<SinkWorker> pausing;

    private final PauseWatch watch;

    /** Every event loop gets its own ring in every queue, at its first event. */
    private final ThreadLocal<Way[]> ways;

    private Sinks(List<SinkWorker> workers, Duration patience) {
        this.workers = workers;
        this.pausing =
                workers.stream().filter(worker -> worker.queue().mark() != null).toList();
        this.ways = ThreadLocal.withInitial(() -> workers.stream()
                .map(worker -> new Way(worker.interests(), worker.queue().producer()))
                .toArray(Way[]::new));
        this.watch = pausing.isEmpty() ? null : PauseWatch.start(pausing, patience, this::offer);
    }

    /** Starts a thread for each sink and owns it from now on; what is too much for one is dropped. */
    public static Sinks start(List<? extends Sink> sinks) {
        return start(sinks, Collections.nCopies(sinks.size(), Overload.DROP));
    }

    /** @param overloads what each does when its queue is full */
    public static Sinks start(List<? extends Sink> sinks, List<Overload> overloads) {
        return of(
                IntStream.range(0, sinks.size())
                        .mapToObj(i -> SinkWorker.start(sinks.get(i), overloads.get(i)))
                        .toList(),
                PauseWatch.PATIENCE);
    }

    static Sinks of(List<SinkWorker> workers, Duration patience) {
        return new Sinks(workers, patience);
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

    /** Whether a sink wants no session to be read for now; from any thread. */
    public boolean pausing() {
        for (SinkWorker worker : pausing) {
            if (worker.queue().mark().pausing()) {
                return true;
            }
        }
        return false;
    }

    /** @param changed runs after {@link #pausing} may have changed, in any thread; must not block */
    public void whenPausingChanges(Runnable changed) {
        pausing.forEach(worker -> worker.queue().mark().whenChanged(changed));
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
        if (watch != null) {
            watch.end();
        }
        workers.forEach(SinkWorker::beginClose);
        for (SinkWorker worker : workers) {
            worker.close(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            sumUp(worker);
        }
    }

    private static void sumUp(SinkWorker worker) {
        Tally written = worker.writtenTally();
        Tally dropped = worker.droppedTally();
        PauseMark mark = worker.queue().mark();
        if (mark != null && mark.pauses() > 0) {
            log.info("{}: sessions waited for it, pauses={}", worker.target(), mark.pauses());
        }
        if (dropped.events() > 0) {
            log.warn(
                    "{}: {} events written, {} dropped because it was too slow or had ended (commands: {} and {})",
                    worker.target(),
                    written.events(),
                    dropped.events(),
                    written.commands(),
                    dropped.commands());
        } else if (written.events() > 0) {
            log.info("{}: {} events written (commands: {})", worker.target(), written.events(), written.commands());
        }
    }

    /** From one event loop to one sink. */
    private record Way(Set<Interest> wants, SinkQueue.Producer producer) {}
}
