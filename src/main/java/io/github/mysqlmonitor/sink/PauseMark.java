package io.github.mysqlmonitor.sink;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether a queue wants no more to be read: from its high-water mark on, until it has drained to the low one. Producers
 * raise, the consumer lowers; neither waits. Whoever changes the answer says so, after the change.
 */
final class PauseMark {
    private final long highBytes;
    private final long lowBytes;
    private final AtomicBoolean pausing = new AtomicBoolean();
    private final AtomicLong pauses = new AtomicLong();
    private volatile Runnable changed = () -> {};
    private volatile boolean ended;
    private volatile long sinceNanos;

    /** @param highBytes from here on it pauses; it goes on at half of that */
    PauseMark(long highBytes) {
        this.highBytes = highBytes;
        this.lowBytes = highBytes / 2;
    }

    /** @param told runs in any thread after {@link #pausing} has changed; must not block */
    void whenChanged(Runnable told) {
        changed = told;
    }

    boolean pausing() {
        return pausing.get() && !ended;
    }

    /** When the current pause began, as {@link System#nanoTime}; of the last one if there is none. */
    long sinceNanos() {
        return sinceNanos;
    }

    /** How many pauses there were; the current one counts. */
    long pauses() {
        return pauses.get();
    }

    /** Producers: @return whether a pause began, after which the caller must read the bytes again and {@link #lower} */
    boolean raise(long queuedBytes) {
        if (queuedBytes < highBytes || ended || pausing.get()) {
            return false;
        }
        sinceNanos = System.nanoTime(); // first: a pause is never seen with the beginning of another one
        if (!pausing.compareAndSet(false, true)) {
            return false;
        }
        pauses.incrementAndGet();
        changed.run();
        return true;
    }

    void lower(long queuedBytes) {
        if (queuedBytes <= lowBytes && pausing.get() && pausing.compareAndSet(true, false)) {
            changed.run();
        }
    }

    /** The queue takes nothing any more, so nobody has to wait for it. */
    void end() {
        ended = true;
        changed.run();
    }
}
