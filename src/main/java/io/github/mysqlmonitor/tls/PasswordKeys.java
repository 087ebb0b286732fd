package io.github.mysqlmonitor.tls;

import static io.github.mysqlmonitor.tls.PemFile.oneLine;
import static io.github.mysqlmonitor.tls.PemFile.unusable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Optional;

/**
 * The RSA key by which clients without TLS encrypt their passwords: that of the certificate, or one that is made once and
 * kept in the state directory. Blocks on files and on a lock: start-up only.
 */
public final class PasswordKeys {
    /** Beside the generated certificates; readable by its owner only. */
    static final String FILE = "password-key.pem";

    private PasswordKeys() {}

    /** @throws io.github.mysqlmonitor.config.ConfigException when a key is needed and the directory cannot hold it */
    public static RSAPrivateCrtKey obtain(PrivateKey ofCertificate, Path stateDirectory) {
        // A key restricted to signatures (RSASSA-PSS) is an RSA key to the JDK, too.
        if (ofCertificate instanceof RSAPrivateCrtKey rsa && rsa.getAlgorithm().equals("RSA")) {
            return rsa;
        }
        Path directory = stateDirectory.resolve("certs");
        Path file = directory.resolve(FILE);
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            synchronized (PasswordKeys.class) {
                try (FileChannel channel = FileChannel.open(
                                directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = channel.lock()) {
                    assert lock.isValid();
                    return Files.exists(file) ? read(file) : make(file);
                }
            }
        } catch (IOException e) {
            throw unusable(
                    directory,
                    "cannot hold the RSA key for passwords (" + e.getClass().getSimpleName() + " " + oneLine(e)
                            + "): name another --state-dir",
                    e);
        }
    }

    private static RSAPrivateCrtKey make(Path file) {
        PrivateKey made =
                CertificateAuthority.newKey(CertificateAuthority.KeyType.RSA).getPrivate();
        PemOutput.key(file, made);
        return read(file);
    }

    private static RSAPrivateCrtKey read(Path file) {
        PemFile pem = PemFile.read(file);
        if (pem.keys().size() == 1
                && new KeyDecoder(file, Optional.empty()).decode(pem.keys().get(0)) instanceof RSAPrivateCrtKey key) {
            return key;
        }
        throw unusable(file, "should hold one RSA key: remove it, another is then made");
    }
}
