package io.github.mysqlmonitor.config;

/** What is asked of the server; the names are MySQL's and MySQL Router's. */
public enum ServerSslMode {
    /** TLS where the client uses it; it is offered to the client exactly when the server offers it. */
    AS_CLIENT,
    /** No TLS, even where the server offers it. */
    DISABLED,
    /** TLS where the server offers it. */
    PREFERRED,
    /** TLS, or the session is refused. */
    REQUIRED,
    /** TLS, and the server's certificate comes from a known authority. */
    VERIFY_CA,
    /** As VERIFY_CA, and the certificate is for the host name that the operator wrote. */
    VERIFY_IDENTITY,
    /** TLS, and the server's public key is one that the operator has pinned. */
    VERIFY_PIN;

    /** Whether a session without TLS towards the server is refused. */
    public boolean demandsTls() {
        return this != AS_CLIENT && this != DISABLED && this != PREFERRED;
    }

    /** Whether the server must prove who it is. */
    public boolean verifies() {
        return this == VERIFY_CA || this == VERIFY_IDENTITY || this == VERIFY_PIN;
    }
}
