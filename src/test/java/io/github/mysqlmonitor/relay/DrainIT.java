package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.DrainConfig;
import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a stop ends a session whose transaction is open: {@code --drain-at}. */
class DrainIT {
    private static final int SERVER_SHUTDOWN = 1053;
    private static final byte[] QUIT = {1};
    private static final byte[] OK_IN_TRANSACTION = {0, 0, 0, 3, 0, 0, 0};

    private ScriptedServer upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = new ScriptedServer();
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    @Test
    void atAStatementItEndsATransactionThatIsIdle() throws Exception {
        try (LocalProxy proxy = proxy(DrainConfig.At.STATEMENT);
                Peer client = Peer.connect(proxy.port());
                Peer server = upstream.next()) {
            logIn(client, server);
            ask(client, server, "BEGIN");
            answer(client, server, OK_IN_TRANSACTION);
            proxy.server().drain();
            assertEnded(proxy, client, server);
        }
    }

    @Test
    void atAStatementItWaitsForTheAnswer() throws Exception {
        try (LocalProxy proxy = proxy(DrainConfig.At.STATEMENT);
                Peer client = Peer.connect(proxy.port());
                Peer server = upstream.next()) {
            logIn(client, server);
            ask(client, server, "BEGIN");
            proxy.server().drain();
            answer(client, server, OK_IN_TRANSACTION);
            assertEnded(proxy, client, server);
        }
    }

    @Test
    void atATransactionItWaitsForTheCommit() throws Exception {
        try (LocalProxy proxy = proxy(DrainConfig.At.TRANSACTION);
                Peer client = Peer.connect(proxy.port());
                Peer server = upstream.next()) {
            logIn(client, server);
            ask(client, server, "BEGIN");
            answer(client, server, OK_IN_TRANSACTION);
            proxy.server().drain();
            ask(client, server, "COMMIT");
            answer(client, server, Peer.ok());
            assertEnded(proxy, client, server);
        }
    }

    @Test
    void atAStatementARealTransactionGetsTheServersErrorForIt() throws Exception {
        TestServer server = TestServers.mysql();
        try (ProxyProcess proxy = ProxyProcess.before(server, "--drain-at", "statement");
                Connection connection = DriverManager.getConnection(
                        server.jdbcUrl(proxy.host(), proxy.port()), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT 1 FROM mysql.user");
            proxy.process().destroy();
            assertEquals(0, proxy.awaitExit(Duration.ofSeconds(20)));
            assertTrue(proxy.stderr().contains("sessions cut off: 0"), proxy::stderr);
            SQLException ended = assertThrows(SQLException.class, () -> statement.execute("SELECT 2"));
            assertEquals("08S01", ended.getSQLState());
            connection.abort(Runnable::run); // else the driver fails to roll back what has ended
        }
    }

    private LocalProxy proxy(DrainConfig.At at) {
        return LocalProxy.before("127.0.0.1", upstream.port()).drainAt(at).start();
    }

    private static void logIn(Peer client, Peer server) throws Exception {
        server.send(0, Peer.greeting(false));
        client.packet();
        client.send(1, Peer.login("app"));
        server.packet();
        server.send(2, Peer.ok());
        assertArrayEquals(Peer.ok(), client.packet());
    }

    private static void ask(Peer client, Peer server, String sql) throws Exception {
        client.send(0, Peer.query(sql));
        assertArrayEquals(Peer.query(sql), server.packet());
    }

    private static void answer(Peer client, Peer server, byte[] ok) throws Exception {
        server.send(1, ok);
        assertArrayEquals(ok, client.packet());
    }

    private static void assertEnded(LocalProxy proxy, Peer client, Peer server) throws Exception {
        byte[] goodbye = client.packet();
        assertTrue(Peer.isErr(goodbye));
        assertEquals(SERVER_SHUTDOWN, Peer.errCode(goodbye));
        assertArrayEquals(QUIT, server.packet());
        assertTrue(client.endsWithin20Seconds());
        server.close();
        assertEquals("proxy is stopping", proxy.nextReason());
    }
}
