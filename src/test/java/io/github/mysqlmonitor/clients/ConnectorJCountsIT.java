package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.event.CommandFinished.Outcome;
import io.github.mysqlmonitor.event.CommandFinished.Status;
import io.github.mysqlmonitor.event.NamedValue;
import io.github.mysqlmonitor.testing.SessionLog;
import io.github.mysqlmonitor.testing.TestServers;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Connector/J counts is counted in the events. */
class ConnectorJCountsIT {
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
    void countsAreThoseOfTheDriver(Observed site) throws SQLException {
        long[] keys = new long[1];
        int[] updated = new int[5];
        SessionLog log = site.mysql("allowMultiQueries=true&useAffectedRows=true", connection -> {
            Observed.run(
                    connection,
                    "DROP TABLE IF EXISTS counted",
                    "CREATE TABLE counted (id INT AUTO_INCREMENT PRIMARY KEY, v INT)");
            try (Statement statement = connection.createStatement()) {
                updated[0] = statement.executeUpdate(
                        "INSERT INTO counted (v) VALUES (1), (2), (3)", Statement.RETURN_GENERATED_KEYS);
                try (ResultSet generated = statement.getGeneratedKeys()) {
                    assertTrue(generated.next());
                    keys[0] = generated.getLong(1);
                }
                updated[1] = statement.executeUpdate("UPDATE counted SET v = 2");
                updated[2] = statement.executeUpdate("DELETE FROM counted WHERE id > 1000");
                updated[3] = statement.executeUpdate("REPLACE INTO counted VALUES (1, 9)");
                statement.execute(
                        "SELECT * FROM counted; DELETE FROM counted; SELECT 1 UNION SELECT 2; SELECT 1/0, 2/0, 1 WHERE 1 = 0");
                statement.execute("DROP TABLE IF EXISTS a_b_c, d_e_f");
                for (SQLWarning warning = statement.getWarnings();
                        warning != null;
                        warning = warning.getNextWarning()) {
                    updated[4]++;
                }
            }
        });
        assertEquals(updated[0], log.query("INSERT INTO counted").outcome().affectedRows());
        assertEquals(keys[0], log.query("INSERT INTO counted").outcome().lastInsertId());
        assertEquals(updated[1], log.query("UPDATE counted").outcome().affectedRows());
        assertEquals(updated[2], log.query("WHERE id > 1000").outcome().affectedRows());
        assertEquals(updated[3], log.query("REPLACE INTO").outcome().affectedRows());
        Outcome multi = log.query("SELECT * FROM counted;").outcome();
        assertEquals(List.of(3, 5L, 3L), List.of(multi.resultSets(), multi.rowsSent(), multi.affectedRows()));
        assertTrue(updated[4] > 0);
        assertEquals(updated[4], log.query("a_b_c").outcome().warnings());
        assertEquals(Status.OK, multi.status());
    }

    @ParameterizedTest
    @MethodSource("servers")
    void cursorsAndBatchesAreCounted(Observed site) throws SQLException {
        SessionLog log =
                site.mysql("useServerPrepStmts=true&useCursorFetch=true&rewriteBatchedStatements=true", connection -> {
                    Observed.run(
                            connection,
                            "DROP TABLE IF EXISTS batch",
                            "CREATE TABLE batch (id INT AUTO_INCREMENT PRIMARY KEY, v INT)");
                    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO batch (v) VALUES (?)")) {
                        for (int i = 0; i < 25; i++) {
                            insert.setInt(1, i);
                            insert.addBatch();
                        }
                        assertEquals(25, insert.executeBatch().length);
                    }
                    try (PreparedStatement select = connection.prepareStatement("SELECT * FROM batch WHERE v >= ?")) {
                        select.setFetchSize(10);
                        select.setInt(1, 3);
                        int rows = 0;
                        try (ResultSet result = select.executeQuery()) {
                            while (result.next()) {
                                rows++;
                            }
                        }
                        assertEquals(22, rows);
                    }
                });
        assertEquals(
                25,
                log.commands().stream()
                        .filter(command -> command.content().sql().startsWith("INSERT"))
                        .mapToLong(command -> command.outcome().affectedRows())
                        .sum());
        List<Long> fetched = log.commands("StmtFetch", "batch").stream()
                .map(command -> command.outcome().rowsSent())
                .toList();
        assertEquals(List.of(10L, 10L, 2L), fetched);
        assertEquals(
                22,
                log.commands().stream()
                        .filter(command -> command.content().sql().startsWith("SELECT * FROM batch"))
                        .mapToLong(command -> command.outcome().rowsSent())
                        .sum());
        assertEquals(
                IntStream.range(0, 25).mapToObj(Integer::toString).toList(),
                log.commands("StmtExecute", "INSERT").stream()
                        .flatMap(command -> command.content().values().stream())
                        .map(NamedValue::text)
                        .toList());
    }
}
