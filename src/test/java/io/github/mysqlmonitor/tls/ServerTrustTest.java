package io.github.mysqlmonitor.tls;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.AuthorityFiles;
import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.ServerSni;
import io.github.mysqlmonitor.config.ServerSslMode;
import io.github.mysqlmonitor.config.ServerTlsConfig;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is accepted of servers, and the exact words of what is not. */
class ServerTrustTest {
    private static final String EC = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256";

    @TempDir
    private static Path dir;

    private static TestAuthority ours;
    private static Path ca;

    @BeforeAll
    static void makeCertificates() {
        ours = new TestAuthority(dir, "ours");
        ca = ours.certificate();
        ours.issue(
                "names",
                EC,
                "subjectAltName=DNS:db.example.com,DNS:*.pool.example.com,DNS:*.com,IP:10.1.2.3,IP:2001:db8::7");
        ours.issue("bare.example.com", EC);
        ours.issue("client", EC, "extendedKeyUsage=clientAuth");
        ours.issue("old", "/CN=old", EC, -1);
        ours.issue("revoked", EC);
        ours.issue("middle", EC, "basicConstraints=critical,CA:TRUE");
        new Openssl(dir)
                .run(("req -x509 -new -CA middle.pem -CAkey middle-key.pem -key client-key.pem -out below.pem"
                                + " -subj /CN=below -days 9")
                        .split(" "));
        new Openssl(dir)
                .run(("req -x509 -new -CA names.pem -CAkey names-key.pem -key client-key.pem -out forged.pem"
                                + " -subj /CN=forged -days 9")
                        .split(" "));
        ours.revoke("revoked");
        ours.list();
    }

    @Test
    void aServerOfTheAuthorityIsAccepted() {
        assertDoesNotThrow(() -> verifyCa(ca, Optional.empty()).verify(leaf("names")));
    }

    @Test
    void aChainMayLeadOverIntermediates() {
        X509Certificate[] chain = {leaf("below"), leaf("middle")};
        assertDoesNotThrow(() -> verifyCa(ca, Optional.empty()).verify(chain));
        assertDoesNotThrow(() -> verifyCa(ca, Optional.empty()).verify(chain[0], leaf("names"), chain[1]));
        assertRefused(
                "the server's certificate CN=below is from an unknown authority: CN=middle is not in " + ca,
                verifyCa(ca, Optional.empty()),
                chain[0]);
    }

    /** Any server of the authority could else forge certificates. */
    @Test
    void aServersCertificateIsNoAuthority() {
        CertificateException refused = assertThrows(
                CertificateException.class, () -> verifyCa(ca, Optional.empty()).verify(leaf("forged"), leaf("names")));
        assertTrue(
                refused.getMessage().startsWith("the server's certificate CN=forged does not verify against " + ca),
                refused::getMessage);
    }

    @Test
    void aCertificateThatIsItselfNamedIsAccepted() {
        new Openssl(dir).run(("genpkey " + EC + " -out self-key.pem").split(" "));
        new Openssl(dir).selfSign("self");
        assertDoesNotThrow(
                () -> verifyCa(dir.resolve("self.pem"), Optional.empty()).verify(leaf("self")));
        assertDoesNotThrow(
                () -> verifyCa(dir.resolve("names.pem"), Optional.empty()).verify(leaf("names")));
        assertRefused(
                "the server's certificate CN=self is self-signed, and it is not in " + ca,
                verifyCa(ca, Optional.empty()),
                leaf("self"));
    }

    @Test
    void anotherAuthorityOfTheSameNameIsAnother(@TempDir Path elsewhere) {
        TestAuthority impostor = new TestAuthority(elsewhere, "ours").issue("fake", EC);
        assertRefused(
                "the server's certificate CN=fake is from an unknown authority: " + ca
                        + " has one of the name CN=ours, but with another key",
                verifyCa(ca, Optional.empty()),
                impostor.bundle("fake").leaf());
        assertRefused(
                "the server's certificate CN=names is from an unknown authority: CN=ours is not in "
                        + dir.resolve("client.pem"),
                verifyCa(dir.resolve("client.pem"), Optional.empty()),
                leaf("names"));
    }

    @Test
    void timeMatters() {
        assertRefused(
                "the server's certificate CN=old expired on 2021-01-01T00:00:00Z",
                verifyCa(ca, Optional.empty()),
                leaf("old"));
    }

    @Test
    void aClientsCertificateIsNoServers() {
        assertRefused(
                "the server's certificate CN=client is not for TLS servers (its extended key usage does not say so)",
                verifyCa(ca, Optional.empty()),
                leaf("client"));
    }

