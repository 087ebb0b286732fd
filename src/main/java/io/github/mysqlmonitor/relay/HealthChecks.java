package io.github.mysqlmonitor.relay;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How many health checks are being answered, and how many there have been; shared by all event loops. */
final class HealthChecks {
    /** Far more than any set of checkers needs at a time. */
    static final int LIMIT = 1000;

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong answered = new AtomicLong();
    private final Occasionally refusals = new Occasionally();

    /** @return whether there is room for one more; if so it counts until {@link #over} */
    boolean begin() {
        if (open.incrementAndGet() > LIMIT) {
            open.decrementAndGet();
            return false;
        }
        return true;
    }

    void over() {
        open.decrementAndGet();
        answered.incrementAndGet();
    }

    /** Whether it is to be said that somebody is no health check. */
    Occasionally refusals() {
        return refusals;
    }

    long answered() {
        return answered.get();
    }
}
