package io.github.mysqlmonitor.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificateSetTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(CertificateAuthority.KeyType.class)
    void satisfiesOpensslsStrictChecks(CertificateAuthority.KeyType keyType) {
        create(keyType, false, "db.corp", "10.1.2.3", "fe80::1");
        Openssl openssl = new Openssl(directory);
        for (String check : List.of(
                "-verify_hostname localhost",
                "-verify_hostname db.corp",
                "-verify_ip 127.0.0.1",
                "-verify_ip ::1",
                "-verify_ip 10.1.2.3",
                "-verify_ip fe80::1")) {
            String command = "verify -x509_strict -purpose sslserver -CAfile ca.pem " + check + " server-cert.pem";
            openssl.run(command.split(" "));
        }
        openssl.run("verify -x509_strict -purpose sslclient -CAfile ca.pem client-cert.pem".split(" "));
        assertThrows(
                AssertionError.class,
                () -> openssl.run("verify -CAfile ca.pem -verify_hostname other.corp server-cert.pem".split(" ")));
    }

    @Test
    void keysAreReadableByTheirOwnerOnly() throws IOException {
        CertificateSet set = create(CertificateAuthority.KeyType.EC, false);
        for (Path file : set.files()) {
            String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
            assertTrue(permissions.startsWith("rw-"), () -> file + " " + permissions);
            if (file.toString().endsWith("-key.pem")) {
                assertEquals("rw-------", permissions, file::toString);
                assertTrue(Files.readString(file).startsWith("-----BEGIN PRIVATE KEY-----"));
            }
        }
        try (Stream<Path> all = Files.list(directory)) {
            assertEquals(6, all.count(), "nothing temporary stays");
        }
    }

    @Test
    void replacesFilesOnlyWhenTold() {
        CertificateSet first = create(CertificateAuthority.KeyType.EC, false);
        ConfigException refused =
                assertThrows(ConfigException.class, () -> create(CertificateAuthority.KeyType.EC, false));
        assertEquals(ConfigException.Kind.USAGE, refused.kind());
        assertTrue(refused.getMessage().contains("ca.pem exists"), refused::getMessage);
        CertificateSet second = create(CertificateAuthority.KeyType.EC, true);
        assertTrue(!first.caFingerprintSha256().equals(second.caFingerprintSha256()));
        assertEquals("CN=mysql-monitor server", load("server").subject());
    }

    @Test
    void lastsAsLongAsTold() {
        create(CertificateAuthority.KeyType.EC, false);
        Instant end = Instant.now().plus(Duration.ofDays(90));
        assertTrue(load("server").expired(end.plusSeconds(60)));
        assertTrue(!load("client").expired(end.minusSeconds(60)));
        assertTrue(!load("ca").expired(Instant.now().plus(Duration.ofDays(3600))));
    }

    private CertificateSet create(CertificateAuthority.KeyType keyType, boolean overwrite, String... names) {
        return CertificateSet.create(directory, List.of(names), Duration.ofDays(90), keyType, overwrite);
    }

    private PemBundle load(String name) {
        String cert = name.equals("ca") ? "ca.pem" : name + "-cert.pem";
        return PemBundle.load(directory.resolve(cert), directory.resolve(name + "-key.pem"), Optional.empty());
    }
}
