package io.github.mysqlmonitor.frame;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes that all sessions of the process together hold for inflating; safe for any thread. */
public final class InflateBudget {
    /** Enough for four packets of 16 MiB at once, or some 1,300 zlib bodies. */
    public static final long DEFAULT_BYTES = 64L * 1024 * 1024;

    private final long limitBytes;
    private final AtomicLong reserved = new AtomicLong();

    /** @param limitBytes how many bytes may be reserved at once, at least 0 */
    public InflateBudget(long limitBytes) {
        if (limitBytes < 0) {
            throw new IllegalArgumentException("limitBytes " + limitBytes);
        }
        this.limitBytes = limitBytes;
    }

    public long limitBytes() {
        return limitBytes;
    }

    /** How much is held at the moment. */
    public long reservedBytes() {
        return reserved.get();
    }

    /** Returns false, changing nothing, if there is not so much left. */
    boolean reserve(long bytes) {
        long before;
        do {
            before = reserved.get();
            if (bytes > limitBytes - before) {
                return false;
            }
        } while (!reserved.compareAndSet(before, before + bytes));
        return true;
    }

    void release(long bytes) {
        reserved.addAndGet(-bytes);
    }
}
