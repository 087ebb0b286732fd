package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.event.LegSecurity;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What is counted at a listener, whether anybody observes or not: a few times per session, never per packet. */
final class ListenerCounts {
    /** What is known of the server that a session's server leg leads to. */
    enum ServerLeg {
        VERIFIED,
        UNVERIFIED,
        UNIX,
        PLAIN,
        UNDECODED
    }

    /** The TLS handshakes of one leg. */
    static final class Handshakes {
        private final LongAdder full = new LongAdder();
        private final LongAdder resumed = new LongAdder();
        private final LongAdder nanos = new LongAdder();
        private final Counts<TlsFailure> failures = new Counts<>(TlsFailure.class);

        void succeeded(LegSecurity leg) {
            (leg.resumed() ? resumed : full).increment();
            nanos.add(leg.handshakeNanos());
        }

        void failed(Throwable cause) {
            failures.add(TlsFailure.of(cause));
        }

        private ListenerTotals.Handshakes totals() {
            return new ListenerTotals.Handshakes(full.sum(), resumed.sum(), nanos.sum(), failures.byName());
        }
    }

    private final LongAdder opened = new LongAdder();
    private final Counts<CloseReason> closed = new Counts<>(CloseReason.class);
    private final Counts<CloseReason> refused = new Counts<>(CloseReason.class);
    private final LongAdder abortedHandshakes = new LongAdder();
    private final Counts<ServerLeg> serverLegs = new Counts<>(ServerLeg.class);
    private final Handshakes client = new Handshakes();
    private final Handshakes server = new Handshakes();
    private volatile long serverCertificateEndsMicros;

    void opened() {
        opened.increment();
    }

    /** A session that was opened. */
    void closed(CloseReason reason) {
        closed.add(reason);
        if (reason.isRefusal()) {
            refused.add(reason);
        }
    }

    /** A client for whom no session was opened. */
    void refused(CloseReason reason) {
        refused.add(reason);
    }

    /** A login was owed to the server, and its client is not going to send it. */
    void abortedHandshake() {
        abortedHandshakes.increment();
    }

    /** The legs of a session are what they will be. */
    void secured(LegSecurity serverLeg) {
        serverLegs.add(
                switch (serverLeg.kind()) {
                    case TLS -> serverLeg.verified() ? ServerLeg.VERIFIED : ServerLeg.UNVERIFIED;
                    case UNIX -> ServerLeg.UNIX;
                    case PLAIN -> ServerLeg.PLAIN;
                });
        if (serverLeg.certificate().notAfterEpochMicros() > 0) {
            serverCertificateEndsMicros = serverLeg.certificate().notAfterEpochMicros();
        }
    }

    void undecoded() {
        serverLegs.add(ServerLeg.UNDECODED);
    }

    Handshakes client() {
        return client;
    }

    Handshakes server() {
        return server;
    }

    ListenerTotals totals() {
        Map<String, Long> ended = closed.byName(); // Before those opened, so that never more have ended.
        return new ListenerTotals(
                opened.sum(),
                ended,
                refused.byName(CloseReason::isRefusal),
                abortedHandshakes.sum(),
                serverLegs.byName(),
                TimeUnit.MICROSECONDS.toSeconds(serverCertificateEndsMicros),
                client.totals(),
                server.totals());
    }
}
