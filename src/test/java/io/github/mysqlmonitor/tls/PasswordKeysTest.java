package io.github.mysqlmonitor.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordKeysTest {
    @TempDir
    private Path state;

    private Path file() {
        return state.resolve("certs").resolve(PasswordKeys.FILE);
    }

    private static PrivateKey key(CertificateAuthority.KeyType type) {
        return CertificateAuthority.newKey(type).getPrivate();
    }

    @Test
    void rsaKeyOfTheCertificateIsUsedAndNothingIsWritten() {
        PrivateKey rsa = key(CertificateAuthority.KeyType.RSA);
        assertSame(rsa, PasswordKeys.obtain(rsa, state));
        assertFalse(Files.exists(file()));
    }

    @Test
    void otherCertificatesHaveAPairThatIsMadeOnceForItsOwnerOnly() throws IOException {
        PrivateKey ec = key(CertificateAuthority.KeyType.EC);
        RSAPrivateCrtKey made = PasswordKeys.obtain(ec, state);
        assertEquals(2048, made.getModulus().bitLength());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(file().toAbsolutePath().getParent())));
        assertEquals(made, PasswordKeys.obtain(ec, state));
    }

    @Test
    void damagedPairIsAnErrorThatNamesTheFile() throws IOException {
        Files.createDirectories(state.resolve("certs"));
        Files.writeString(file(), "no key");
        PrivateKey ec = key(CertificateAuthority.KeyType.EC);
        ConfigException damaged = assertThrows(ConfigException.class, () -> PasswordKeys.obtain(ec, state));
        assertTrue(String.valueOf(damaged.getMessage()).contains(PasswordKeys.FILE), damaged::getMessage);
    }
}
