package io.github.mysqlmonitor.sink;

import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.MonitorEvent;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.varhandle.SpscUnboundedVarHandleArrayQueue;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/**
 * What waits for one sink: a ring per producing thread, bounded in events, and all of them together in bytes. Any number
 * of threads produce, each through its own {@link Producer}; one thread consumes. No call waits for another thread.
 *
 * <p>With {@link Overload#PAUSE} it takes everything, and its bytes are a mark from which on nothing more should be read.
 *
 * <p>The byte count is raised after the event is in its ring and read again after the consumer said that it is about to
 * park. Both are volatile, so one of the two sees the other and no wake-up is lost.
 */
public final class SinkQueue {
    static final int DEFAULT_SLOTS = 16 * 1024;
    static final long DEFAULT_BYTES = 16L << 20;
    private static final int BATCH = 1024;
    private static final int CHUNK = 1024;

    private final int slots;
    private final long maxBytes;

    /** Null unless this queue takes everything. */
    private final PauseMark mark;

    private final AtomicLong queuedBytes = new AtomicLong();
    private final List<Producer> producers = new CopyOnWriteArrayList<>();
    private volatile Thread parked;
    private volatile boolean closed;

    /**
     * @param slots events per producing thread, rounded up to a power of two
     * @param maxBytes sum of {@link MonitorEvent#weight()} over all threads; exceeded by one event per thread at most
     */
    SinkQueue(int slots, long maxBytes) {
        this(slots, maxBytes, null);
    }

    private SinkQueue(int slots, long maxBytes, PauseMark mark) {
        this.slots = slots;
        this.maxBytes = maxBytes;
        this.mark = mark;
    }

    /** @param maxBytes with PAUSE the mark */
    static SinkQueue of(Overload overload, int slots, long maxBytes) {
        return overload == Overload.DROP
                ? new SinkQueue(slots, maxBytes)
                : new SinkQueue(slots, Long.MAX_VALUE, new PauseMark(maxBytes));
    }

    /** Null if it never asks for a pause. */
    PauseMark mark() {
        return mark;
    }

    /** A new handle, for use by one thread only. */
    public Producer producer() {
        Producer producer = new Producer();
        producers.add(producer);
        return producer;
    }

    /** How many events found no room, or came after the sink's end. */
    public long dropped() {
        return producers.stream().mapToLong(Producer::dropped).sum();
    }

    /** What the events take that wait, as {@link MonitorEvent#weight()} reckons. */
    public long queuedBytes() {
        return queuedBytes.get();
    }

    /** {@link #dropped}, with those of commands. */
    Tally droppedTally() {
        return producers.stream().map(Producer::droppedTally).reduce(Tally.NONE, Tally::plus);
    }

    /** Roughly how many events wait. */
    int size() {
        return producers.stream().mapToInt(p -> p.ring.size()).sum();
    }

    /** From now on every offer counts as dropped, and nobody has to wait. */
    void close() {
        closed = true;
        if (mark != null) {
            mark.end();
        }
    }

    /** Consumer, or whoever knows that it has ended: forgets what waits, and gives its number. */
    Tally clear() {
        long events = 0;
        long commands = 0;
        for (Producer producer : producers) {
            for (MonitorEvent event; (event = producer.ring.poll()) != null; events++) {
                commands += event instanceof CommandFinished ? 1 : 0;
            }
        }
        return new Tally(events, commands);
    }

    /**
     * Consumer only: hands on at most one batch of each producer.
     *
     * @return 0 if there was neither event nor loss
     */
    int drain(Consumer consumer) throws IOException {
        int drained = 0;
        // Without an iterator, because this is done a thousand times a second.
        for (int i = 0; i < producers.size(); i++) {
            Producer producer = producers.get(i);
            long lost = producer.newlyLost();
            drained += drain(producer, consumer);
            if (lost > 0) {
                consumer.lost(lost);
                drained++;
            }
        }
        if (mark != null) {
            mark.lower(queuedBytes.get());
        }
        return drained;
    }

    private int drain(Producer producer, Consumer consumer) throws IOException {
        int count = 0;
        long bytes = 0;
        try {
            for (MonitorEvent event; count < BATCH && (event = producer.ring.poll()) != null; count++) {
                bytes += weight(event);
                consumer.event(event);
            }
        } finally {
            queuedBytes.addAndGet(-bytes);
        }
        return count;
    }

    /** Consumer only: sleeps until an event comes, at most this long. */
    void park(long nanos) {
        parked = Thread.currentThread();
        if (queuedBytes.get() == 0 && !closed) {
            LockSupport.parkNanos(this, nanos);
        }
        parked = null;
    }

    void wake() {
        Thread sleeper = parked;
        if (sleeper != null) {
            LockSupport.unpark(sleeper);
        }
    }

    private static int weight(MonitorEvent event) {
        return Math.max(1, event.weight());
    }

    /** Takes what {@link #drain} hands out. */
    interface Consumer {
        void event(MonitorEvent event) throws IOException;

        void lost(long count) throws IOException;
    }

    /** One thread's way into the queue. */
    public final class Producer {
        private final Queue<MonitorEvent> ring =
                mark == null ? new SpscVarHandleArrayQueue<>(slots) : new SpscUnboundedVarHandleArrayQueue<>(CHUNK);
        private final AtomicLong dropped = new AtomicLong();
        private final AtomicLong droppedCommands = new AtomicLong();
        private long reportedLost;

        private Producer() {}

        /** Queues the event or counts it as dropped; never waits. */
        public boolean offer(MonitorEvent event) {
            if (closed || queuedBytes.get() >= maxBytes || !ring.offer(event)) {
                dropped.lazySet(dropped.getPlain() + 1);
                if (event instanceof CommandFinished) {
                    droppedCommands.lazySet(droppedCommands.getPlain() + 1);
                }
                return false;
            }
            long bytes = queuedBytes.addAndGet(weight(event));
            if (mark != null && mark.raise(bytes)) {
                // The consumer may have drained all of it before it could see the pause.
                mark.lower(queuedBytes.get());
            }
            wake();
            return true;
        }

        long dropped() {
            return dropped.get();
        }

        private Tally droppedTally() {
            return new Tally(dropped.get(), droppedCommands.get());
        }

        private long newlyLost() {
            long lost = dropped.get() - reportedLost;
            reportedLost += lost;
            return lost;
        }
    }
}
