package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.TlsEngine;
import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS sessions towards real servers are resumed, and nobody notices when one cannot be. */
class ResumptionIT {
    private static final int SESSIONS = 6;

    static Stream<Arguments> serversAndEngines() {
        return TestServers.all().stream()
                .flatMap(server ->
                        Stream.of(TlsEngine.BORINGSSL, TlsEngine.JDK).map(engine -> Arguments.of(server, engine)));
    }

    @ParameterizedTest
    @MethodSource("serversAndEngines")
    void sessionsAreResumedWhereTheServerGivesTickets(TestServer server, TlsEngine engine) throws Exception {
        try (TcpRelay wire = TcpRelay.recording(server.host(), server.port());
                LocalProxy proxy = LocalProxy.before("127.0.0.1", wire.port())
                        .engine(engine)
                        .start()) {
            LegSecurity first = session(proxy, server);
            assertFalse(first.resumed());
            settle(proxy, server);
            long reusedBefore = reused(server);
            for (int i = 1; i < SESSIONS; i++) {
                LegSecurity next = session(proxy, server);
                assertEquals(givesTickets(server), next.resumed(), "session " + i);
                assertEquals(first.peer(), next.peer());
                assertFalse(next.verified());
            }
            long expected = givesTickets(server) ? SESSIONS - 1 : 0;
            assertEquals(expected, reused(server) - reusedBefore, "the server counted them");
        }
    }

    @ParameterizedTest
    @MethodSource("serversAndEngines")
    void newKeysAtTheServerLeadToAFullHandshakeAndTheSessionWorks(TestServer server, TlsEngine engine)
            throws Exception {
        try (TestServer other = TestServer.start(server.kind());
                TcpRelay wire = TcpRelay.recording(server.host(), server.port());
                LocalProxy proxy = LocalProxy.before("127.0.0.1", wire.port())
                        .engine(engine)
                        .start()) {
            settle(proxy, server);
            wire.target(other.port());
            for (int i = 0; i < SESSIONS; i++) {
                boolean resumed = session(proxy, other).resumed();
                assertTrue(i > 0 || !resumed, "the other server does not know this ticket");
            }
            settle(proxy, other);
            assertTrue(proxy.notices().isEmpty(), () -> proxy.notices().toString());
        }
    }

    /** MariaDB 11.4 sends none under TLS 1.3. */
    private static boolean givesTickets(TestServer server) {
        return !server.kind().isMariaDb();
    }

    /** BoringSSL begins anew once it has learned, from the first session, which groups the server has. */
    private static void settle(LocalProxy proxy, TestServer server) throws SQLException, InterruptedException {
        int resumed = 0;
        for (int i = 0; givesTickets(server) && resumed < 2; i++) {
            assertTrue(i < 20, "sessions are resumed");
            resumed = session(proxy, server).resumed() ? resumed + 1 : 0;
        }
    }

    /** One login with a query. */
    private static LegSecurity session(LocalProxy proxy, TestServer server) throws SQLException, InterruptedException {
        try (Connection connection = DriverManager.getConnection(
                        server.jdbcUrl("127.0.0.1", proxy.port()), server.user(), server.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 42")) {
            assertTrue(rows.next());
            assertEquals(42, rows.getInt(1));
        }
        assertEquals("client quit", proxy.nextReason());
        return proxy.nextServerLeg();
    }

    /** How many TLS sessions the server itself says were resumed. */
    private static long reused(TestServer server) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Ssl_session_cache_hits'")) {
            assertTrue(rows.next());
            return rows.getLong(2);
        }
    }
}
