package io.github.mysqlmonitor.tls;

import static io.github.mysqlmonitor.tls.PemFile.unusable;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * A private key and the certificate chain that goes with it.
 *
 * @param privateKey a JDK key object
 * @param chain leaf first, then its issuers as far as they were in the file
 */
public record PemBundle(PrivateKey privateKey, List<X509Certificate> chain) {

    public PemBundle {
        chain = List.copyOf(chain);
    }

    /**
     * Reads what OpenSSL or mysqld wrote: PKCS#1, PKCS#8, SEC1, RSA-PSS, EdDSA, plain or encrypted; the certificates in
     * any order; key and certificate in one file or in two.
     *
     * @param passwordFile its first line opens an encrypted key
     * @throws io.github.mysqlmonitor.config.ConfigException of kind TLS_MATERIAL: one line, the file and the remedy
     */
    public static PemBundle load(Path cert, Path key, Optional<Path> passwordFile) {
        PemFile certFile = PemFile.read(cert);
        PemFile keyFile = key.equals(cert) ? certFile : PemFile.read(key);
        if (certFile.certificates().isEmpty()) {
            boolean swapped =
                    !certFile.keys().isEmpty() && !keyFile.certificates().isEmpty();
            throw unusable(
                    cert,
                    swapped
                            ? "holds a private key and " + key + " the certificate: swap --cert and --key"
                            : "holds no certificate: a 'BEGIN CERTIFICATE' block is needed");
        }
        if (keyFile.keys().isEmpty()) {
            throw unusable(
                    key,
                    keyFile.certificates().isEmpty()
                            ? "holds no private key: a 'BEGIN … PRIVATE KEY' block is needed"
                            : "holds a certificate but no private key: name the key's file by --key");
        }
        List<PrivateKey> tried = new ArrayList<>();
        for (PemBlock block : keyFile.keys()) {
            PrivateKey candidate = PlainKey.of(block).orElseGet(() -> new KeyDecoder(key, passwordFile).decode(block));
            tried.add(candidate);
            for (X509Certificate leaf : certFile.certificates()) {
                if (KeyAlgorithm.belongTogether(candidate, leaf.getPublicKey())) {
                    return new PemBundle(candidate, chainFrom(leaf, certFile.certificates()));
                }
            }
        }
        X509Certificate first = certFile.certificates().get(0);
        throw unusable(
                key,
                "is the wrong key for the certificate in " + cert + ": the key is "
                        + KeyAlgorithm.describe(tried.get(0)) + ", the certificate is for another "
                        + KeyAlgorithm.describe(first.getPublicKey()) + " key ("
                        + first.getSubjectX500Principal().getName() + ")");
    }

    /** The certificate that names us. */
    public X509Certificate leaf() {
        return chain.get(0);
    }

    /** SHA-256 over the leaf, as {@code openssl x509 -fingerprint -sha256} prints it. */
    public String fingerprintSha256() {
        return fingerprint(leaf());
    }

    public String subject() {
        return leaf().getSubjectX500Principal().getName();
    }

    public Instant notAfter() {
        return leaf().getNotAfter().toInstant();
    }

    public boolean expired(Instant now) {
        return now.isAfter(notAfter());
    }

    /** For people: {@code RSA 2048}, {@code EC 256}, {@code Ed25519}. */
    public String keyAlgorithm() {
        return KeyAlgorithm.describe(privateKey);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "PemBundle[" + subject() + " " + keyAlgorithm() + " " + fingerprintSha256() + "]";
    }

    static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256 and can encode what it decoded", e);
        }
    }

    static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        X500Principal subject = issuer.getSubjectX500Principal();
        X500Principal wanted = certificate.getIssuerX500Principal();
        // As a rule the bytes are equal, and Unicode's tables need not be loaded to compare the texts.
        if (!Arrays.equals(subject.getEncoded(), wanted.getEncoded()) && !subject.equals(wanted)) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            // Another authority of the same name, e.g. the one before a renewal.
            return false;
        }
    }

    private static List<X509Certificate> chainFrom(X509Certificate leaf, List<X509Certificate> available) {
        List<X509Certificate> chain = new ArrayList<>(List.of(leaf));
        List<X509Certificate> rest = new ArrayList<>(available);
        rest.removeIf(leaf::equals);
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate last = chain.get(i);
            rest.stream()
                    .filter(candidate -> issued(candidate, last))
                    .findFirst()
                    .ifPresent(issuer -> {
                        chain.add(issuer);
                        rest.removeIf(issuer::equals);
                    });
        }
        return chain;
    }
}
