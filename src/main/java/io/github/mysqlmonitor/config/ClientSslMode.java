package io.github.mysqlmonitor.config;

/** What clients are offered and what is asked of them; the names are MySQL Router's. */
public enum ClientSslMode {
    /** No TLS is offered, whatever the server offers. */
    DISABLED,
    /** TLS is offered, and the client decides. */
    PREFERRED,
    /** TLS is offered, and a TCP client that does not use it is refused (ERR 3159); a Unix socket counts as secure. */
    REQUIRED,
    /** The client's TLS is the server's: what follows its SSLRequest is relayed without being decoded. */
    PASSTHROUGH
}
