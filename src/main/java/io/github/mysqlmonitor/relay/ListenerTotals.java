package io.github.mysqlmonitor.relay;

import java.util.Map;

/**
 * What has happened at a listener since the start. The maps have a fixed set of keys, in small letters with underscores.
 *
 * @param opened sessions
 * @param closed sessions that have ended, by reason
 * @param refused clients that the proxy turned away, by reason, whether there was a session for them or not
 * @param abortedHandshakes sessions that ended with a login owed to the server
 * @param serverLegs sessions by what is known of their server: {@code verified}, {@code unverified} (TLS, but with
 *     whomever), {@code unix}, {@code plain}, {@code undecoded} (the client's own TLS)
 * @param serverCertificateEnds when the server's certificate ends that was seen last, in seconds since 1970; 0 if none
 *     was seen
 */
public record ListenerTotals(
        long opened,
        Map<String, Long> closed,
        Map<String, Long> refused,
        long abortedHandshakes,
        Map<String, Long> serverLegs,
        long serverCertificateEnds,
        Handshakes client,
        Handshakes server) {
    /**
     * TLS handshakes of one leg.
     *
     * @param full those that succeeded without an earlier session
     * @param resumed those that resumed one
     * @param nanos what all that succeeded took
     * @param failures by reason
     */
    public record Handshakes(long full, long resumed, long nanos, Map<String, Long> failures) {}

    /** Sessions that there are. */
    public long open() {
        return opened - closed.values().stream().mapToLong(Long::longValue).sum();
    }
}
