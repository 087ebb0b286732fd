package io.github.mysqlmonitor.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What people ask of a certificate.
 *
 * @param names its subject alternative names, DNS names and addresses as they stand in it
 * @param key its kind and size: {@code RSA 2048}, {@code EC 256}, {@code Ed25519}
 * @param signature the algorithm its issuer signed with
 * @param uses what it may be used for: {@code authority}, {@code TLS server}, {@code TLS client}
 * @param fingerprintSha256 as {@code openssl x509 -fingerprint -sha256} prints it
 * @param pin SHA-256 over its public key (SubjectPublicKeyInfo), in hexadecimal: it outlives a renewal that keeps the key
 */
public record CertificateFacts(
        String subject,
        String issuer,
        List<String> names,
        Instant notBefore,
        Instant notAfter,
        String key,
        String signature,
        List<String> uses,
        String fingerprintSha256,
        String pin) {
    private static final int TYPE_DNS = 2;
    private static final int TYPE_ADDRESS = 7;
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    public CertificateFacts {
        names = List.copyOf(names);
        uses = List.copyOf(uses);
    }

    public static CertificateFacts of(X509Certificate certificate) {
        return new CertificateFacts(
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                names(certificate),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                KeyAlgorithm.describe(certificate.getPublicKey()),
                certificate.getSigAlgName(),
                uses(certificate),
                PemBundle.fingerprint(certificate),
                ServerTrust.pinOf(certificate));
    }

    /** Whole days until it expires; negative afterwards. */
    public long daysLeft(Instant now) {
        return Math.floorDiv(
                Duration.between(now, notAfter).toSeconds(), Duration.ofDays(1).toSeconds());
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
            for (List<?> entry : entries == null ? List.<List<?>>of() : entries) {
                if (entry.get(0).equals(TYPE_DNS) || entry.get(0).equals(TYPE_ADDRESS)) {
                    names.add((String) entry.get(1));
                }
            }
        } catch (CertificateParsingException e) {
            // What cannot be read is for no name, which is how a client that verifies takes it.
            return List.of();
        }
        return names;
    }

    private static List<String> uses(X509Certificate certificate) {
        if (certificate.getBasicConstraints() >= 0) {
            return List.of("authority");
        }
        List<String> purposes;
        try {
            purposes = certificate.getExtendedKeyUsage();
        } catch (CertificateParsingException e) {
            return List.of(); // Unreadable: a client that verifies accepts it for nothing.
        }
        if (purposes == null) {
            return List.of("TLS server", "TLS client");
        }
        List<String> uses = new ArrayList<>();
        if (purposes.contains(SERVER_AUTH)) {
            uses.add("TLS server");
        }
        if (purposes.contains(CLIENT_AUTH)) {
            uses.add("TLS client");
        }
        return uses;
    }
}
