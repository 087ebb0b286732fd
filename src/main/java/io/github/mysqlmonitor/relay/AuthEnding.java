package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.auth.AuthRefusal;
import io.github.mysqlmonitor.wire.ProtocolException;

/**
 * Why a session ends in the middle of an authentication, as the log and the client are told.
 *
 * @param message for the client
 */
record AuthEnding(CloseReason reason, int code, String sqlState, String message) {
    static AuthEnding of(AuthRefusal refusal) {
        return new AuthEnding(CloseReason.of(refusal.why()), ErrorPackets.ACCESS_DENIED, "28000", refusal.message());
    }

    /** A packet of either side cannot be understood, and here it must be. */
    static AuthEnding of(ProtocolException broken) {
        return new AuthEnding(
                CloseReason.LOGIN_BROKEN,
                ErrorPackets.BAD_HANDSHAKE,
                "08S01",
                "the login cannot be followed: " + broken.getMessage());
    }

    byte[] packet() {
        return ErrorPackets.payload(code, sqlState, "mysql-monitor: " + message);
    }
}
