package io.github.mysqlmonitor.auth;

/**
 * Why the proxy ends a login.
 *
 * @param message for the client, without a secret
 * @param loggedIn whether the server has let the client in already, so that it waits for no answer
 */
public record AuthRefusal(String message, Why why, boolean loggedIn) {
    /** What would have been wrong with going on. */
    public enum Why {
        /** A password would have been on a plain wire. */
        EXPOSES,
        /** A password could not be exchanged. */
        NOT_EXCHANGED,
        /** The server takes the proxy for the client. */
        LOCAL_IDENTITY
    }

    /** Of a login that the server has not answered. */
    public AuthRefusal(String message, Why why) {
        this(message, why, false);
    }

    /** Whether going on would have put a password on a plain wire. */
    public boolean exposes() {
        return why == Why.EXPOSES;
    }
}
