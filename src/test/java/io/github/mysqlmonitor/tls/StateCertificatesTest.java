package io.github.mysqlmonitor.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateCertificatesTest {
    private static final List<String> NAMES = List.of("db.corp", "0.0.0.0");

    @TempDir
    private Path state;

    @Test
    void areMadeOnceAndUsedAgain() throws IOException {
        ServerIdentity first = obtain(0, NAMES);
        ServerIdentity second = obtain(1, NAMES);
        assertTrue(first.notice().orElseThrow().startsWith("made a new certificate authority"));
        assertEquals(Optional.empty(), second.notice());
        assertEquals(first.bundle().fingerprintSha256(), second.bundle().fingerprintSha256());
        Path certs = first.certFile().getParent();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(certs)));
        new Openssl(certs)
                .run("verify -x509_strict -CAfile ca.pem -verify_hostname db.corp server-cert.pem".split(" "));
    }

    @Test
    void aNewNameKeepsTheAuthorityAndTheOldNames() throws IOException {
        ServerIdentity first = obtain(0, NAMES);
        String authority = Files.readString(first.caFile().orElseThrow());
        ServerIdentity second = obtain(0, List.of("other.corp"));
        assertNotEquals(first.bundle().fingerprintSha256(), second.bundle().fingerprintSha256());
        assertEquals(authority, Files.readString(first.caFile().orElseThrow()));
        assertTrue(SubjectNames.in(second.bundle().leaf()).containsAll(List.of("db.corp", "other.corp", "localhost")));
    }

    @Test
    void aStarStandsForAllAddressesAsTheWildcardAddressDoes() {
        Set<String> wildcard =
                SubjectNames.in(obtain(0, List.of("0.0.0.0")).bundle().leaf());
        assertEquals(wildcard, SubjectNames.reachableAs(List.of("*")));
        assertEquals(Optional.empty(), obtain(0, List.of("*")).notice());
    }

    @Test
    void areRenewedThirtyDaysBeforeTheirEnd() {
        ServerIdentity first = obtain(0, NAMES);
        int lifetimeDays = (int) StateCertificates.LEAF_LIFETIME.toDays();
        assertEquals(Optional.empty(), obtain(lifetimeDays - 31, NAMES).notice());
        ServerIdentity renewed = obtain(lifetimeDays - 29, NAMES);
        assertTrue(renewed.notice().isPresent());
        assertTrue(renewed.bundle().notAfter().isAfter(first.bundle().notAfter()));
    }

    @Test
    void aDamagedServerCertificateIsReplacedButADamagedAuthorityIsReported() throws IOException {
        ServerIdentity first = obtain(0, NAMES);
        Files.writeString(first.certFile(), "");
        assertTrue(obtain(0, NAMES).notice().orElseThrow().startsWith("issued a new server certificate"));
        Files.writeString(first.caFile().orElseThrow(), "");
        ConfigException reported = assertThrows(ConfigException.class, () -> obtain(0, NAMES));
        assertTrue(
                reported.getMessage().contains("or remove " + first.certFile().getParent()), reported::getMessage);
    }

    @Test
    void startsAtTheSameTimeAgreeOnOneCertificate() {
        long different = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> obtain(0, NAMES).bundle().fingerprintSha256())
                .distinct()
                .count();
        assertEquals(1, different);
    }

    @Test
    void anUnusableDirectoryIsNamedWithTheRemedy() throws IOException {
        Files.writeString(state.resolve("certs"), "a file");
        ConfigException refused = assertThrows(ConfigException.class, () -> obtain(0, NAMES));
        assertEquals(ConfigException.Kind.TLS_MATERIAL, refused.kind());
        assertTrue(refused.getMessage().contains("name another --state-dir"), refused::getMessage);
    }

    private ServerIdentity obtain(int daysFromNow, List<String> names) {
        Instant now = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofDays(daysFromNow));
        return new StateCertificates(state, Clock.fixed(now, ZoneOffset.UTC)).obtain(names);
    }
}
