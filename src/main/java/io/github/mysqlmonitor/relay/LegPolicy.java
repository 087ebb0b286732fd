package io.github.mysqlmonitor.relay;

/**
 * The one place that decides what the two legs of a session do about TLS.
 *
 * <p>TLS, UNIX and PLAIN are three kinds of security, and authentication plugins treat them differently. Copying bytes
 * between legs of different kinds can put a clear password on a plain wire, so such sessions are refused.
 */
final class LegPolicy {
    /** What to do once the client's first packet is known. */
    enum Decision {
        /** Forward the SSLRequest and turn TLS on on both legs. */
        TLS_ON_BOTH,
        /** The legs are equally secure as they are. */
        AS_THEY_ARE,
        /** The client is on a Unix socket: send the server an SSLRequest of our own. */
        TLS_TO_SERVER,
        REFUSE
    }

    private LegPolicy() {}

    static Decision decide(Leg client, Leg server, boolean serverOffersTls, boolean clientAsksForTls) {
        if (clientAsksForTls && serverOffersTls) {
            return Decision.TLS_ON_BOTH;
        }
        if (client.isUnix() == server.isUnix()) {
            return Decision.AS_THEY_ARE;
        }
        return client.isUnix() && serverOffersTls ? Decision.TLS_TO_SERVER : Decision.REFUSE;
    }

    /** Why {@link Decision#REFUSE} was decided, and what to do. */
    static String refusal(Leg client) {
        return client.isUnix()
                ? "the upstream offers no TLS: a client on the Unix socket would send its password, which would then"
                        + " cross the network in clear; turn TLS on at the server or connect over TCP"
                : "the upstream is a Unix socket and the client uses no TLS: its password would cross the network in"
                        + " clear; connect with --ssl-mode=REQUIRED, or let the proxy use the server's TCP port";
    }
}
