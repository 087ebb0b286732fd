package io.github.mysqlmonitor.tls;

import io.github.mysqlmonitor.config.ConfigException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks into PEM files, and at how what is in them belongs together. Blocks on files. */
public final class CertificateInspection {
    /** Certificates are renewed this long before they end; from then on it is a warning. */
    public static final int WARNING_DAYS = 30;

    private static final int SMALLEST_RSA_BITS = 2048;

    private final List<PemFile> files;
    private final Optional<Path> passwordFile;
    private final Instant now;

    private CertificateInspection(List<PemFile> files, Optional<Path> passwordFile, Instant now) {
        this.files = files;
        this.passwordFile = passwordFile;
        this.now = now;
    }

    /**
     * One file.
     *
     * @param keys one line for each private key: its kind and which certificate it belongs to
     */
    public record Inspected(Path path, List<Certificate> certificates, List<String> keys, List<Finding> findings) {}

    /**
     * One certificate.
     *
     * @param issuedBy where its issuer stands: {@code itself}, {@code FILE} or empty when it is in none of the files
     */
    public record Certificate(CertificateFacts facts, Optional<String> issuedBy) {}

    /**
     * What somebody should know.
     *
     * @param fatal whether TLS fails because of it, at least for peers that verify
     */
    public record Finding(boolean fatal, String text) {}

    /** @throws ConfigException of kind TLS_MATERIAL when a file cannot be read, or holds nothing to inspect */
    public static List<Inspected> of(List<Path> paths, Optional<Path> passwordFile, Instant now) {
        List<PemFile> files = paths.stream().map(PemFile::read).toList();
        CertificateInspection inspection = new CertificateInspection(files, passwordFile, now);
        return files.stream().map(inspection::inspect).toList();
    }

    private Inspected inspect(PemFile file) {
        if (file.certificates().isEmpty() && file.keys().isEmpty()) {
            throw PemFile.unusable(file.path(), "holds neither a certificate nor a private key");
        }
        List<Finding> findings = new ArrayList<>();
        List<Certificate> certificates = new ArrayList<>();
        for (X509Certificate certificate : file.certificates()) {
            CertificateFacts facts = CertificateFacts.of(certificate);
            certificates.add(new Certificate(facts, issuer(certificate)));
            judge(certificate, facts, findings);
        }
        List<String> keys = new ArrayList<>();
        for (PemBlock block : file.keys()) {
            keys.add(key(new KeyDecoder(file.path(), passwordFile).decode(block), findings));
        }
        return new Inspected(file.path(), certificates, keys, findings);
    }

    private Optional<String> issuer(X509Certificate certificate) {
        if (PemBundle.issued(certificate, certificate)) {
            return Optional.of("itself");
        }
        return files.stream()
                .filter(file -> file.certificates().stream().anyMatch(ca -> PemBundle.issued(ca, certificate)))
                .map(file -> file.path().toString())
                .findFirst();
    }

    private void judge(X509Certificate certificate, CertificateFacts facts, List<Finding> findings) {
        String subject = facts.subject();
        long days = facts.daysLeft(now);
        if (days < 0) {
            findings.add(new Finding(true, subject + " expired " + -days + " days ago"));
        } else if (facts.notBefore().isAfter(now)) {
            findings.add(new Finding(true, subject + " is not valid before " + facts.notBefore()));
        } else if (days < WARNING_DAYS) {
            findings.add(new Finding(false, subject + " expires in " + days + " days: renew it"));
        }
        if (facts.uses().contains("TLS server") && facts.names().isEmpty()) {
            findings.add(new Finding(
                    false, subject + " has no subject alternative name: clients with VERIFY_IDENTITY may refuse it"));
        }
        if (facts.signature().startsWith("SHA1") || facts.signature().startsWith("MD5")) {
            findings.add(new Finding(
                    true, subject + " is signed with " + facts.signature() + ", which TLS libraries refuse"));
        }
        if (certificate.getPublicKey() instanceof java.security.interfaces.RSAKey rsa
                && rsa.getModulus().bitLength() < SMALLEST_RSA_BITS) {
            findings.add(new Finding(true, subject + " has a key of less than 2048 bits, which TLS libraries refuse"));
        }
    }

    private String key(PrivateKey key, List<Finding> findings) {
        for (PemFile file : files) {
            for (X509Certificate certificate : file.certificates()) {
                if (KeyAlgorithm.belongTogether(key, certificate.getPublicKey())) {
                    return KeyAlgorithm.describe(key) + ", belongs to "
                            + certificate.getSubjectX500Principal().getName() + " in " + file.path();
                }
            }
        }
        boolean any = files.stream().anyMatch(file -> !file.certificates().isEmpty());
        if (any) {
            findings.add(new Finding(true, "the private key belongs to none of the certificates given"));
        }
        return KeyAlgorithm.describe(key) + ", belongs to none of the certificates given";
    }
}
