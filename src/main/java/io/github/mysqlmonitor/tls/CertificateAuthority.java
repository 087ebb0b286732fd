package io.github.mysqlmonitor.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A small certificate authority of our own: X.509 v3, strict enough for {@code openssl verify -x509_strict}. */
public final class CertificateAuthority {
    /** What a generated key is. */
    public enum KeyType {
        /** 2048 bits: what mysqld generates. */
        RSA,
        /** P-256: a far cheaper handshake. */
        EC
    }

    /** Clocks of clients that run behind see a certificate that is valid already. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    private static final Duration LIFETIME = Duration.ofDays(3650);
    private static final int SERIAL_BITS = 128;

    private final PrivateKey key;
    private final X509Certificate certificate;

    /** @param bundle the authority's own certificate and key */
    CertificateAuthority(PemBundle bundle) {
        this.key = bundle.privateKey();
        this.certificate = bundle.leaf();
    }

    /** A new authority: valid ten years, or as long as the leaves it is made for. */
    static PemBundle create(KeyType keyType, Instant now, Duration leafLifetime) {
        KeyPair pair = newKey(keyType);
        byte[] tag = new byte[4];
        new SecureRandom().nextBytes(tag);
        // Two authorities of one name would let a client pick the wrong one from its store.
        X500Principal name =
                new X500Principal("CN=mysql-monitor CA " + HexFormat.of().formatHex(tag));
        Duration lifetime = leafLifetime.compareTo(LIFETIME) > 0 ? leafLifetime : LIFETIME;
        JcaX509v3CertificateBuilder builder = builder(name, now, now.plus(lifetime), name, pair.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            return new PemBundle(pair.getPrivate(), List.of(sign(builder, pair.getPrivate())));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a certificate authority can be built", e);
        }
    }

    static KeyPair newKey(KeyType keyType) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(keyType.name());
            if (keyType == KeyType.RSA) {
                generator.initialize(2048);
            } else {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA and P-256", e);
        }
    }

    /** A certificate that a server at any of the names shows. */
    X509Certificate issueServer(PublicKey publicKey, Collection<String> names, Instant now, Instant notAfter) {
        JcaX509v3CertificateBuilder builder = leaf("CN=mysql-monitor server", publicKey, now, notAfter);
        try {
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(Extension.subjectAlternativeName, false, SubjectNames.extension(names));
            return sign(builder, key);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a server certificate can be built", e);
        }
    }

    /** A certificate that a client shows. */
    X509Certificate issueClient(PublicKey publicKey, Instant now, Instant notAfter) {
        JcaX509v3CertificateBuilder builder = leaf("CN=mysql-monitor client", publicKey, now, notAfter);
        try {
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
            return sign(builder, key);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a client certificate can be built", e);
        }
    }

    private JcaX509v3CertificateBuilder leaf(String subject, PublicKey publicKey, Instant now, Instant notAfter) {
        Instant end = certificate.getNotAfter().toInstant();
        JcaX509v3CertificateBuilder builder = builder(
                certificate.getSubjectX500Principal(),
                now,
                notAfter.isAfter(end) ? end : notAfter,
                new X500Principal(subject),
                publicKey);
        int usage = KeyUsage.digitalSignature | (publicKey.getAlgorithm().equals("RSA") ? KeyUsage.keyEncipherment : 0);
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(publicKey));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    identifiers.createAuthorityKeyIdentifier(certificate.getPublicKey()));
            return builder;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a leaf certificate can be built", e);
        }
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Principal issuer, Instant now, Instant notAfter, X500Principal subject, PublicKey publicKey) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, new SecureRandom()).max(BigInteger.ONE),
                Date.from(now.minus(BACKDATED)),
                Date.from(notAfter),
                subject,
                publicKey);
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, IOException {
        String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        try {
            byte[] encoded = builder.build(new JcaContentSignerBuilder(algorithm).build(key))
                    .getEncoded();
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("cannot sign with " + algorithm, e);
        }
    }
}
