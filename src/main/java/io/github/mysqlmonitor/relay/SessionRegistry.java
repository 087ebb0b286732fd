package io.github.mysqlmonitor.relay;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** All sessions there are, their number and its limit; shared by all event loops. */
final class SessionRegistry {
    private final ConcurrentHashMap<Long, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicLong lastNumber = new AtomicLong();
    private final BrokenHandshakes brokenHandshakes = new BrokenHandshakes();
    private final int limit;
    private final LongAdder ended = new LongAdder();
    private final LongAdder commands = new LongAdder();
    private final LongAdder clientBytes = new LongAdder();
    private final LongAdder serverBytes = new LongAdder();
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

    /** On the session's event loop, at its end. */
    void remove(Session session) {
        if (sessions.containsKey(session.number())) {
            // First the totals: whoever waits for the last session reads them then.
            FlowState flow = session.flow();
            ended.increment();
            commands.add(flow.commands());
            clientBytes.add(flow.clientBytes());
            serverBytes.add(flow.serverBytes());
            sessions.remove(session.number());
            admitted.decrementAndGet();
        }
    }

    Relayed relayed() {
        return new Relayed(ended.sum(), commands.sum(), clientBytes.sum(), serverBytes.sum());
    }

    Relayed relayedSoFar() {
        // First what has ended: a session that ends while this runs is then missing, but never there twice.
        Relayed over = relayed();
        long moreCommands = 0;
        long fromClients = 0;
        long fromServers = 0;
        for (Session session : sessions.values()) {
            if (session.phase() == Phase.CLOSED) {
                continue;
            }
            FlowState flow = session.flow();
            moreCommands += flow.commands();
            fromClients += flow.clientBytes();
            fromServers += flow.serverBytes();
        }
        return new Relayed(
                over.sessions(),
                over.commands() + moreCommands,
                over.clientBytes() + fromClients,
                over.serverBytes() + fromServers);
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
