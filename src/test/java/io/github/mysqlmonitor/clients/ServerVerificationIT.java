package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ClientSslMode;
import io.github.mysqlmonitor.config.ServerSni;
import io.github.mysqlmonitor.config.ServerSslMode;
import io.github.mysqlmonitor.config.TlsEngine;
import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.testing.ExpectsUnparsed;
import io.github.mysqlmonitor.testing.ObservedProxy;
import io.github.mysqlmonitor.testing.ProgramRun;
import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.SessionLog;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import io.github.mysqlmonitor.testing.TlsSetup;
import io.github.mysqlmonitor.tls.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real servers whose certificates the proxy verifies, or finds something wrong with. */
@ExpectsUnparsed("TLS is passed through")
class ServerVerificationIT {
    private static final String EC = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256";

    @TempDir
    private static Path dir;

    private static TestAuthority ours;
    private static TestServer rekeyed;

    @BeforeAll
    static void start() {
        ours = new TestAuthority(dir, "ours");
        ours.issue("good", EC, "subjectAltName=DNS:db.example.com,IP:127.0.0.1");
        ours.issue("old", "/CN=old", EC, -1);
        rekeyed = TestServer.start(
                ServerKind.MYSQL_9,
                "--ssl-ca=" + ours.certificate(),
                "--ssl-cert=" + ours.cert("good"),
                "--ssl-key=" + ours.key("good"));
    }

    @AfterAll
    static void stop() {
        if (rekeyed != null) {
            rekeyed.close();
        }
    }

