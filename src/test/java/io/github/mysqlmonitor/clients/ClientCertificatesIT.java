package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ClientTlsConfig;
import io.github.mysqlmonitor.config.TlsEngine;
import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.testing.ObservedProxy;
import io.github.mysqlmonitor.testing.ProgramRun;
import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TlsSetup;
import io.github.mysqlmonitor.tls.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates of clients, and those that the proxy shows to servers whose accounts demand one. */
class ClientCertificatesIT {
    private static final String EC = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256";
    private static final String AS = "CURRENT_USER()";

    @TempDir
    private static Path dir;

    /** Of the servers, and of what is shown to them. */
    private static TestAuthority servers;

    /** Of the clients; the servers do not know it. */
    private static TestAuthority clients;

    private static Path map;
    private static final Map<ServerKind, TestServer> RUNNING = new EnumMap<>(ServerKind.class);

    @BeforeAll
    static void start() throws Exception {
        servers = new TestAuthority(dir, "servers");
        servers.issue("db", EC);
        servers.issue("proxy", EC);
        servers.issue("up-alice", "/O=Example/CN=up-alice", EC, 9);
        servers.issue("up-batch", EC);
        clients = new TestAuthority(dir, "clients");
        clients.issue("alice", "/O=Example/CN=alice", EC, 9);
        clients.issue("batch", EC, "subjectAltName=DNS:batch.example.com");
        clients.issue("bob", EC);
        clients.issue("mallory", EC);
        clients.revoke("mallory");
        clients.list();
        map = dir.resolve("map");
        Files.writeString(map, """
                # who -> what
                subject /O=Example/CN=alice -> up-alice.pem, up-alice-key.pem
                san batch.example.com -> up-batch.pem, up-batch-key.pem
                """);
        for (ServerKind kind : new ServerKind[] {ServerKind.MYSQL_9, ServerKind.MARIADB_11_4}) {
            TestServer server = TestServer.start(
                    kind,
                    "--ssl-ca=" + servers.certificate(),
                    "--ssl-cert=" + servers.cert("db"),
                    "--ssl-key=" + servers.key("db"));
            RUNNING.put(kind, server);
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                account(statement, "certified", "X509");
                account(statement, "alice", "SUBJECT '/O=Example/CN=up-alice'");
                account(statement, "batch", "SUBJECT '/CN=up-batch' AND ISSUER '/CN=servers'");
            }
        }
    }

    private static void account(Statement statement, String name, String requirement) throws Exception {
        statement.execute(
                "CREATE USER '" + name + "'@'%' IDENTIFIED BY '" + TestServer.PASSWORD + "' REQUIRE " + requirement);
    }

    @AfterAll
    static void stop() {
        RUNNING.values().forEach(TestServer::close);
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_9", "MARIADB_11_4"})
    void accountsThatDemandACertificateAreReachedByTheProxysOwn(ServerKind kind) {
        TestServer server = RUNNING.get(kind);
        try (ObservedProxy proxy = ObservedProxy.before(server, new TlsSetup())) {
            ProgramRun refused = run(proxy, "certified");
            assertTrue(refused.errors().contains("ERROR 1045"), refused.errors());
        }
        for (TlsEngine engine : new TlsEngine[] {TlsEngine.BORINGSSL, TlsEngine.JDK}) {
            TlsSetup setup = new TlsSetup().engine(engine).own(servers.cert("proxy"), servers.key("proxy"));
            try (ObservedProxy proxy = ObservedProxy.before(server, setup)) {
                assertEquals(
                        "certified@%",
                        run(proxy, "certified").succeeded().text().strip());
                assertTrue(run(proxy, "alice").errors().contains("ERROR 1045"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_9", "MARIADB_11_4"})
    void theMapShowsTheServerWhatBelongsToTheClient(ServerKind kind) {
        TestServer server = RUNNING.get(kind);
        for (TlsEngine engine : new TlsEngine[] {TlsEngine.BORINGSSL, TlsEngine.JDK}) {
            TlsSetup setup =
                    asking(ClientTlsConfig.Verify.OPTIONAL).engine(engine).certMap(map);
            try (ObservedProxy proxy = ObservedProxy.before(server, setup)) {
                assertEquals(
                        "alice@%",
                        run(proxy, "alice", showing("alice")).succeeded().text().strip());
                LegSecurity client =
                        proxy.nthSession(1).only(MonitorEvent.LegsSecured.class).client();
                assertEquals("CN=alice,O=Example", client.peer());
                assertTrue(client.verified());
                assertEquals("ca", client.certificate().verification());
                assertEquals(
                        "batch@%",
                        run(proxy, "batch", showing("batch")).succeeded().text().strip());
                // Somebody else's certificate does not open alice's account, and none opens neither.
                assertTrue(run(proxy, "alice", showing("batch")).errors().contains("ERROR 1045"));
                assertTrue(run(proxy, "alice", showing("bob")).errors().contains("ERROR 1045"));
                assertTrue(run(proxy, "alice").errors().contains("ERROR 1045"));
                run(proxy, TestServer.USER).succeeded();
            }
        }
    }

    /** In TLS 1.3 the server says so when the handshake is over for the proxy, and the login may be on its way. */
    @ParameterizedTest
    @CsvSource({"BORINGSSL, TLSv1.2", "BORINGSSL, TLSv1.3", "JDK, TLSv1.2", "JDK, TLSv1.3"})
    void aServerThatRefusesOurCertificateIsQuoted(TlsEngine engine, String version) {
        TlsSetup setup = new TlsSetup()
                .engine(engine)
                .protocols(List.of(version), List.of())
                .own(clients.cert("bob"), clients.key("bob"));
        try (ObservedProxy proxy = ObservedProxy.before(RUNNING.get(ServerKind.MYSQL_9), setup)) {
            ProgramRun refused = run(proxy, "certified");
            String why = "the server sent the alert unknown_ca (it does not accept the certificate that it was shown)";
            assertTrue(
                    refused.errors()
                            .contains("ERROR 2026 (HY000): mysql-monitor: SSL connection error between the proxy and"
                                    + " the upstream: " + why),
                    refused.errors());
            assertEquals(
                    "TLS handshake with the server failed: " + why,
                    proxy.nthSession(1).closed().reason());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BORINGSSL", "JDK"})
    void aClientWithoutACertificateIsRefusedWhereOneIsRequired(TlsEngine engine) {
        TlsSetup setup = asking(ClientTlsConfig.Verify.REQUIRED).engine(engine);
        try (ObservedProxy proxy = ObservedProxy.before(RUNNING.get(ServerKind.MYSQL_9), setup)) {
            run(proxy, TestServer.USER, showing("bob")).succeeded();
            ProgramRun refused = run(proxy, TestServer.USER);
            assertNotEquals(0, refused.exit());
            String reason = proxy.nthSession(2).closed().reason();
            assertEquals("TLS handshake with the client failed: the client showed no certificate", reason);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BORINGSSL", "JDK"})
    void aClientWhoseCertificateDoesNotVerifyIsRefused(TlsEngine engine) {
        TlsSetup setup = asking(ClientTlsConfig.Verify.OPTIONAL).engine(engine);
        try (ObservedProxy proxy = ObservedProxy.before(RUNNING.get(ServerKind.MYSQL_9), setup)) {
            ProgramRun revoked = run(proxy, TestServer.USER, showing("mallory"));
            assertNotEquals(0, revoked.exit());
            String reason = proxy.nthSession(1).closed().reason();
            assertTrue(
                    reason.startsWith("TLS handshake with the client failed: the client's certificate CN=mallory was"
                            + " revoked on "),
                    reason);
            ProgramRun stranger = run(proxy, TestServer.USER, showing("proxy"));
            assertNotEquals(0, stranger.exit());
            assertEquals(
                    "TLS handshake with the client failed: the client's certificate CN=proxy is from an unknown"
                            + " authority: CN=servers is not in " + clients.certificate(),
                    proxy.nthSession(2).closed().reason());
        }
    }

    private static TlsSetup asking(ClientTlsConfig.Verify verify) {
        return new TlsSetup().clients(clients.certificate(), Optional.of(dir.resolve("clients.crl")), verify);
    }

    private static String[] showing(String name) {
        return new String[] {"--ssl-cert=" + clients.cert(name), "--ssl-key=" + clients.key(name)};
    }

    private static ProgramRun run(ObservedProxy proxy, String user, String... options) {
        List<String> arguments = new ArrayList<>(List.of("--no-defaults", "--ssl-mode=REQUIRED"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-h127.0.0.1", "-P" + proxy.port(), "-u" + user, "-N", "-e", "SELECT " + AS));
        return ProgramRun.mysql(arguments.toArray(String[]::new));
    }
}
