package io.github.mysqlmonitor.tls;

import static io.github.mysqlmonitor.tls.PemFile.oneLine;
import static io.github.mysqlmonitor.tls.PemFile.unusable;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/** Turns one PEM key block, in any of OpenSSL's forms, into a key object of the JDK. */
final class KeyDecoder {
    private static final int MAX_PASSWORD_FILE_BYTES = 4096;

    private final Path file;
    private final Optional<Path> passwordFile;

    KeyDecoder(Path file, Optional<Path> passwordFile) {
        this.file = file;
        this.passwordFile = passwordFile;
    }

    /** @throws io.github.mysqlmonitor.config.ConfigException when the key or its password is unusable */
    PrivateKey decode(PemBlock block) {
        if (block.type().startsWith("OPENSSH")) {
            throw unusable(file, "holds an OpenSSH key: convert it with 'ssh-keygen -p -m PKCS8 -f'");
        }
        Object parsed = parse(block);
        if (parsed instanceof PEMKeyPair pair) {
            return toJdk(pair.getPrivateKeyInfo());
        }
        if (parsed instanceof PrivateKeyInfo info) {
            return toJdk(info);
        }
        return toJdk(decrypt(parsed));
    }

    private Object parse(PemBlock block) {
        try (PEMParser parser = new PEMParser(new StringReader(block.text()))) {
            return parser.readObject();
        } catch (IOException e) {
            throw unusable(file, "holds a private key that cannot be decoded: " + oneLine(e), e);
        }
    }

    private PrivateKeyInfo decrypt(Object parsed) {
        char[] password = password();
        // Not a field: it takes long to load, and most keys are not encrypted.
        Provider bouncyCastle = new BouncyCastleProvider();
        try {
            if (parsed instanceof PEMEncryptedKeyPair pair) {
                return pair.decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                                .setProvider(bouncyCastle)
                                .build(password))
                        .getPrivateKeyInfo();
            }
            if (parsed instanceof PKCS8EncryptedPrivateKeyInfo info) {
                return info.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                        .setProvider(bouncyCastle)
                        .build(password));
            }
        } catch (IOException | PKCSException | OperatorCreationException e) {
            throw unusable(
                    file,
                    "is an encrypted key that the password in " + passwordFile.orElseThrow() + " does not open",
                    e);
        }
        throw unusable(file, "holds a private key of an unknown form: convert it with 'openssl pkey'");
    }

    private char[] password() {
        Path source = passwordFile.orElseThrow(
                () -> unusable(file, "is an encrypted key: name the file with its password by --key-password-file"));
        CharBuffer text =
                StandardCharsets.UTF_8.decode(ByteBuffer.wrap(PemFile.bytes(source, MAX_PASSWORD_FILE_BYTES)));
        int end = 0;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        if (end == 0) {
            throw unusable(source, "is empty: its first line must be the password of " + file);
        }
        char[] password = new char[end];
        text.get(password);
        return password;
    }

    private PrivateKey toJdk(PrivateKeyInfo info) {
        try {
            // Without the optional public key of RFC 5958, which older JDKs refuse.
            byte[] encoded = new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), info.parsePrivateKey()).getEncoded();
            return KeyFactory.getInstance(
                            algorithm(info.getPrivateKeyAlgorithm().getAlgorithm()))
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(
                    file,
                    "holds a private key of a kind that cannot be used for TLS (" + oneLine(e)
                            + "): use RSA of 2048 bits or more, or EC P-256",
                    e);
        }
    }

    private static String algorithm(ASN1ObjectIdentifier oid) throws NoSuchAlgorithmException {
        if (oid.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return "RSA";
        }
        if (oid.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
            return "RSASSA-PSS";
        }
        if (oid.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return "EC";
        }
        if (oid.equals(EdECObjectIdentifiers.id_Ed25519) || oid.equals(EdECObjectIdentifiers.id_Ed448)) {
            return "EdDSA";
        }
        throw new NoSuchAlgorithmException("algorithm " + oid.getId());
    }
}
