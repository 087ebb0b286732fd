package io.github.mysqlmonitor.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several sinks of one proxy before a real server. */
class SinksIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestServer server = TestServers.mysql();

    @TempDir
    private Path dir;

    @Test
    void eachSinkShowsWhatItWasAskedFor() throws Exception {
        Path json = dir.resolve("events.json");
        String text;
        try (ProxyProcess proxy = ProxyProcess.before(
                server, "--sink", "text:-?show=commands", "--sink", "json:" + json, "--sink", "null:")) {
            assertTrue(proxy.stderr().contains("text:-  commands, on stdout"), proxy::stderr);
            assertTrue(proxy.stderr().contains("json:" + json + "  sessions, commands"), proxy::stderr);
            assertTrue(proxy.stderr().contains("null:  nothing"), proxy::stderr);
            work(proxy);
            assertEquals(0, proxy.stop());
            text = proxy.log();
            assertFalse(proxy.stderr().contains("dropped"), proxy::stderr);
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(json)));
        List<String> lines = Files.readAllLines(json);
        assertAllValid(lines);
        assertTrue(lines.get(0).contains("\"mysql_monitor.event\":\"stream_started\""), lines.get(0));
        for (String event : List.of("session_opened", "legs_secured", "login_finished", "session_closed")) {
            assertEquals(1, count(lines, "\"mysql_monitor.event\":\"" + event + "\""), event);
        }
        assertEquals(0, count(lines, "\"packet_seen\""));
        assertEquals(1, count(lines, "\"db.response.status_code\":\"1146\""));
        assertEquals(
                1,
                count(lines, "\"db.query.parameter.0\":\"7000000000\""),
                () -> String.join(
                        "\n",
                        lines.stream().filter(line -> line.contains("\"Stmt")).toList()));
        assertEquals(1, count(lines, "\"mysql_monitor.transaction.outcome\":\"committed\""));

        List<String> commands = text.lines().toList();
        assertEquals(0, count(commands, " seq="));
        assertEquals(0, count(commands, " open  "));
        assertEquals(
                1,
                commands.stream()
                        .filter(line -> line.matches(".* cmd .* ERR 1146 SELECT .*nowhere.* => 42S02 .*"))
                        .count(),
                text);
        assertEquals(
                1,
                commands.stream()
                        .filter(line -> line.matches(".* cmd .* 3 sent .*SELECT 'three' UNION .*"))
                        .count(),
                text);
        assertEquals(
                1,
                commands.stream()
                        .filter(line -> line.matches(".* trx .* committed after .* 2 changed.*"))
                        .count(),
                text);
        assertEquals(count(lines, "\"command_finished\""), count(commands, " cmd  "));
    }

    @Test
    void closedStdoutEndsItsSinkOnly() throws Exception {
        Path pipe = dir.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        Process reader = new ProcessBuilder("head", "-1", pipe.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path json = dir.resolve("events.json");
        try (ProxyProcess proxy = ProxyProcess.upstream(server.host() + ":" + server.port())
                .arguments("--sink", "text:-?show=all", "--sink", "json:" + json + "?show=all")
                .stdout(pipe)
                .start()) {
            work(proxy);
            assertTrue(reader.waitFor(20, TimeUnit.SECONDS));
            work(proxy);
            proxy.awaitStderr("stdout closed, packet log ends", SOON);
            work(proxy);
            assertEquals(0, proxy.stop());
            assertTrue(proxy.stderr().contains("stdout: "), proxy::stderr);
            assertFalse(
                    proxy.stderr().lines().anyMatch(line -> line.contains(json + ": ") && line.contains("dropped")),
                    proxy::stderr);
        }
        List<String> lines = Files.readAllLines(json);
        assertAllValid(lines);
        assertEquals(3, count(lines, "\"mysql_monitor.event\":\"session_closed\""));
        assertTrue(count(lines, "\"mysql_monitor.packet.type\":\"Query\"") > 9);
    }

    @Test
    void secondStartAppendsAndSaysItsVersionAgain() throws Exception {
        Path json = dir.resolve("events.json");
        for (int i = 0; i < 2; i++) {
            try (ProxyProcess proxy = ProxyProcess.before(server, "--sink", "json:" + json)) {
                work(proxy);
                assertEquals(0, proxy.stop());
                assertEquals("", proxy.log());
            }
        }
        List<String> lines = Files.readAllLines(json);
        assertAllValid(lines);
        assertEquals(2, count(lines, "{\"v\":1,"));
        assertEquals(2, count(lines, "\"mysql_monitor.event\":\"session_closed\""));
    }

    @Test
    void sinkThatCannotBeIsAUsageErrorThatNamesIt() {
        refused(
                "sink json:" + dir + "/none/a: cannot be opened: there is no directory " + dir + "/none",
                "--sink",
                "json:" + dir + "/none/a");
        refused("sink json:-: the sink text:- writes to stdout already", "--sink", "text:-", "--sink", "json:-");
        refused("did you mean commands?", "--show", "comands", "--sink", "null:?show=all");
        refused("no option is called \"shwo\"", "--sink", "text:-?shwo=all");
    }

    private void refused(String message, String... arguments) {
        try (ProxyProcess proxy = ProxyProcess.upstream(server.host() + ":" + server.port())
                .arguments(arguments)
                .launch()) {
            assertEquals(2, proxy.awaitExit(SOON), proxy::stderr);
            assertTrue(proxy.stderr().contains(message), proxy::stderr);
        }
    }

    /** One session: results, an error, a prepared statement, a transaction. */
    private void work(ProxyProcess proxy) throws SQLException {
        String url = server.jdbcUrl(proxy.host(), proxy.port()) + "&useServerPrepStmts=true";
        try (Connection connection = DriverManager.getConnection(url, TestServer.USER, TestServer.PASSWORD);
                Statement statement = connection.createStatement()) {
            statement
                    .executeQuery("SELECT 'three' UNION SELECT 'rows' UNION SELECT 'here'")
                    .close();
            assertThrows(SQLException.class, () -> statement.executeQuery("SELECT * FROM nowhere"));
            statement.execute("CREATE TEMPORARY TABLE t (id BIGINT UNSIGNED)");
            try (PreparedStatement prepared = connection.prepareStatement("SELECT ?")) {
                prepared.setLong(1, 7_000_000_000L);
                prepared.executeQuery().close();
            }
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO t VALUES (1)");
            statement.execute("INSERT INTO t VALUES (2)");
            connection.commit();
        }
    }

    private static long count(List<String> lines, String part) {
        return lines.stream().filter(line -> line.contains(part)).count();
    }

    private static void assertAllValid(List<String> lines) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("docs/events.schema.json")));
        for (String line : lines) {
            List<Error> errors = schema.validate(line, InputFormat.JSON);
            assertTrue(errors.isEmpty(), () -> errors + "\n" + line);
        }
    }
}
