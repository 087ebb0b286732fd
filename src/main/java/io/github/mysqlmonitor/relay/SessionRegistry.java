package io.github.mysqlmonitor.relay;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** All sessions there are, their number and its limit; shared by all event loops. */
final class SessionRegistry {
    private final ConcurrentHashMap<Long, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicLong lastNumber = new AtomicLong();
    private final BrokenHandshakes brokenHandshakes = new BrokenHandshakes();
    private final int limit;
    private volatile boolean draining;

    SessionRegistry(int limit) {
        this.limit = limit;
    }

    long nextNumber() {
        return lastNumber.incrementAndGet();
    }

    long accepted() {
        return lastNumber.get();
    }

    /** @return whether there is room for one more; if so it counts until {@link #remove} */
    boolean admit() {
        if (admitted.incrementAndGet() > limit) {
            admitted.decrementAndGet();
            return false;
        }
        return true;
    }

    void add(Session session) {
        sessions.put(session.number(), session);
        if (draining) {
            session.ending().drain();
        }
    }

    void remove(Session session) {
        if (sessions.remove(session.number()) != null) {
            admitted.decrementAndGet();
        }
    }

    Collection<Session> all() {
        return sessions.values();
    }

    BrokenHandshakes brokenHandshakes() {
        return brokenHandshakes;
    }

    int size() {
        return sessions.size();
    }

    int limit() {
        return limit;
    }

    /** From now on every session ends where it may. */
    void drain() {
        draining = true;
        sessions.values().forEach(session -> session.ending().drain());
    }
}
