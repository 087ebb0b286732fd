package io.github.mysqlmonitor.relay;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections have not finished their login, of all clients and of each; shared by all event loops. Its table
 * has as many entries as there are such clients, and so at most the limit for all.
 */
final class Handshakes {
    private volatile int limit;
    private volatile int limitPerClient;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> byClient = new ConcurrentHashMap<>();

    Handshakes(int limit, int limitPerClient) {
        limits(limit, limitPerClient);
    }

    /** Those above lower limits go on. */
    final void limits(int ofAll, int ofEachClient) {
        limit = ofAll;
        limitPerClient = ofEachClient;
    }

    int limit() {
        return limit;
    }

    int limitPerClient() {
        return limitPerClient;
    }

    int open() {
        return open.get();
    }

    int clients() {
        return byClient.size();
    }

    /** @return a place for somebody not known yet; empty if all are taken */
    Optional<Place> take() {
        if (open.incrementAndGet() > limit) {
            open.decrementAndGet();
            return Optional.empty();
        }
        return Optional.of(new Place());
    }

    /** A place that one connection holds until it has logged in or is gone; confined to its event loop. */
    final class Place {
        private String client;
        private boolean left;

        /** @return whether this client may have one more place; if not, this one is to be left */
        boolean claim(String by) {
            if (byClient.merge(by, 1, Integer::sum) > limitPerClient) {
                forget(by);
                return false;
            }
            client = by;
            return true;
        }

        /** A second time does nothing. */
        void leave() {
            if (left) {
                return;
            }
            left = true;
            open.decrementAndGet();
            if (client != null) {
                forget(client);
            }
        }

        private void forget(String who) {
            byClient.computeIfPresent(who, (same, count) -> count == 1 ? null : count - 1);
        }
    }
}
