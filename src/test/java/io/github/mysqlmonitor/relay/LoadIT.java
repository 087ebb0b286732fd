package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Many clients, and a slow one: the proxy's memory stays bounded and nobody fails. */
class LoadIT {
    private static final int CLIENTS = 200;
    private static final int STATEMENTS = 20;
    private static final int ROWS = 300;
    private static final int ROW_BYTES = 1 << 20;
    private static final long MAX_RSS_KB = 350 * 1024;

    @Test
    void twoHundredClientsAndASlowReaderFitIntoSmallMemory() throws Exception {
        TestServer server = TestServer.start(ServerKind.MYSQL_9, "--max-connections=400");
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS + 1);
        try (server;
                ProxyProcess proxy = ProxyProcess.upstream(server.host() + ":" + server.port())
                        .environment("MYSQL_MONITOR_HEAP", "128m")
                        .start()) {
            Semaphore pace = new Semaphore(1);
            Future<Long> slow = clients.submit(() -> readSlowly(server, proxy, pace));
            List<Future<Integer>> others = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                others.add(clients.submit(() -> runStatements(server, proxy, pace)));
            }
            for (Future<Integer> other : others) {
                assertEquals(STATEMENTS, other.get());
            }
            assertTrue(proxy.rssKb() < MAX_RSS_KB, () -> "resident: " + proxy.rssKb() + " kB");
            pace.release(ROWS);
            assertEquals((long) ROWS * ROW_BYTES, slow.get());
            assertTrue(proxy.rssKb() < MAX_RSS_KB, () -> "resident: " + proxy.rssKb() + " kB");
            assertEquals(0, proxy.stop());
        } finally {
            clients.shutdownNow();
        }
    }

    /** Reads a row whenever one of the others has finished ten statements. */
    private static long readSlowly(TestServer server, ProxyProcess proxy, Semaphore pace) throws Exception {
        try (Connection connection = connect(server, proxy);
                Statement statement =
                        connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.execute("SET SESSION net_write_timeout = 600, cte_max_recursion_depth = 1000");
            statement.setFetchSize(Integer.MIN_VALUE);
            long bytes = 0;
            try (ResultSet rows =
                    statement.executeQuery("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                            + " WHERE i < " + ROWS + ") SELECT REPEAT('x', " + ROW_BYTES + ") FROM n")) {
                while (rows.next()) {
                    bytes += rows.getBytes(1).length;
                    pace.acquire();
                }
            }
            return bytes;
        }
    }

    private static int runStatements(TestServer server, ProxyProcess proxy, Semaphore pace) throws SQLException {
        int done = 0;
        try (Connection connection = connect(server, proxy);
                Statement statement = connection.createStatement()) {
            for (int number = 0; number < STATEMENTS; number++) {
                try (ResultSet rows = statement.executeQuery("SELECT " + number + ", REPEAT('y', 1000)")) {
                    rows.next();
                    done += rows.getInt(1) == number ? 1 : 0;
                }
                if (number % 10 == 0) {
                    pace.release();
                }
            }
        }
        return done;
    }

    private static Connection connect(TestServer server, ProxyProcess proxy) throws SQLException {
        return DriverManager.getConnection(
                server.jdbcUrl(proxy.host(), proxy.port()), server.user(), server.password());
    }
}
