package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.auth.AuthRefusal;
import io.github.mysqlmonitor.event.EndedBy;

/** Why a session ended, in the words of the log. */
enum CloseReason {
    CLIENT_QUIT(EndedBy.CLIENT, "client quit"),
    CLIENT_LEFT(EndedBy.CLIENT, "client closed the connection"),
    CLIENT_LOST(EndedBy.CLIENT, "client connection lost"),
    SERVER_CLOSED(EndedBy.SERVER, "server closed the connection"),
    SERVER_LOST(EndedBy.SERVER, "server connection lost"),
    UPSTREAM_UNREACHABLE(EndedBy.SERVER, "upstream unreachable"),
    NOT_MYSQL(EndedBy.PROXY, "upstream does not speak MySQL"),
    REFUSED_BY_SERVER(EndedBy.SERVER, "refused by the server"),
    LOGIN_FAILED(EndedBy.SERVER, "login failed"),
    TOO_MANY_CONNECTIONS(EndedBy.PROXY, "too many connections"),
    CLIENT_TLS_FAILED(EndedBy.CLIENT, "TLS handshake with the client failed"),
    SERVER_TLS_FAILED(EndedBy.SERVER, "TLS handshake with the server failed"),
    SERVER_OFFERS_NO_TLS(EndedBy.PROXY, "refused: the upstream offers no TLS"),
    INSECURE_TRANSPORT(EndedBy.PROXY, "refused: the client uses no TLS"),
    TLS_NOT_OFFERED(EndedBy.PROXY, "refused: the client asks for TLS, which is not offered"),
    INSECURE_COMBINATION(EndedBy.PROXY, "refused: the password would travel in clear"),
    PASSWORD_NOT_EXCHANGED(EndedBy.PROXY, "refused: the password could not be exchanged"),
    LOCAL_IDENTITY(EndedBy.PROXY, "refused: the server takes the proxy for the client"),
    LOGIN_BROKEN(EndedBy.PROXY, "refused: the login broke the protocol"),
    PLAINTEXT_AFTER_SSL_REQUEST(EndedBy.PROXY, "plaintext after the SSLRequest"),
    DRAINED(EndedBy.PROXY, "proxy is stopping"),
    INTERNAL_ERROR(EndedBy.PROXY, "internal error");

    private final EndedBy endedBy;
    private final String text;

    CloseReason(EndedBy endedBy, String text) {
        this.endedBy = endedBy;
        this.text = text;
    }

    /** Whether the client is to blame if it happened before the end of the login. */
    boolean abortsHandshake() {
        return endedBy == EndedBy.CLIENT
                || switch (this) {
                    case TLS_NOT_OFFERED, INSECURE_TRANSPORT, LOGIN_BROKEN, PLAINTEXT_AFTER_SSL_REQUEST -> true;
                    default -> false;
                };
    }

    static CloseReason of(AuthRefusal.Why why) {
        return switch (why) {
            case EXPOSES -> INSECURE_COMBINATION;
            case NOT_EXCHANGED -> PASSWORD_NOT_EXCHANGED;
            case LOCAL_IDENTITY -> CloseReason.LOCAL_IDENTITY;
        };
    }

    EndedBy endedBy() {
        return endedBy;
    }

    /** Whether the proxy turned the client away. */
    boolean isRefusal() {
        return this == TOO_MANY_CONNECTIONS || text.startsWith("refused: ");
    }

    String text() {
        return text;
    }
}
