package io.github.mysqlmonitor.sink;

import io.github.mysqlmonitor.event.MonitorEvent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/**
 * What waits for one sink: a ring per producing thread, bounded in events, and all of them together in bytes. Any number
 * of threads produce, each through its own {@link Producer}; one thread consumes. No call waits for another thread.
 *
 * <p>The byte count is raised after the event is in its ring and read again after the consumer said that it is about to
 * park. Both are volatile, so one of the two sees the other and no wake-up is lost.
 */
public final class SinkQueue {
    static final int DEFAULT_SLOTS = 16 * 1024;
    static final long DEFAULT_BYTES = 16L << 20;
    private static final int BATCH = 1024;

    private final int slots;
    private final long maxBytes;
    private final AtomicLong queuedBytes = new AtomicLong();
    private final List<Producer> producers = new CopyOnWriteArrayList<>();
    private volatile Thread parked;
    private volatile boolean closed;

    /**
     * @param slots events per producing thread, rounded up to a power of two
     * @param maxBytes sum of {@link MonitorEvent#weight()} over all threads; exceeded by one event per thread at most
     */
    SinkQueue(int slots, long maxBytes) {
        this.slots = slots;
        this.maxBytes = maxBytes;
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

    /** Roughly how many events wait. */
    int size() {
        return producers.stream().mapToInt(p -> p.ring.size()).sum();
    }

    /** From now on every offer counts as dropped. */
    void close() {
        closed = true;
    }

    /** Consumer only: forgets what waits, and gives its number. */
    long clear() {
        long cleared = 0;
        for (Producer producer : producers) {
            while (producer.ring.poll() != null) {
                cleared++;
            }
        }
        return cleared;
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
        private final SpscVarHandleArrayQueue<MonitorEvent> ring = new SpscVarHandleArrayQueue<>(slots);
        private final AtomicLong dropped = new AtomicLong();
        private long reportedLost;

        private Producer() {}

        /** Queues the event or counts it as dropped; never waits. */
        public boolean offer(MonitorEvent event) {
            if (closed || queuedBytes.get() >= maxBytes || !ring.offer(event)) {
                dropped.lazySet(dropped.getPlain() + 1);
                return false;
            }
            queuedBytes.addAndGet(weight(event));
            wake();
            return true;
        }

        long dropped() {
            return dropped.get();
        }

        private long newlyLost() {
            long lost = dropped.get() - reportedLost;
            reportedLost += lost;
            return lost;
        }
    }
}
