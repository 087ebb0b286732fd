package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;

/** What all clients of the soak share. */
final class SoakBed {
    /** More handshakes at a time would only wait for each other. */
    private static final int LOGINS_AT_ONCE = 16;

    final SoakOptions options;
    final Counts counts = new Counts();
    private final SSLSocketFactory tls;
    private final int proxyPort;
    private final Semaphore logins = new Semaphore(LOGINS_AT_ONCE);
    private final Set<Long> open = ConcurrentHashMap.newKeySet();
    private final Set<Long> killed = ConcurrentHashMap.newKeySet();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger peers = new AtomicInteger();
    private volatile boolean running = true;

    SoakBed(SoakOptions options, int proxyPort) throws GeneralSecurityException {
        this.options = options;
        this.proxyPort = proxyPort;
        this.tls = IdleSessions.trustingAll();
    }

    MySqlSession open() throws IOException, GeneralSecurityException, InterruptedException {
        logins.acquire();
        try {
            // Some handshakes resume an earlier session, most do not.
            String peer = "client-" + peers.incrementAndGet() % (4 * options.sessions);
            MySqlSession session = MySqlSession.open(tls, proxyPort, peer, options.user, options.password);
            counts.logins.increment();
            open.add(session.connectionId());
            return session;
        } finally {
            logins.release();
        }
    }

    /** Straight to the server, for what must not depend on the proxy. */
    MySqlSession openDirectly() throws IOException, GeneralSecurityException {
        return MySqlSession.open(tls, options.serverPort, "direct", options.user, options.password);
    }

    void closed(MySqlSession session) {
        open.remove(session.connectionId());
    }

    List<Long> openIds() {
        return List.copyOf(open);
    }

    /** Comes before the KILL, so that nobody is surprised by it. */
    void kill(long connectionId) {
        killed.add(connectionId);
    }

    boolean wasKilled(long connectionId) {
        return killed.contains(connectionId);
    }

    int kills() {
        return killed.size();
    }

    void failed(String what) {
        failures.add(what);
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    boolean running() {
        return running;
    }

    void stop() {
        running = false;
    }
}
