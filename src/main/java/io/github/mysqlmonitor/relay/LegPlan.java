package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.auth.AuthRules;
import io.github.mysqlmonitor.auth.PasswordPolicy;
import io.github.mysqlmonitor.auth.Protection;
import io.github.mysqlmonitor.auth.SocketGuard;
import io.github.mysqlmonitor.event.LegSecurity.Kind;
import java.util.Optional;

/**
 * What becomes of a session whose client has sent its first packet.
 *
 * @param relaying how its bytes are moved
 * @param client what will protect the client leg; TLS is to be turned on there
 * @param server what will protect the server leg, likewise
 * @param guarded whether the server could take the proxy for the client, by its socket; relaying is then FRAMES
 * @param refusal present exactly when relaying is NONE
 */
record LegPlan(Relaying relaying, Kind client, Kind server, boolean guarded, Optional<Refusal> refusal) {
    /** How the bytes of a session are moved. */
    enum Relaying {
        /** Both legs are equally secure: the very bytes that were read. */
        BYTES,
        /** The legs differ, attributes are injected, or who logs in is to be watched: frame by frame, the login adapted. */
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

    static LegPlan of(Kind client, Kind server, boolean guarded) {
        Relaying relaying = client == server && !guarded ? Relaying.BYTES : Relaying.FRAMES;
        return new LegPlan(relaying, client, server, guarded, Optional.empty());
    }

    static LegPlan undecoded(Kind client, Kind server) {
        return new LegPlan(Relaying.UNDECODED, client, server, false, Optional.empty());
    }

    static LegPlan refused(Kind client, Kind server, Refusal refusal) {
        return new LegPlan(Relaying.NONE, client, server, false, Optional.of(refusal));
    }

    /** The same legs, relayed frame by frame although they are equally secure. */
    LegPlan byFrames() {
        return new LegPlan(Relaying.FRAMES, client, server, guarded, refusal);
    }

    /** Whether what one side sends is what the other side expects, so that all can be passed on as it is. */
    boolean alike() {
        return client == server && !guarded;
    }

    AuthRules authRules(PasswordPolicy policy) {
        SocketGuard guard = guarded ? SocketGuard.ofThisProcess() : SocketGuard.OFF;
        return new AuthRules(protection(client), protection(server), policy, guard);
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
