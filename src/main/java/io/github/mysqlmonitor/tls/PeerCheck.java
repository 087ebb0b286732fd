package io.github.mysqlmonitor.tls;

/**
 * What came of looking at the server's certificate.
 *
 * @param subject of the certificate
 * @param verified whether it was verified, and not only accepted
 * @param epochMicros when that was, in microseconds since 1970
 * @param resumed whether that was in an earlier handshake, which the one at hand resumes
 */
public record PeerCheck(String subject, boolean verified, long epochMicros, boolean resumed) {
    PeerCheck asResumed() {
        return new PeerCheck(subject, verified, epochMicros, true);
    }
}
