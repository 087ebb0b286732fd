package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ClientSslMode;
import io.github.mysqlmonitor.config.ServerSslMode;
import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health checks are answered by the proxy; the server, which would block it after the third broken one, hears nothing. */
class HealthCheckIT {
    private static final String CHECKER = "127.0.0.50";
    private static final int TIMES = 50;
    private static final byte[] QUIT = {1};
    private static final byte[] PING = {14};
    private static final int BASE = 0x1 | 0x200 | 0x2000 | 0x8000;
    private static final int PLUGIN_AUTH = 0x80000;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(ServerKind.MYSQL_9, "--max-connect-errors=3", "--skip-name-resolve=OFF");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theServerHearsNothingOfThem() throws Exception {
        try (LocalProxy proxy = LocalProxy.before(server.host(), server.port())
                .upstreamBind("127.0.0.2")
                .healthChecks(CHECKER)
                .start()) {
            long before = connections();
            for (int i = 0; i < TIMES; i++) {
                Peer.connectFrom(CHECKER, proxy.port()).close();
                Peer.connectFrom(CHECKER, proxy.port()).reset();
                try (Peer checker = Peer.connectFrom(CHECKER, proxy.port())) {
                    checker.packet();
                }
                logInAndQuit(proxy.port());
            }
            assertEquals(before + 1, connections(), "one connection, which is the question's own");
            logInAsClient(proxy.port());
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT SUM_CONNECT_ERRORS + COUNT_HANDSHAKE_ERRORS"
                            + " FROM performance_schema.host_cache WHERE IP = '127.0.0.2'")) {
                assertTrue(rows.next(), "the host cache is in use");
                assertEquals(0, rows.getInt(1));
            }
            assertEquals(0, proxy.server().turnedAway().abortedHandshakes());
            assertEquals(1, proxy.server().accepted(), "sessions");
        }
    }

    /** As HAProxy's mysql-check does it. */
    private static void logInAndQuit(int port) throws Exception {
        try (Peer checker = Peer.connectFrom(CHECKER, port)) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.write(Peer.frame(1, login(BASE, "haproxy", new byte[0], null)));
            all.write(Peer.frame(0, QUIT));
            checker.send(all.toByteArray());
            assertEquals(10, checker.packet()[0], "a greeting");
            assertArrayEquals(Peer.ok(), checker.packet());
            assertNull(checker.packet());
        }
    }

    @Test
    void aCheckerOfBefore41IsAnswered() throws Exception {
        try (LocalProxy proxy = proxy();
                Peer checker = Peer.connectFrom(CHECKER, proxy.port())) {
            checker.packet();
            checker.send(1, new byte[] {1, 0, 0, 0, 1, 'h', 'a', 0});
            assertArrayEquals(Peer.ok(), checker.packet());
        }
    }

    @Test
    void theGreetingIsLikeTheServers() throws Exception {
        try (LocalProxy proxy = proxy()) {
            assertTrue(UpstreamProbe.ask(proxy.server().listeners().get(0)).reachable());
            try (Peer checker = Peer.connectFrom(CHECKER, proxy.port())) {
                String greeting = Peer.text(checker.packet());
                assertTrue(greeting.contains(server.version()), greeting);
                assertTrue(greeting.endsWith("caching_sha2_password\0"), greeting);
            }
        }
    }

    @Test
    void anUpstreamThatIsDownIsNotTheProxysHealth() throws Exception {
        int port;
        try (ScriptedServer closed = new ScriptedServer()) {
            port = closed.port();
        }
        try (LocalProxy proxy =
                LocalProxy.before("127.0.0.1", port).healthChecks(CHECKER).start()) {
            logInAndQuit(proxy.port());
        }
    }

    @Test
    void aPingIsAnsweredAndAStatementIsNot() throws Exception {
        try (LocalProxy proxy = proxy();
                Peer checker = Peer.connectFrom(CHECKER, proxy.port())) {
            checker.packet();
            checker.send(1, login(BASE, "health", new byte[0], null));
            checker.packet();
            checker.send(0, Peer.query("SELECT 1"));
            byte[] refused = checker.packet();
            assertTrue(Peer.isErr(refused));
            assertEquals(1047, Peer.errCode(refused));
            assertTrue(Peer.text(refused).contains("--health-check-networks"), () -> Peer.text(refused));
            checker.send(0, PING);
            assertArrayEquals(Peer.ok(), checker.packet());
            assertEquals(1, checker.lastSequence());
            checker.send(0, QUIT);
            assertNull(checker.packet());
        }
    }

    @Test
    void whoHasAPasswordIsNoHealthCheck() throws Exception {
        try (LocalProxy proxy = proxy();
                Peer client = Peer.connectFrom(CHECKER, proxy.port())) {
            client.packet();
            client.send(1, login(BASE, "app", new byte[20], null));
            assertRefusedForItsPassword(client);
        }
    }

    /** A client whose plugin is not the greeting's sends nothing first, whether it has a password or not. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20})
    void aPasswordBehindAnotherPluginIsNotOverlooked(int answerBytes) throws Exception {
        try (LocalProxy proxy = proxy();
                Peer client = Peer.connectFrom(CHECKER, proxy.port())) {
            client.packet();
            client.send(1, login(BASE | PLUGIN_AUTH, "app", new byte[0], "mysql_native_password"));
            String asked = Peer.text(client.packet());
            assertTrue(asked.contains("mysql_native_password\0"), asked);
            client.send(3, new byte[answerBytes]);
            if (answerBytes <= 1) {
                assertArrayEquals(Peer.ok(), client.packet());
            } else {
                assertRefusedForItsPassword(client);
            }
        }
    }

    private static void assertRefusedForItsPassword(Peer client) throws Exception {
        byte[] refused = client.packet();
        assertEquals(1045, Peer.errCode(refused));
        assertTrue(Peer.text(refused).contains("without a password"), () -> Peer.text(refused));
        assertNull(client.packet());
    }

    @Test
    void tlsIsThereForThoseWhoWantIt() throws Exception {
        try (LocalProxy proxy = proxy();
                Peer plain = Peer.connectFrom(CHECKER, proxy.port())) {
            plain.packet();
            plain.send(1, Peer.sslRequest());
            Peer checker = plain.tls();
            checker.send(2, login(BASE | Peer.SSL, "health", new byte[0], null));
            assertArrayEquals(Peer.ok(), checker.packet());
            assertEquals(3, checker.lastSequence());
            checker.send(0, PING);
            assertArrayEquals(Peer.ok(), checker.packet());
            checker.close();
        }
        try (LocalProxy proxy = LocalProxy.before(server.host(), server.port())
                        .healthChecks(CHECKER)
                        .legs(ClientSslMode.DISABLED, ServerSslMode.AS_CLIENT)
                        .start();
                Peer checker = Peer.connectFrom(CHECKER, proxy.port())) {
            assertEquals(0, Peer.capabilities(checker.packet()) & Peer.SSL);
        }
    }

    @Test
    void whatIsNoMySqlEndsIt() throws Exception {
        try (LocalProxy proxy = proxy()) {
            for (String garbage : List.of("GET / HTTP/1.0\r\n\r\n", "\0\0\0\0", "\3\0\0\1\1\0\0", "\1\0\0\1\1")) {
                try (Peer client = Peer.connectFrom(CHECKER, proxy.port())) {
                    client.packet();
                    client.send(garbage.getBytes(StandardCharsets.ISO_8859_1));
                    assertTrue(client.endsWithin20Seconds(), garbage);
                }
            }
        }
    }

    @Test
    void oneThatStaysSilentIsLetGo() throws Exception {
        try (LocalProxy proxy = LocalProxy.before(server.host(), server.port())
                        .healthChecks(CHECKER)
                        .handshakeTimeout(Duration.ofMillis(300))
                        .start();
                Peer checker = Peer.connectFrom(CHECKER, proxy.port())) {
            assertTrue(checker.endsWithin20Seconds());
        }
    }

    private static LocalProxy proxy() {
        return LocalProxy.before(server.host(), server.port())
                .healthChecks(CHECKER)
                .start();
    }

    private static byte[] login(int capabilities, String user, byte[] answer, String plugin) {
        ByteBuffer login = ByteBuffer.allocate(200)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(capabilities)
                .putInt(1 << 24)
                .put((byte) 45)
                .put(new byte[23])
                .put((user + "\0").getBytes(StandardCharsets.US_ASCII))
                .put((byte) answer.length)
                .put(answer);
        if (plugin != null) {
            login.put((plugin + "\0").getBytes(StandardCharsets.US_ASCII));
        }
        byte[] bytes = new byte[login.position()];
        login.flip().get(bytes);
        return bytes;
    }

    private static long connections() throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Connections'")) {
            assertTrue(rows.next());
            return rows.getLong(2);
        }
    }

    private static void logInAsClient(int port) throws Exception {
        DriverManager.getConnection(server.jdbcUrl("127.0.0.1", port), server.user(), server.password())
                .close();
    }
}
