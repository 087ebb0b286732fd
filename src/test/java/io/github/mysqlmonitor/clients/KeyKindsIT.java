package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mysqlmonitor.config.ClientSslMode;
import io.github.mysqlmonitor.config.ServerSslMode;
import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.testing.GeneratedPart;
import io.github.mysqlmonitor.testing.ObservedProxy;
import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import io.github.mysqlmonitor.testing.TlsSetup;
import io.github.mysqlmonitor.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients verify the proxy, and the proxy verifies servers, whatever kind of key the certificate has. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeyKindsIT {
    /** Whose own TLS tells what they make of such a key; each verifies the authority. */
    private static final List<SslClient> CLIENTS = List.of(
            SslClient.CLI_VERIFY_CA,
            SslClient.CONNECTOR_J_VERIFY_CA,
            SslClient.MARIADB_CLI_VERIFY,
            SslClient.MARIADB_CONNECTOR_J_VERIFY_CA);

    private static final String IN = "in with TLS";

    @TempDir
    private static Path dir;

    private static TestAuthority ours;
    private static final Map<ServerKind, TestServer> SERVERS = new EnumMap<>(ServerKind.class);
    private static final Map<Kind, List<String>> ROWS = new LinkedHashMap<>();

    private enum Kind {
        RSA("RSA", TestAuthority.RSA),
        RSA_PSS("RSA-PSS", "-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048"),
        P_256("P-256", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256"),
        P_384("P-384", "-algorithm EC -pkeyopt ec_paramgen_curve:P-384"),
        P_521("P-521", "-algorithm EC -pkeyopt ec_paramgen_curve:P-521"),
        ED25519("Ed25519", "-algorithm ED25519");

        private final String title;
        private final String options;

        Kind(String title, String options) {
            this.title = title;
            this.options = options;
        }
    }

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        ours = new TestAuthority(dir, "ours");
        SslClient.makeStore(ours.certificate());
        for (Kind kind : Kind.values()) {
            ours.issue(kind.name(), kind.options, "subjectAltName=DNS:localhost,IP:127.0.0.1");
        }
        for (TestServer shared : TestServers.allForLogins()) {
            Path cert = Files.copy(ours.cert("RSA"), certOf(shared.kind()));
            Path key = Files.copy(ours.key("RSA"), keyOf(shared.kind()));
            SERVERS.put(
                    shared.kind(),
                    TestServer.start(
                            shared.kind(), "--ssl-ca=" + ours.certificate(), "--ssl-cert=" + cert, "--ssl-key=" + key));
        }
    }

    @AfterAll
    static void stop() {
        SERVERS.values().forEach(TestServer::close);
    }

    private static Path certOf(ServerKind server) {
        return dir.resolve(server + "-current.pem");
    }

    private static Path keyOf(ServerKind server) {
        return dir.resolve(server + "-current-key.pem");
    }

    @Order(1)
    @ParameterizedTest
    @EnumSource
    void everyKindWorksOnEitherLeg(Kind kind) throws IOException, SQLException {
        List<String> cells = new ArrayList<>();
        ROWS.put(kind, cells);
        TlsSetup setup = new TlsSetup().certificate(ours.cert(kind.name()), ours.key(kind.name()));
        for (SslClient client : CLIENTS) {
            cells.add(shownTo(client, kind, setup));
        }
        for (TestServer server : SERVERS.values()) {
            cells.add(shownBy(server, kind));
        }
    }

    /** The client, and the proxy with such a key; where it does not get in, a server with such a key is no better. */
    private static String shownTo(SslClient client, Kind kind, TlsSetup setup) throws IOException, SQLException {
        TestServer server = SERVERS.get(client.isMariaDb() ? ServerKind.MARIADB_11_4 : ServerKind.MYSQL_9);
        assumeTrue(server != null, "no server for " + client);
        try (ObservedProxy proxy = ObservedProxy.before(server, setup)) {
            String outcome = client.outcome(server, proxy.port(), ours.certificate());
            if (outcome.equals(IN)) {
                return "ok";
            }
            TestServer alike = SERVERS.get(ServerKind.MYSQL_9);
            assertEquals("", show(alike, kind), "a server loads it");
            assertEquals(client.outcome(server, alike.port(), ours.certificate()), outcome, client::toString);
            return "refused, as from a server";
        }
    }

    /** The server, and the proxy that verifies it. */
    private static String shownBy(TestServer server, Kind kind) throws IOException, SQLException {
        String refusal = show(server, kind);
        if (!refusal.isEmpty()) {
            return "not tested: the server does not load it";
        }
        TlsSetup setup = new TlsSetup()
                .modes(ClientSslMode.PREFERRED, ServerSslMode.VERIFY_CA)
                .serverCa(ours.certificate());
        try (ObservedProxy proxy = ObservedProxy.before(server, setup)) {
            SslClient client = server.kind().isMariaDb() ? SslClient.MARIADB_CLI_UNVERIFIED : SslClient.CLI_REQUIRED;
            String first = client.outcome(server, proxy.port(), ours.certificate());
            String second = client.outcome(server, proxy.port(), ours.certificate());
            assertEquals(IN, second, () -> "after " + first);
            LegSecurity leg =
                    proxy.nthSession(2).only(MonitorEvent.LegsSecured.class).server();
            assertEquals("CN=" + kind.name(), leg.peer());
            assertEquals("ca", leg.certificate().verification());
            return first.equals(IN) ? "ok" : "ok by the JDK's TLS";
        } finally {
            show(server, Kind.RSA);
        }
    }

    /** Returns why the server does not take it; empty if it does. */
    private static String show(TestServer server, Kind kind) throws IOException, SQLException {
        Files.copy(ours.cert(kind.name()), certOf(server.kind()), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(ours.key(kind.name()), keyOf(server.kind()), StandardCopyOption.REPLACE_EXISTING);
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(server.kind().isMariaDb() ? "FLUSH SSL" : "ALTER INSTANCE RELOAD TLS");
            return "";
        } catch (SQLException e) {
            return e.getMessage();
        }
    }

    @Order(2)
    @Test
    void theDocumentShowsWhatCameOut() throws IOException {
        assumeTrue(
                LoginTables.areComplete(List.copyOf(SERVERS.keySet())) && ROWS.size() == Kind.values().length,
                "something was not tried");
        StringBuilder text =
                new StringBuilder(1000).append("| Key | to the mysql CLI | to Connector/J | to the mariadb CLI |");
        text.append(
                " to MariaDB Connector/J | by MySQL 9.7 | by MySQL 8.0.33 | by MariaDB 11.4 | by MariaDB 11.8 |\n|");
        text.append(" --- |".repeat(9)).append('\n');
        ROWS.forEach((kind, cells) -> text.append("| ")
                .append(kind.title)
                .append(" | ")
                .append(String.join(" | ", cells))
                .append(" |\n"));
        new GeneratedPart(Path.of("docs", "tls.md"), "key kinds").mustBe(text.toString());
    }
}
