package io.github.mysqlmonitor.relay;

/** Why a session ended, in the words of the log. */
enum CloseReason {
    CLIENT_QUIT("client quit"),
    CLIENT_LEFT("client closed the connection"),
    CLIENT_LOST("client connection lost"),
    SERVER_CLOSED("server closed the connection"),
    SERVER_LOST("server connection lost"),
    UPSTREAM_UNREACHABLE("upstream unreachable"),
    NOT_MYSQL("upstream does not speak MySQL"),
    REFUSED_BY_SERVER("refused by the server"),
    LOGIN_FAILED("login failed"),
    TOO_MANY_CONNECTIONS("too many connections"),
    CLIENT_TLS_FAILED("TLS handshake with the client failed"),
    SERVER_TLS_FAILED("TLS handshake with the server failed"),
    INSECURE_COMBINATION("refused: the password would travel in clear"),
    PLAINTEXT_AFTER_SSL_REQUEST("plaintext after the SSLRequest"),
    DRAINED("proxy is stopping"),
    INTERNAL_ERROR("internal error");

    private final String text;

    CloseReason(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
