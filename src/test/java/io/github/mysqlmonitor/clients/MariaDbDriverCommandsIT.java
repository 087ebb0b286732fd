package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.NamedValue;
import io.github.mysqlmonitor.testing.SessionLog;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The events of the MariaDB driver's commands say what the driver said and saw. */
class MariaDbDriverCommandsIT {
    private static final int BATCH = 10;

    private static List<Observed> servers = List.of();

    @TempDir
    private static Path dir;

    @BeforeAll
    static void start() {
        servers = TestServers.all().stream()
                .map(shared -> Observed.before(TestServer.start(shared.kind(), "--local-infile=1")))
                .toList();
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
    void bulkExecutionShowsTheValuesOfItsRows(Observed site) throws SQLException {
        List<String> bound = new ArrayList<>();
        int[] updated = new int[1];
        SessionLog log = site.mariaDb("useServerPrepStmts=true&useBulkStmts=true", connection -> {
            Observed.run(
                    connection,
                    "DROP TABLE IF EXISTS bulk",
                    "CREATE TABLE bulk (id INT, name VARCHAR(50), size BIGINT) DEFAULT CHARSET utf8mb4");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO bulk VALUES (?, ?, ?)")) {
                for (int i = 0; i < BATCH; i++) {
                    insert.setInt(1, i);
                    insert.setString(2, "name €" + i);
                    if (i % 3 == 0) {
                        insert.setNull(3, Types.BIGINT);
                    } else {
                        insert.setLong(3, i * 10_000_000_000L);
                    }
                    insert.addBatch();
                    bound.addAll(Arrays.asList(
                            Integer.toString(i), "name €" + i, i % 3 == 0 ? null : Long.toString(i * 10_000_000_000L)));
                }
                updated[0] = insert.executeBatch().length;
            }
        });
        String kind = site.server().kind().isMariaDb() ? "StmtBulkExecute" : "StmtExecute";
        List<CommandFinished> executions = log.commands(kind, "INSERT INTO bulk");
        assertEquals(BATCH, updated[0]);
        assertEquals(
                BATCH,
                executions.stream().mapToInt(each -> each.outcome().batchSize()).sum(),
                log::toString);
        assertEquals(
                BATCH,
                executions.stream()
                        .mapToLong(each -> each.outcome().affectedRows())
                        .sum(),
                log::toString);
        assertEquals(
                bound,
                executions.stream()
                        .flatMap(each -> each.content().values().stream())
                        .map(NamedValue::text)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("servers")
    void executionSentBeforeThePrepareWasAnsweredHasItsText(Observed site) throws SQLException {
        SessionLog log = site.mariaDb("useServerPrepStmts=true", connection -> {
            for (int i = 0; i < 3; i++) {
                String sql = "SELECT ?" + ", 1".repeat(i) + ", 'pipelined'";
                try (PreparedStatement select = connection.prepareStatement(sql)) {
                    select.setInt(1, i);
                    try (ResultSet result = select.executeQuery()) {
                        assertTrue(result.next());
                        assertEquals(i, result.getInt(1));
                    }
                }
            }
        });
        List<CommandFinished> executions = log.commands("StmtExecute", "'pipelined'");
        List<CommandFinished> prepares = log.commands("StmtPrepare", "'pipelined'");
        assertEquals(
                List.of("0", "1", "2"),
                executions.stream()
                        .map(each -> each.content().values().get(0).text())
                        .toList(),
                log::toString);
        assertTrue(executions.stream().allMatch(each -> each.outcome().rowsSent() == 1));
        for (int i = 0; i < 3; i++) {
            assertEquals(prepares.get(i).statementId(), executions.get(i).statementId(), log::toString);
            assertEquals(
                    prepares.get(i).content().sql(), executions.get(i).content().sql());
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void localFileHasNameAndBytes(Observed site) throws SQLException, IOException {
        Path file = Files.writeString(dir.resolve("rows.csv"), "1,one\n2,two\n3,thrée\n".repeat(5000));
        int[] updated = new int[1];
        SessionLog log = site.mariaDb("allowLocalInfile=true", connection -> {
            Observed.run(
                    connection,
                    "DROP TABLE IF EXISTS loaded",
                    "CREATE TABLE loaded (id INT, name VARCHAR(50)) DEFAULT CHARSET utf8mb4");
            try (Statement statement = connection.createStatement()) {
                updated[0] = statement.executeUpdate(
                        "LOAD DATA LOCAL INFILE '" + file + "' INTO TABLE loaded FIELDS TERMINATED BY ','");
            }
        });
        CommandFinished load = log.query("LOAD DATA LOCAL");
        assertEquals(15_000, updated[0]);
        assertEquals(updated[0], load.outcome().affectedRows());
        assertEquals(Files.size(file), load.outcome().infileBytes());
        assertEquals("local_infile=" + file, load.content().arguments());
        assertTrue(load.content().info().startsWith("Records: 15000"), load.content()::info);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void rowsFetchedInPartsAreCounted(Observed site) throws SQLException {
        SessionLog log = site.mariaDb("useServerPrepStmts=true&useCompression=true", connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 777) SELECT * FROM n")) {
                select.setFetchSize(100);
                int rows = 0;
                try (ResultSet result = select.executeQuery()) {
                    while (result.next()) {
                        rows++;
                    }
                }
                assertEquals(777, rows);
            }
        });
        assertEquals(
                777,
                log.commands().stream()
                        .filter(each -> each.content().sql().startsWith("WITH RECURSIVE"))
                        .mapToLong(each -> each.outcome().rowsSent())
                        .sum());
        assertEquals("zlib", log.closed().facts().compression());
    }
}
