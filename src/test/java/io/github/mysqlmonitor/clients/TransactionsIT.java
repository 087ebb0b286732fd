package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.event.CommandFinished.TransactionState.Kind;
import io.github.mysqlmonitor.event.TransactionFinished;
import io.github.mysqlmonitor.event.TransactionFinished.Outcome;
import io.github.mysqlmonitor.testing.SessionLog;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Transactions of real clients on real servers become events with what happened in them. */
class TransactionsIT {
    private static List<Observed> servers = List.of();

    @BeforeAll
    static void start() {
        servers = TestServers.all().stream().map(Observed::before).toList();
    }

    @AfterAll
    static void stop() {
        servers.forEach(Observed::stop);
    }

    static List<Observed> servers() {
        return servers;
    }

    @ParameterizedTest
    @MethodSource("servers")
    void committedAndRolledBack(Observed site) throws SQLException {
        SessionLog log = site.mysql("readOnlyPropagatesToServer=false", connection -> {
            Observed.run(connection, "DROP TABLE IF EXISTS t1", "CREATE TABLE t1 (id INT PRIMARY KEY, v INT)");
            connection.setAutoCommit(false);
            Observed.run(connection, "INSERT INTO t1 VALUES (1, 1), (2, 2), (3, 3)", "SELECT * FROM t1");
            connection.commit();
            Observed.run(connection, "UPDATE t1 SET v = 9 WHERE id < 3", "DELETE FROM t1");
            connection.rollback();
            connection.setAutoCommit(true);
            Observed.run(connection, "UPDATE t1 SET v = 10");
        });
        List<TransactionFinished> all = log.transactions();
        assertEquals(List.of(Outcome.COMMITTED, Outcome.ROLLED_BACK), outcomes(log), log::toString);
        assertCounts(all.get(0), 3, 3, 3);
        assertCounts(all.get(1), 3, 0, 5);
        for (TransactionFinished each : all) {
            assertTrue(each.idleNanos() >= 0 && each.idleNanos() <= each.durationNanos(), each::toString);
            assertTrue(each.durationNanos() > 0 && each.epochMicros() >= each.startEpochMicros(), each::toString);
        }
        assertEquals(Kind.OPEN, log.query("SELECT * FROM t1").transaction().state());
        assertEquals(Kind.NONE, log.query("SET v = 10").transaction().state());
    }

    @ParameterizedTest
    @MethodSource("servers")
    void dataDefinitionCommitsAndTheEndAbandons(Observed site) throws SQLException {
        SessionLog log = site.mysql(
                "allowMultiQueries=true",
                connection -> Observed.run(
                        connection,
                        "CREATE TABLE IF NOT EXISTS t2 (id INT)",
                        "BEGIN",
                        "INSERT INTO t2 VALUES (1)",
                        "CREATE TABLE IF NOT EXISTS t3 (id INT)",
                        "START TRANSACTION READ ONLY",
                        "SELECT 'read only' FROM t2",
                        "START TRANSACTION READ WRITE",
                        "INSERT INTO t2 VALUES (2)",
                        "COMMIT AND CHAIN",
                        "INSERT INTO t2 VALUES (3), (4)",
                        "ROLLBACK; BEGIN; DELETE FROM t2"));
        assertEquals(
                List.of(
                        Outcome.IMPLICITLY_COMMITTED,
                        Outcome.IMPLICITLY_COMMITTED,
                        Outcome.COMMITTED,
                        Outcome.ROLLED_BACK,
                        Outcome.ABANDONED),
                outcomes(log),
                log::toString);
        assertEquals(1, log.transactions().get(0).affectedRows());
        assertEquals(1, log.transactions().get(2).affectedRows());
        assertEquals(2, log.transactions().get(3).affectedRows());
        assertEquals(Kind.READ_ONLY, log.query("'read only'").transaction().state());
    }

    @ParameterizedTest
    @MethodSource("servers")
    void deadlockRollsBack(Observed site) throws Exception {
        long[] ids = new long[2];
        try (Connection one = site.connectMysql("");
                Connection two = site.connectMysql("")) {
            ids[0] = Observed.connectionId(one);
            ids[1] = Observed.connectionId(two);
            Observed.run(
                    one,
                    "DROP TABLE IF EXISTS locks",
                    "CREATE TABLE locks (id INT PRIMARY KEY, v INT)",
                    "INSERT INTO locks VALUES (1, 1), (2, 2), (3, 3)");
            for (Connection each : new Connection[] {one, two}) {
                each.setAutoCommit(false);
            }
            // The victim is the one that changed less.
            Observed.run(one, "UPDATE locks SET v = 5 WHERE id IN (1, 3)");
            Observed.run(two, "UPDATE locks SET v = 6 WHERE id = 2");
            CompletableFuture<Void> waits = CompletableFuture.runAsync(() -> {
                try {
                    Observed.run(one, "UPDATE locks SET v = 7 WHERE id = 2");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            SQLException deadlock = assertThrows(SQLException.class, () -> {
                waitForLock(site.server());
                Observed.run(two, "UPDATE locks SET v = 8 WHERE id = 1");
            });
            assertEquals(1213, deadlock.getErrorCode());
            waits.get();
            one.commit();
            two.rollback();
        }
        assertEquals(List.of(Outcome.COMMITTED), outcomes(site.events(ids[0])));
        SessionLog victim = site.events(ids[1]);
        assertEquals(List.of(Outcome.ROLLED_BACK), outcomes(victim), victim::toString);
        assertEquals(1213, victim.query("SET v = 8").outcome().errorNumber());
        assertEquals("40001", victim.query("SET v = 8").outcome().sqlState());
        assertFalse(victim.query("SET v = 8").content().errorMessage().isEmpty());
    }

    /** Returns when a transaction waits for a lock. */
    private static void waitForLock(TestServer server) throws SQLException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        try (Connection admin = server.connect();
                var statement = admin.createStatement()) {
            while (System.nanoTime() < deadline) {
                try (var waiting = statement.executeQuery(
                        "SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'")) {
                    if (waiting.next() && waiting.getInt(1) > 0) {
                        return;
                    }
                }
            }
        }
        throw new AssertionError("nobody waits for a lock");
    }

    private static List<Outcome> outcomes(SessionLog log) {
        return log.transactions().stream().map(TransactionFinished::outcome).toList();
    }

    private static void assertCounts(TransactionFinished transaction, long statements, long rows, long affected) {
        assertEquals(
                List.of(statements, rows, affected),
                List.of(transaction.statements(), transaction.rowsSent(), transaction.affectedRows()));
    }
}