    @Test
    void revocationIsCheckedAgainstACurrentList(@TempDir Path elsewhere) {
        Path crl = dir.resolve("ours.crl");
        assertDoesNotThrow(() -> verifyCa(ca, Optional.of(crl)).verify(leaf("names")));
        CertificateException revoked = assertThrows(
                CertificateException.class, () -> verifyCa(ca, Optional.of(crl)).verify(leaf("revoked")));
        assertTrue(
                revoked.getMessage()
                        .matches("the server's certificate CN=revoked was revoked on 20[^ ]+Z, says \\Q" + crl + "\\E"),
                revoked::getMessage);
        Path other = new TestAuthority(elsewhere, "other").list();
        assertRefused(
                "the server's certificate CN=names may be revoked: " + other + " has no list of its issuer CN=ours",
                verifyCa(ca, Optional.of(other)),
                leaf("names"));
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(31));
        ServerTrust stale =
                ServerTrust.of(config(ServerSslMode.VERIFY_CA, "h", ca, Optional.of(crl), List.of()), later);
        CertificateException outdated =
                assertThrows(CertificateException.class, () -> stale.check().verify(leaf("names")));
        assertTrue(outdated.getMessage().contains(" was due to be renewed on "), outdated::getMessage);
    }

    @ParameterizedTest
    @CsvSource({
        "db.example.com, true",
        "DB.Example.com, true",
        "db.example.com., true",
        "a.pool.example.com, true",
        "pool.example.com, false",
        "a.b.pool.example.com, false",
        "example.com, false",
        "names, false",
        "10.1.2.3, true",
        "10.1.2.4, false",
        "2001:db8:0:0:0:0:0:7, true",
        "2001:db8::8, false"
    })
    void namesAreThoseOfHttps(String host, boolean accepted) {
        assertEquals(accepted, HostNames.match(host, leaf("names")));
    }

    @Test
    void theCommonNameCountsOnlyWithoutAnyOtherName() {
        assertTrue(HostNames.match("bare.example.com", leaf("bare.example.com")));
        assertRefused(
                "the server's certificate CN=names is not for other.example.com, only for db.example.com,"
                        + " *.pool.example.com, *.com, 10.1.2.3, 2001:db8:0:0:0:0:0:7",
                identity("other.example.com"),
                leaf("names"));
        assertRefused(
                "the server's certificate CN=bare.example.com is not for db.example.com, only for bare.example.com",
                identity("db.example.com"),
                leaf("bare.example.com"));
        assertDoesNotThrow(() -> identity("db.example.com").verify(leaf("names")));
    }

    @Test
    void aPinIsThePublicKeysHash() {
        Openssl openssl = new Openssl(dir);
        openssl.run("x509 -in names.pem -pubkey -noout -out names-pub.pem".split(" "));
        openssl.run("pkey -pubin -in names-pub.pem -outform DER -out names-pub.der".split(" "));
        String hex = openssl.run("dgst -sha256 -r names-pub.der".split(" ")).substring(0, 64);
        String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
        for (String pin : List.of(hex, hex.toUpperCase(Locale.ROOT), base64, "sha256//" + base64)) {
            assertDoesNotThrow(() -> pinned(pin).verify(leaf("names")));
        }
        assertRefused(
                "the server's public key is not the pinned one: it has SHA-256 " + hex + " (certificate CN=names)",
                pinned("0".repeat(64)),
                leaf("names"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "sha256//abc", "sha256/AAAA"})
    void whatIsNoPinIsSaidSo(String pin) {
        ConfigException wrong = assertThrows(ConfigException.class, () -> pinned(pin));
        assertEquals(ConfigException.Kind.USAGE, wrong.kind());
    }

    private static PeerTrust.Check pinned(String pin) {
        return ServerTrust.of(
                        new ServerTlsConfig(
                                ServerSslMode.VERIFY_PIN,
                                "h",
                                AuthorityFiles.NONE,
                                List.of(pin),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                ServerSni.UPSTREAM),
                        Clock.systemUTC())
                .check();
    }

    private static PeerTrust.Check verifyCa(Path authority, Optional<Path> crl) {
        return ServerTrust.of(config(ServerSslMode.VERIFY_CA, "h", authority, crl, List.of()), Clock.systemUTC())
                .check();
    }

    private static PeerTrust.Check identity(String host) {
        return ServerTrust.of(
                        config(ServerSslMode.VERIFY_IDENTITY, host, ca, Optional.empty(), List.of()), Clock.systemUTC())
                .check();
    }

    private static ServerTlsConfig config(
            ServerSslMode mode, String host, Path authority, Optional<Path> crl, List<String> pins) {
        return new ServerTlsConfig(
                mode,
                host,
                new AuthorityFiles(Optional.of(authority), Optional.empty(), crl),
                pins,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ServerSni.UPSTREAM);
    }

    private static void assertRefused(String message, PeerTrust.Check check, X509Certificate... chain) {
        CertificateException refused = assertThrows(CertificateException.class, () -> check.verify(chain));
        assertEquals(message, refused.getMessage());
    }

    private static X509Certificate leaf(String name) {
        return PemFile.read(dir.resolve(name + ".pem")).certificates().get(0);
    }
}