    static List<TestServer> servers() {
        return TestServers.all().stream()
                .filter(server -> server.ca().isPresent())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aServerOfTheNamedAuthorityIsVerified(TestServer server) {
        for (TlsEngine engine : new TlsEngine[] {TlsEngine.BORINGSSL, TlsEngine.JDK}) {
            TlsSetup setup = verify(ServerSslMode.VERIFY_CA)
                    .serverCa(server.ca().orElseThrow())
                    .engine(engine);
            try (ObservedProxy proxy = ObservedProxy.before(server, setup)) {
                query(proxy).succeeded();
                LegSecurity leg =
                        proxy.nthSession(1).only(MonitorEvent.LegsSecured.class).server();
                assertTrue(leg.verified());
                assertEquals("ca", leg.certificate().verification());
                assertTrue(leg.certificate().notAfterEpochMicros() > 0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aServerOfAnotherAuthorityIsRefusedByName(TestServer server) {
        TlsSetup setup = verify(ServerSslMode.VERIFY_CA).serverCa(ours.certificate());
        try (ObservedProxy proxy = ObservedProxy.before(server, setup)) {
            ProgramRun refused = query(proxy);
            assertTrue(
                    refused.errors()
                            .contains("ERROR 2026 (HY000): mysql-monitor: SSL connection error between the proxy and"
                                    + " the upstream: the server's certificate CN="),
                    refused.errors());
            assertTrue(refused.errors().strip().endsWith(" is not in " + ours.certificate()), refused.errors());
            String reason = proxy.nthSession(1).closed().reason();
            assertTrue(reason.startsWith("TLS handshake with the server failed: the server's certificate CN="), reason);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BORINGSSL", "JDK"})
    void theNameThatTheOperatorWroteIsWhatCounts(TlsEngine engine) throws Exception {
        key("good");
        TlsSetup setup = verify(ServerSslMode.VERIFY_IDENTITY)
                .serverCa(ours.certificate())
                .engine(engine);
        for (String host : List.of("db.example.com", "127.0.0.1")) {
            try (ObservedProxy proxy = ObservedProxy.before(rekeyed, setup.host(host))) {
                query(proxy).succeeded();
                LegSecurity leg =
                        proxy.nthSession(1).only(MonitorEvent.LegsSecured.class).server();
                assertEquals("identity", leg.certificate().verification());
                assertEquals(
                        Set.of("db.example.com", "127.0.0.1"),
                        Set.copyOf(leg.certificate().names()));
                assertEquals(host.equals("127.0.0.1") ? "" : host, leg.serverName());
            }
        }
        try (ObservedProxy proxy = ObservedProxy.before(rekeyed, setup.host("other.example.com"))) {
            ProgramRun refused = query(proxy);
            assertTrue(
                    refused.errors()
                            .contains("upstream: the server's certificate CN=good is not for other.example.com, only"
                                    + " for db.example.com, 127.0.0.1"),
                    refused.errors());
        }
    }

    /** MySQL does not load such a certificate, MariaDB does; either goes on using one that expires meanwhile. */
    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        Path cert = Files.copy(ours.cert("good"), dir.resolve("expiring.pem"));
        Path key = Files.copy(ours.key("good"), dir.resolve("expiring-key.pem"));
        try (TestServer server = TestServer.start(
                ServerKind.MARIADB_11_4, "--ssl-ca=" + ours.certificate(), "--ssl-cert=" + cert, "--ssl-key=" + key)) {
            Files.copy(ours.cert("old"), cert, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(ours.key("old"), key, StandardCopyOption.REPLACE_EXISTING);
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("FLUSH SSL");
            }
            for (TlsEngine engine : new TlsEngine[] {TlsEngine.BORINGSSL, TlsEngine.JDK}) {
                TlsSetup setup = verify(ServerSslMode.VERIFY_CA)
                        .serverCa(ours.certificate())
                        .engine(engine);
                try (ObservedProxy proxy = ObservedProxy.before(server, setup)) {
                    String errors = query(proxy).errors();
                    assertTrue(
                            errors.contains(
                                    "upstream: the server's certificate CN=old expired on" + " 2021-01-01T00:00:00Z"),
                            errors);
                }
                // Without verification it is as good as any.
                try (ObservedProxy proxy = ObservedProxy.before(server, new TlsSetup().engine(engine))) {
                    query(proxy).succeeded();
                    LegSecurity leg = proxy.nthSession(1)
                            .only(MonitorEvent.LegsSecured.class)
                            .server();
                    assertEquals("none", leg.certificate().verification());
                    assertEquals("CN=old", leg.peer());
                }
            }
        }
    }

    @Test
    void aPinnedKeyIsAccepted() throws Exception {
        key("good");
        TlsSetup wrong = verify(ServerSslMode.VERIFY_PIN).pin("0".repeat(64));
        String pin;
        try (ObservedProxy proxy = ObservedProxy.before(rekeyed, wrong)) {
            String errors = query(proxy).errors();
            int at = errors.indexOf("the server's public key is not the pinned one: it has SHA-256 ");
            assertNotEquals(-1, at, errors);
            pin = errors.substring(errors.indexOf("SHA-256 ") + 8, errors.indexOf(" (certificate"));
        }
        TlsSetup right = verify(ServerSslMode.VERIFY_PIN).pin(pin);
        try (ObservedProxy proxy = ObservedProxy.before(rekeyed, right)) {
            query(proxy).succeeded();
            assertEquals(
                    "pin",
                    proxy.nthSession(1)
                            .only(MonitorEvent.LegsSecured.class)
                            .server()
                            .certificate()
                            .verification());
        }
    }

    /** BoringSSL does not offer to verify some of them: the first session fails, and then the JDK's engine is used. */
    @ParameterizedTest
    @CsvSource({
        "RSA -pkeyopt rsa_keygen_bits:3072, false",
        "EC -pkeyopt ec_paramgen_curve:P-256, false",
        "EC -pkeyopt ec_paramgen_curve:P-384, false",
        "EC -pkeyopt ec_paramgen_curve:P-521, true",
        "RSA-PSS -pkeyopt rsa_keygen_bits:2048, true",
        "ED25519, true"
    })
    void everyKindOfKeyIsVerified(String key, boolean needsTheJdk) throws Exception {
        ours.issue("kind", "-algorithm " + key);
        key("kind");
        TlsSetup setup = verify(ServerSslMode.VERIFY_CA).serverCa(ours.certificate());
        try (ObservedProxy proxy = ObservedProxy.before(rekeyed, setup)) {
            ProgramRun first = query(proxy);
            assertEquals(needsTheJdk, first.exit() != 0, first.errors());
            ProgramRun second = query(proxy);
            assertEquals(0, second.exit(), first.errors() + second.errors());
            LegSecurity leg =
                    proxy.nthSession(2).only(MonitorEvent.LegsSecured.class).server();
            assertTrue(leg.verified());
            assertEquals("CN=kind", leg.peer());
        } finally {
            key("good");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void versionsAndSuitesAreChosen(String version) {
        String suite = version.equals("TLSv1.2") ? "ECDHE-ECDSA-AES256-GCM-SHA384" : "TLS_AES_256_GCM_SHA384";
        TlsSetup setup = new TlsSetup()
                .certificate(ours.cert("good"), ours.key("good"))
                .protocols(List.of(version), List.of(suite));
        try (ObservedProxy proxy = ObservedProxy.before(rekeyed, setup)) {
            query(proxy).succeeded();
            MonitorEvent.LegsSecured legs = proxy.nthSession(1).only(MonitorEvent.LegsSecured.class);
            for (LegSecurity leg : List.of(legs.client(), legs.server())) {
                assertEquals(version, leg.protocol());
                assertTrue(leg.cipher().endsWith("AES_256_GCM_SHA384"), leg.cipher());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BORINGSSL", "JDK"})
    void theServerIsAskedForTheClientsName(TlsEngine engine) {
        TlsSetup setup = new TlsSetup().engine(engine).sni(ServerSni.AS_CLIENT).host("db.example.com");
        try (ObservedProxy proxy = ObservedProxy.before(rekeyed, setup)) {
            // MySQL's client names the host that it connects to, unless told otherwise.
            query(proxy, "--tls-sni-servername=app.example.org").succeeded();
            MonitorEvent.LegsSecured legs = proxy.nthSession(1).only(MonitorEvent.LegsSecured.class);
            assertEquals("app.example.org", legs.client().serverName());
            assertEquals("app.example.org", legs.server().serverName());
            query(proxy).succeeded();
            assertEquals(
                    "",
                    proxy.nthSession(2)
                            .only(MonitorEvent.LegsSecured.class)
                            .server()
                            .serverName());
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void passedThroughTlsIsTheServersOwn(TestServer server) {
        TlsSetup setup = new TlsSetup().modes(ClientSslMode.PASSTHROUGH, ServerSslMode.AS_CLIENT);
        try (ObservedProxy proxy = ObservedProxy.before(server, setup)) {
            String ca = server.ca().orElseThrow().toString();
            query(proxy, "--ssl-mode=VERIFY_CA", "--ssl-ca=" + ca).succeeded();
            SessionLog session = proxy.nthSession(1);
            assertEquals(
                    "the client's TLS is passed through to the server, UNVERIFIED by the proxy (--client-ssl-mode PASSTHROUGH)",
                    session.only(MonitorEvent.ObservationStopped.class).reason());
            assertTrue(session.closed().serverBytes() > 1000, session::toString);
        }
    }

    private static TlsSetup verify(ServerSslMode mode) {
        return new TlsSetup().modes(ClientSslMode.PREFERRED, mode);
    }

    private static void key(String name) throws Exception {
        try (Connection connection = rekeyed.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL ssl_cert = '" + ours.cert(name) + "', ssl_key = '" + ours.key(name) + "'");
            statement.execute("ALTER INSTANCE RELOAD TLS");
        }
    }

    private static ProgramRun query(ObservedProxy proxy, String... options) {
        String[] arguments = new String[options.length + 7];
        arguments[0] = "--no-defaults";
        arguments[1] = "--ssl-mode=REQUIRED";
        System.arraycopy(options, 0, arguments, 2, options.length);
        List<String> rest = List.of("-h127.0.0.1", "-P" + proxy.port(), "-u" + TestServer.USER, "-e", "SELECT 1");
        for (int i = 0; i < rest.size(); i++) {
            arguments[2 + options.length + i] = rest.get(i);
        }
        return ProgramRun.mysql(arguments);
    }
}
