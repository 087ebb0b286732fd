package io.github.mysqlmonitor.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * What came of looking at a peer's certificate.
 *
 * @param subject of the certificate, empty if there was none
 * @param names its alternative names
 * @param notAfterEpochMicros when it expires, in microseconds since 1970; 0 if there is no certificate
 * @param verification {@code ca}, {@code identity}, {@code pin}, or {@code none} if it was accepted as it was; empty if
 *     there was none
 * @param epochMicros when that was, in microseconds since 1970
 * @param resumed whether that was in an earlier handshake, which the one at hand resumes
 */
public record PeerCheck(
        String subject,
        List<String> names,
        long notAfterEpochMicros,
        String verification,
        long epochMicros,
        boolean resumed) {
    static PeerCheck of(X509Certificate certificate, String verification, long epochMicros) {
        return new PeerCheck(
                certificate.getSubjectX500Principal().getName(),
                SubjectNames.shown(certificate),
                TimeUnit.SECONDS.toMicros(certificate.getNotAfter().toInstant().getEpochSecond()),
                verification,
                epochMicros,
                false);
    }

    static PeerCheck unknown(long epochMicros) {
        return new PeerCheck("", List.of(), 0, "", epochMicros, true);
    }

    /** What a client showed, if anything; it would not have got this far if it had not been verified. */
    static PeerCheck ofClient(SSLSession session) {
        long sinceMicros = TimeUnit.MILLISECONDS.toMicros(session.getCreationTime());
        try {
            return of((X509Certificate) session.getPeerCertificates()[0], ServerTrust.BY_AUTHORITY, sinceMicros);
        } catch (SSLPeerUnverifiedException e) {
            // The client sent no certificate, as most do.
            return new PeerCheck("", List.of(), 0, "", sinceMicros, false);
        }
    }

    /** Whether it was verified, and not only accepted. */
    public boolean verified() {
        return !verification.isEmpty() && !verification.equals(ServerTrust.NOT_AT_ALL);
    }

    PeerCheck asResumed() {
        return new PeerCheck(subject, names, notAfterEpochMicros, verification, epochMicros, true);
    }
}
