package io.github.mysqlmonitor.tls;

import static io.github.mysqlmonitor.tls.PemFile.oneLine;
import static io.github.mysqlmonitor.tls.PemFile.unusable;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Writes PEM files whole or not at all; a private key is readable by its owner only, from its first byte on. */
final class PemOutput {
    private static final String OWNER_ONLY = "rw-------";
    private static final String EVERYBODY_READS = "rw-r--r--";

    private PemOutput() {}

    static void key(Path target, PrivateKey key) {
        write(target, new PemObject("PRIVATE KEY", key.getEncoded()), OWNER_ONLY);
    }

    static void certificate(Path target, X509Certificate certificate) {
        try {
            write(target, new PemObject("CERTIFICATE", certificate.getEncoded()), EVERYBODY_READS);
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was built can be encoded", e);
        }
    }

    private static void write(Path target, PemObject block, String permissions) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(block);
        } catch (IOException e) {
            throw new IllegalStateException("a string can always be written to", e);
        }
        try {
            Path temporary = Files.createTempFile(
                    target.toAbsolutePath().getParent(),
                    "." + target.getFileName(),
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
            try {
                Files.write(temporary, text.toString().getBytes(StandardCharsets.US_ASCII));
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw unusable(target, "cannot be written: " + e.getClass().getSimpleName() + " " + oneLine(e), e);
        }
    }
}
