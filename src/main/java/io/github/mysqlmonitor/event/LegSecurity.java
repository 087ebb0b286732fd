package io.github.mysqlmonitor.event;

/**
 * What protects one leg of a session.
 *
 * @param kind TLS, UNIX or PLAIN
 * @param protocol TLS version such as {@code TLSv1.3}, empty unless kind is TLS
 * @param cipher cipher suite, empty unless kind is TLS
 * @param handshakeNanos how long the TLS handshake took, 0 unless kind is TLS
 * @param peer subject of the peer's certificate, empty if it sent none
 * @param verified whether the peer's certificate was verified, in this handshake or in the one that it resumes
 * @param resumedEpochMicros if this handshake resumed an earlier session, so that no certificate was sent: when the
 *     certificate was looked at, in microseconds since 1970; else 0
 * @param certificate more about the peer's certificate
 * @param serverName the name that the side which connected asked for (SNI), empty if it named none
 * @param applicationProtocol what was agreed on by ALPN, empty if nothing was
 */
public record LegSecurity(
        Kind kind,
        String protocol,
        String cipher,
        long handshakeNanos,
        String peer,
        boolean verified,
        long resumedEpochMicros,
        CertificateFacts certificate,
        String serverName,
        String applicationProtocol) {

    /** A leg whose handshake, if any, was a full one. */
    public LegSecurity(Kind kind, String protocol, String cipher, long handshakeNanos, String peer, boolean verified) {
        this(kind, protocol, cipher, handshakeNanos, peer, verified, 0, CertificateFacts.NONE, "", "");
    }

    /** The three kinds compare differently per authentication plugin. */
    public enum Kind {
        TLS,
        UNIX,
        PLAIN
    }

    /** Whether the handshake resumed an earlier session. */
    public boolean resumed() {
        return resumedEpochMicros != 0;
    }

    public static LegSecurity plain() {
        return new LegSecurity(Kind.PLAIN, "", "", 0, "", false);
    }

    public static LegSecurity unix() {
        return new LegSecurity(Kind.UNIX, "", "", 0, "", false);
    }
}
