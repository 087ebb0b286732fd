package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.config.ClientSslMode;
import io.github.mysqlmonitor.config.LegModes;
import io.github.mysqlmonitor.config.ServerSslMode;
import io.github.mysqlmonitor.event.LegSecurity.Kind;
import java.util.Optional;

/**
 * The one place that decides what the two legs of a session do about TLS: a pure function of what was asked for and of
 * what the two peers can do.
 *
 * <p>TLS, UNIX and PLAIN are three kinds of security, and authentication plugins treat them differently. Copying bytes
 * between legs of different kinds can put a clear password on a plain wire.
 *
 * @param client how the client is connected: UNIX or PLAIN
 * @param server how the server is connected: UNIX or PLAIN
 * @param serverOffersTls whether CLIENT_SSL is in the server's greeting
 * @param haveCertificate whether clients can be offered TLS of ours
 * @param mariaDb whether the server is one of MariaDB, whose clients know its SQLSTATE
 */
record LegPolicy(
        LegModes modes, Kind client, Kind server, boolean serverOffersTls, boolean haveCertificate, boolean mariaDb) {
    /** Why nothing is seen of a session. */
    static final String PASSED_THROUGH =
            "the client's TLS is passed through to the server, UNVERIFIED by the proxy (--client-ssl-mode PASSTHROUGH)";

    /** What becomes of CLIENT_SSL in the greeting on its way to the client. */
    enum Offer {
        AS_SERVER,
        SET,
        CLEARED
    }

    /** Why the session ends before the client has seen a greeting; the ERR takes its place. */
    Optional<LegPlan.Refusal> refusalBeforeGreeting() {
        if (serverOffersTls) {
            return Optional.empty();
        }
        if (modes.server().demandsTls()) {
            return Optional.of(noTlsUpstream("--server-ssl-mode " + modes.server()));
        }
        boolean demanded = modes.client() == ClientSslMode.REQUIRED && client != Kind.UNIX;
        return demanded && modes.server() == ServerSslMode.AS_CLIENT
                ? Optional.of(noTlsUpstream("--client-ssl-mode REQUIRED with --server-ssl-mode AS_CLIENT"))
                : Optional.empty();
    }

    private static LegPlan.Refusal noTlsUpstream(String demandedBy) {
        return new LegPlan.Refusal(
                CloseReason.SERVER_OFFERS_NO_TLS,
                ErrorPackets.SSL_CONNECTION,
                "HY000",
                "SSL connection error: the upstream offers no TLS, which " + demandedBy + " demands");
    }

    Offer offer() {
        if (modes.client() == ClientSslMode.PASSTHROUGH) {
            return Offer.AS_SERVER;
        }
        boolean offered = haveCertificate
                && modes.client() != ClientSslMode.DISABLED
                && (serverOffersTls || modes.server() != ServerSslMode.AS_CLIENT);
        if (offered == serverOffersTls) {
            return Offer.AS_SERVER;
        }
        return offered ? Offer.SET : Offer.CLEARED;
    }

    private boolean offered() {
        return offer() == Offer.SET || (offer() == Offer.AS_SERVER && serverOffersTls);
    }

    /** @param clientAsksForTls whether the client's first packet is an SSLRequest */
    LegPlan plan(boolean clientAsksForTls) {
        if (clientAsksForTls && !offered()) {
            return notOffered();
        }
        if (clientAsksForTls && modes.client() == ClientSslMode.PASSTHROUGH) {
            return guarded() ? LegPlan.refused(client, server, unseen()) : LegPlan.undecoded(client, server);
        }
        Kind clientLeg = clientAsksForTls ? Kind.TLS : client;
        Kind serverLeg = tlsToServer(clientLeg) ? Kind.TLS : server;
        if (clientLeg == Kind.PLAIN && modes.client() == ClientSslMode.REQUIRED) {
            return LegPlan.refused(clientLeg, serverLeg, insecureTransport());
        }
        return LegPlan.of(clientLeg, serverLeg, guarded());
    }

    /** Whether a server that looks at its socket would see the proxy and take it for the client. */
    private boolean guarded() {
        return client != Kind.UNIX && server == Kind.UNIX && !modes.localIdentity();
    }

    /** It asks for what was not offered. A server that would have refused it may do so; else we do it in its words. */
    private LegPlan notOffered() {
        return serverOffersTls || guarded()
                ? LegPlan.refused(
                        client,
                        server,
                        new LegPlan.Refusal(
                                CloseReason.TLS_NOT_OFFERED, ErrorPackets.BAD_HANDSHAKE, "08S01", "Bad handshake"))
                : LegPlan.undecoded(client, server);
    }

    private boolean tlsToServer(Kind clientLeg) {
        return switch (modes.server()) {
            case DISABLED -> false;
            case AS_CLIENT ->
                modes.client() != ClientSslMode.PASSTHROUGH
                        && serverOffersTls
                        // A Unix socket is as good as TLS to many plugins; the network behind us is not.
                        && (clientLeg == Kind.TLS || (clientLeg == Kind.UNIX && server != Kind.UNIX));
            default -> serverOffersTls;
        };
    }

    private static LegPlan.Refusal unseen() {
        return new LegPlan.Refusal(
                CloseReason.LOCAL_IDENTITY,
                ErrorPackets.ACCESS_DENIED,
                "28000",
                "mysql-monitor: under PASSTHROUGH it cannot be seen whether the server takes the proxy's socket for the"
                        + " client's; use another --client-ssl-mode, or allow it by --allow-local-identity");
    }

    /** A server with require_secure_transport says it in these words. */
    private LegPlan.Refusal insecureTransport() {
        return new LegPlan.Refusal(
                CloseReason.INSECURE_TRANSPORT,
                ErrorPackets.SECURE_TRANSPORT_REQUIRED,
                mariaDb ? "08004" : "HY000",
                "Connections using insecure transport are prohibited while --require_secure_transport=ON.");
    }
}
