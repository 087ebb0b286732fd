package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Clients that leave before their login do not make the server block the proxy's address. 127.0.0.1 is exempt from
 * blocking, so the proxy connects from 127.0.0.2.
 */
class AbandonedLoginIT {
    private static final int TIMES = 20;
    private static final String HOST_BLOCKED = "1129";

    private static TestServer server;

    @BeforeAll
    static void start() {
        // The server counts only while its host cache is in use.
        server = TestServer.start(ServerKind.MYSQL_9, "--max-connect-errors=3", "--skip-name-resolve=OFF");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void probesAndRefusedCertificatesBlockNobody() throws Exception {
        try (ProxyProcess proxy = ProxyProcess.before(server, "--upstream-bind", "127.0.0.2")) {
            for (int probe = 0; probe < TIMES; probe++) {
                Peer.connect(proxy.port()).close();
                connectAndReadTheGreeting(proxy.port());
                requestTlsAndLeave(proxy.port());
                refuseTheCertificate(proxy.port());
            }
            proxy.awaitLog(
                    log -> log.lines().filter(line -> line.contains(" close ")).count() == 4 * TIMES,
                    Duration.ofSeconds(30),
                    "all sessions are closed");
            logIn(proxy.port());
            assertEquals(0, countedErrors());
        }
    }

    /** What they leave behind is finished as well. */
    @Test
    void clientsThatLeaveWhileTheyAuthenticateBlockNobody() throws Exception {
        try (LocalProxy proxy = LocalProxy.before(server.host(), server.port())
                .upstreamBind("127.0.0.2")
                .start()) {
            for (int login = 0; login < 50; login++) {
                leaveWhileAuthenticating(proxy.port(), login % 4);
                proxy.nextReason();
            }
            logIn(proxy.port());
            assertEquals(0, countedErrors());
            assertEquals(50, proxy.server().turnedAway().abortedHandshakes());
            assertEquals("127.0.0.1 (50)", proxy.server().turnedAway().worstClients());
        }
    }

    /** @param way 0 right after the login, 1 when asked for another plugin, 2 the same with a reset, 3 one step later */
    private static void leaveWhileAuthenticating(int port, int way) throws Exception {
        try (Peer client = Peer.connect(port)) {
            client.packet();
            client.send(1, Peer.login(TestServer.USER));
            if (way > 0) {
                assertEquals((byte) 0xFE, client.packet()[0], "the server asks for another plugin");
            }
            if (way == 2) {
                client.reset();
            }
            if (way == 3) {
                client.send(3, new byte[32]);
                byte[] answer = client.packet();
                assertEquals(4, answer[1], "the password is wanted");
            }
        }
    }

    @Test
    void startUpProbesBlockNobody() throws Exception {
        LocalProxy.Options options =
                LocalProxy.before(server.host(), server.port()).upstreamBind("127.0.0.2");
        try (LocalProxy proxy = options.start()) {
            for (int probe = 0; probe < TIMES; probe++) {
                assertTrue(UpstreamProbe.ask(proxy.server().listeners().get(0)).reachable());
            }
            logIn(proxy.port());
            assertEquals(0, countedErrors());
        }
    }

    /** The proof that the two above can fail. */
    @Test
    void withoutFinishingThemTheServerBlocksTheProxy() throws Exception {
        try (ProxyProcess proxy =
                ProxyProcess.before(server, "--upstream-bind", "127.0.0.2", "--abandoned-login", "off")) {
            for (int probe = 0; probe < 8; probe++) {
                connectAndReadTheGreeting(proxy.port());
            }
            proxy.awaitLog(
                    log -> log.lines().filter(line -> line.contains(" close ")).count() == 8,
                    Duration.ofSeconds(30),
                    "all sessions are closed");
            SQLException blocked = assertThrows(SQLException.class, () -> logIn(proxy.port()));
            proxy.awaitLog(HOST_BLOCKED, Duration.ofSeconds(5));
            proxy.awaitLog("left before their login: 127\\.0\\.0\\.1 \\(\\d+\\); unblock", Duration.ofSeconds(5));
            proxy.awaitLog(
                    log -> count(log, " note ") == count(log, " ERR +" + HOST_BLOCKED),
                    Duration.ofSeconds(5),
                    "one notice for each client that the server blocked");
            assertTrue(blocked.getMessage() != null);
        } finally {
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("TRUNCATE TABLE performance_schema.host_cache");
            }
        }
    }

    private static long count(String log, String regex) {
        return Pattern.compile(regex).matcher(log).results().count();
    }

    private static void connectAndReadTheGreeting(int port) throws Exception {
        try (Peer client = Peer.connect(port)) {
            client.packet();
        }
    }

    private static void requestTlsAndLeave(int port) throws Exception {
        try (Peer client = Peer.connect(port)) {
            client.packet();
            client.send(1, Peer.sslRequest());
        }
    }

    private static void refuseTheCertificate(int port) throws Exception {
        try (Peer client = Peer.connect(port)) {
            client.packet();
            client.send(1, Peer.sslRequest());
            assertThrows(SSLException.class, client::tlsRefusing);
        }
    }

    private static void logIn(int port) throws SQLException {
        DriverManager.getConnection(server.jdbcUrl("127.0.0.1", port), server.user(), server.password())
                .close();
    }

    private static int countedErrors() throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT SUM_CONNECT_ERRORS, COUNT_HANDSHAKE_ERRORS"
                        + " FROM performance_schema.host_cache WHERE IP = '127.0.0.2'")) {
            assertTrue(rows.next(), "the host cache is in use");
            return rows.getInt(1) + rows.getInt(2);
        }
    }
}
