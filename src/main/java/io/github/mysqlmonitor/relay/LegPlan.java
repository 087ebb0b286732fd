package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.auth.AuthRules;
import io.github.mysqlmonitor.auth.PasswordPolicy;
import io.github.mysqlmonitor.auth.Protection;
import io.github.mysqlmonitor.event.LegSecurity.Kind;
import java.util.Optional;

/**
 * What becomes of a session whose client has sent its first packet.
 *
 * @param relaying how its bytes are moved
 * @param client what will protect the client leg; TLS is to be turned on there
 * @param server what will protect the server leg, likewise
 * @param refusal present exactly when relaying is NONE
 */
record LegPlan(Relaying relaying, Kind client, Kind server, Optional<Refusal> refusal) {
    /** How the bytes of a session are moved. */
    enum Relaying {
        /** Both legs are equally secure: the very bytes that were read. */
        BYTES,
        /** The legs differ, or attributes are injected: frame by frame, with the login adapted to either leg. */
        FRAMES,
        /** The client's packet and all that follows goes on as it is and is not decoded. */
        UNDECODED,
        /** Not at all. */
        NONE
    }

    /**
     * The ERR that a client gets instead of a session.
     *
     * @param sqlState five characters; not sent when the ERR is the first packet
     */
    record Refusal(CloseReason reason, int code, String sqlState, String message) {}

    static LegPlan of(Kind client, Kind server) {
        return new LegPlan(client == server ? Relaying.BYTES : Relaying.FRAMES, client, server, Optional.empty());
    }

    static LegPlan undecoded(Kind client, Kind server) {
        return new LegPlan(Relaying.UNDECODED, client, server, Optional.empty());
    }

    static LegPlan refused(Kind client, Kind server, Refusal refusal) {
        return new LegPlan(Relaying.NONE, client, server, Optional.of(refusal));
    }

    /** The same legs, relayed frame by frame although they are equally secure. */
    LegPlan byFrames() {
        return new LegPlan(Relaying.FRAMES, client, server, refusal);
    }

    /** Whether what one side sends is what the other side expects, so that all can be passed on as it is. */
    boolean alike() {
        return client == server;
    }

    AuthRules authRules(PasswordPolicy policy) {
        return new AuthRules(protection(client), protection(server), policy);
    }

    private static Protection protection(Kind kind) {
        return switch (kind) {
            case TLS -> Protection.TLS;
            case UNIX -> Protection.UNIX;
            case PLAIN -> Protection.PLAIN;
        };
    }

    boolean tlsToClient() {
        return client == Kind.TLS;
    }

    boolean tlsToServer() {
        return server == Kind.TLS;
    }
}
