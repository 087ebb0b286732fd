package io.github.mysqlmonitor.event;

/**
 * What protects one leg of a session.
 *
 * @param kind TLS, UNIX or PLAIN
 * @param protocol TLS version such as {@code TLSv1.3}, empty unless kind is TLS
 * @param cipher cipher suite, empty unless kind is TLS
 * @param handshakeNanos how long the TLS handshake took, 0 unless kind is TLS
 * @param peer subject of the peer's certificate, empty if it sent none
 * @param verified whether the peer's certificate was verified
 */
public record LegSecurity(
        Kind kind, String protocol, String cipher, long handshakeNanos, String peer, boolean verified) {

    /** The three kinds compare differently per authentication plugin. */
    public enum Kind {
        TLS,
        UNIX,
        PLAIN
    }

    public static LegSecurity plain() {
        return new LegSecurity(Kind.PLAIN, "", "", 0, "", false);
    }

    public static LegSecurity unix() {
        return new LegSecurity(Kind.UNIX, "", "", 0, "", false);
    }
}
