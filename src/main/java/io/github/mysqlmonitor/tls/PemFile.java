package io.github.mysqlmonitor.tls;

import io.github.mysqlmonitor.config.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.openssl.X509TrustedCertificateBlock;

/** The certificates and the still encoded private keys of one PEM file; other blocks (EC PARAMETERS) are skipped. */
record PemFile(Path path, List<X509Certificate> certificates, List<PemBlock> keys) {
    /** Far above any chain; keeps a mistyped path (a data file, /dev/zero) from being read whole. */
    private static final int MAX_BYTES = 1 << 20;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** @throws ConfigException when the file cannot be read or is not PEM */
    static PemFile read(Path path) {
        byte[] content = bytes(path, MAX_BYTES);
        if (content.length > 0 && content[0] == 0x30) {
            throw unusable(
                    path,
                    "is binary (DER or PKCS#12), PEM is needed: convert it with 'openssl x509 -inform der',"
                            + " 'openssl pkey -inform der' or 'openssl pkcs12 -nodes'");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        List<PemBlock> keys = new ArrayList<>();
        String text = new String(content, StandardCharsets.UTF_8);
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            text = text.substring(1);
        }
        try {
            for (PemBlock block : PemBlock.read(text)) {
                if (block.type().endsWith("PRIVATE KEY")) {
                    keys.add(block);
                } else if (block.type().endsWith("CERTIFICATE")) {
                    certificates.add(certificate(block));
                }
            }
        } catch (IOException | CertificateException e) {
            throw unusable(path, "is damaged (" + oneLine(e) + "): copy it again from its source", e);
        }
        return new PemFile(path, List.copyOf(certificates), List.copyOf(keys));
    }

    /** The file's content, at most {@code maxBytes} of it. */
    static byte[] bytes(Path path, int maxBytes) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(maxBytes + 1);
            if (content.length > maxBytes) {
                throw unusable(path, "is larger than " + maxBytes + " bytes, so it is not what is expected here");
            }
            return content;
        } catch (NoSuchFileException e) {
            throw unusable(path, "does not exist", e);
        } catch (AccessDeniedException e) {
            throw unusable(
                    path,
                    "may not be read by user " + System.getProperty("user.name")
                            + ": change its owner or mode, or run as its owner",
                    e);
        } catch (IOException e) {
            String reason = Files.isDirectory(path) ? "is a directory" : "cannot be read: " + oneLine(e);
            throw unusable(path, reason, e);
        }
    }

    static ConfigException unusable(Path path, String reason) {
        return new ConfigException(ConfigException.Kind.TLS_MATERIAL, path + " " + reason);
    }

    static ConfigException unusable(Path path, String reason, Throwable cause) {
        return new ConfigException(ConfigException.Kind.TLS_MATERIAL, path + " " + reason, cause);
    }

    /** Messages of the libraries may span lines, ours do not. */
    static String oneLine(Throwable failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return message.lines().findFirst().orElse("").strip();
    }

    private static X509Certificate certificate(PemBlock block) throws IOException, CertificateException {
        byte[] encoded = block.type().startsWith("TRUSTED")
                ? new X509TrustedCertificateBlock(block.content())
                        .getCertificateHolder()
                        .getEncoded()
                : block.content();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }
}
