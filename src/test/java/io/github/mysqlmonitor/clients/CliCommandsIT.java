package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.CommandFinished.Outcome;
import io.github.mysqlmonitor.event.CommandFinished.Status;
import io.github.mysqlmonitor.event.MonitorEvent.SchemaChanged;
import io.github.mysqlmonitor.testing.ProgramRun;
import io.github.mysqlmonitor.testing.SessionLog;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The events of a scripted session of the mysql client say what the client was told and printed. */
class CliCommandsIT {
    private static final Pattern ID = Pattern.compile("the id is (\\d+)");
    private static final Pattern ROWS = Pattern.compile("(?m)^(\\d+) rows? in set");
    private static final Pattern AFFECTED = Pattern.compile("(?m)^Query OK, (\\d+) rows? affected");
    private static final Pattern WARNINGS =
            Pattern.compile("(?m)^(?:Query OK, .*|\\d+ rows? in set), (\\d+) warnings?");

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
    void scriptedSessionIsToldAsTheClientSawIt(Observed site) throws IOException {
        Path rows = Files.writeString(dir.resolve("cli.csv"), "1\tone\n2\ttwo\n3\tthree\n");
        ProgramRun run = cli(site, SCRIPT.replace("@file", rows.toString()), "--delimiter=;");
        SessionLog log = site.events(id(run));

        assertPrinted(run, log);
        assertAttributes(site, log);
        Outcome call = log.query("CALL many").outcome();
        assertEquals(List.of(2, 3L, 3L), List.of(call.resultSets(), call.rowsSent(), call.affectedRows()));
        CommandFinished load = log.query("LOAD DATA LOCAL");
        assertEquals("local_infile=" + rows, load.content().arguments());
        assertEquals(Files.size(rows), load.outcome().infileBytes());
        CommandFinished failed = log.query("no_such_table");
        assertEquals(Status.ERROR, failed.outcome().status());
        assertEquals(
                List.of(1146, "42S02"),
                List.of(failed.outcome().errorNumber(), failed.outcome().sqlState()));
        assertTrue(run.errors().contains(failed.content().errorMessage()), run.errors());
        assertEquals(
                List.of("test>information_schema", "information_schema>test"),
                log.all(SchemaChanged.class).stream()
                        .map(changed -> changed.from() + ">" + changed.to())
                        .toList());
        assertEquals("information_schema", log.query("elsewhere").facts().schema());
    }

    private static final String SCRIPT = """
            SELECT CONNECTION_ID(), CONCAT('the id is ', CONNECTION_ID());
            query_attributes n1 v1 n2 'v 2' traceparent 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
            SELECT 'with attributes';
            SELECT 'without';
            \\u information_schema
            SELECT 'elsewhere';
            \\u test
            DROP TABLE IF EXISTS cli;
            CREATE TABLE cli (id INT, name VARCHAR(20));
            DROP PROCEDURE IF EXISTS many;
            delimiter //
            CREATE PROCEDURE many() BEGIN SELECT 1 UNION SELECT 2; SELECT 'x'; UPDATE cli SET id = id + 1; END//
            SELECT 1; SELECT 2; DO 1//
            delimiter ;
            LOAD DATA LOCAL INFILE '@file' INTO TABLE cli;
            CALL many();
            SELECT * FROM cli;
            SELECT * FROM no_such_table;
            SELECT 1/0, CAST('x' AS SIGNED);
            DROP TABLE IF EXISTS cli;
            """;

    /** What the client counted, in order. */
    private static void assertPrinted(ProgramRun run, SessionLog log) {
        List<CommandFinished> own = log.commands("Query", "").stream()
                .filter(each ->
                        !each.content().sql().matches("(?i)select (@@version_comment limit 1|\\$\\$|DATABASE\\(\\))"))
                .toList();
        assertEquals(
                sum(ROWS, run),
                own.stream().mapToLong(each -> each.outcome().rowsSent()).sum(),
                log::toString);
        assertEquals(
                sum(AFFECTED, run),
                own.stream().mapToLong(each -> each.outcome().affectedRows()).sum(),
                log::toString);
        assertEquals(
                sum(WARNINGS, run),
                own.stream().mapToLong(each -> each.outcome().warnings()).sum(),
                log::toString);
    }

    private static void assertAttributes(Observed site, SessionLog log) {
        boolean supported = !site.server().kind().isMariaDb();
        CommandFinished with = log.query("with attributes");
        List<String> attributes = SessionLog.shown(with.content().attributes());
        assertEquals(
                supported
                        ? List.of(
                                "n1:=v1",
                                "n2:=v 2",
                                "traceparent:=00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                        : List.of(),
                attributes.stream()
                        .map(each -> each.replaceFirst(":[A-Z]+=", ":="))
                        .toList());
        assertEquals(supported ? "00f067aa0ba902b7" : "", with.content().spanId());
        assertEquals(List.of(), log.query("'without'").content().attributes());
    }

    static Stream<Arguments> serversAndCharsets() {
        return servers.stream()
                .flatMap(site -> Stream.of("latin1", "utf8mb4").map(charset -> Arguments.of(site, charset)));
    }

    @ParameterizedTest
    @MethodSource("serversAndCharsets")
    void textIsReadInTheCharacterSetOfTheSession(Observed site, String login) throws IOException {
        String latin = """
                SELECT CONNECTION_ID(), CONCAT('the id is ', CONNECTION_ID());
                SET NAMES latin1;
                SELECT 'first häß';
                SET NAMES cp850;
                resetconnection
                SELECT CONCAT('reset to ', @@character_set_client, '!');
                """;
        ProgramRun run = cli(site, latin.getBytes(StandardCharsets.ISO_8859_1), "--default-character-set=" + login);
        SessionLog log = site.events(id(run));
        assertEquals(login, log.login().facts().charset());
        assertEquals("SELECT 'first häß'", log.query("'first").content().sql());
        assertEquals("latin1", log.query("'first").facts().charset());
        assertEquals(1, log.commands("ResetConnection", "").size(), log::toString);
        CommandFinished reset = log.query("reset to");
        assertTrue(run.text().contains("reset to " + reset.facts().charset() + "!"), run.text() + log);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void queryThatIsInterruptedNamesWhoKilledIt(Observed site) throws Exception {
        Path output = dir.resolve("interrupted.out");
        List<String> command = new ArrayList<>(TestServers.mysql().cliCommand());
        command.addAll(Arrays.asList(
                "--protocol=TCP",
                "--host=127.0.0.1",
                "--port=" + site.proxy().port(),
                "--user=" + TestServer.USER,
                "--database=test",
                "--force",
                "-vvv",
                "--unbuffered",
                "-e",
                "SELECT CONCAT('the id is ', CONNECTION_ID()); CREATE TABLE IF NOT EXISTS c (id INT);"
                        + " INSERT INTO c VALUES (1); SELECT 'interrupted' FROM c WHERE SLEEP(30); SELECT 'goes on'"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("MYSQL_PWD", TestServer.PASSWORD);
        Process client = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            Observed.awaitStatement(site.server(), "%interrupted%SLEEP(30)%");
            ProcessHandle mysql =
                    client.descendants().reduce((one, other) -> other).orElse(client.toHandle());
            new ProcessBuilder("kill", "-INT", Long.toString(mysql.pid()))
                    .start()
                    .waitFor();
            assertTrue(client.waitFor(20, TimeUnit.SECONDS));
        } finally {
            client.destroyForcibly();
        }
        ProgramRun run = new ProgramRun(0, Files.readAllBytes(output), "");
        SessionLog log = site.events(id(run));
        CommandFinished killed = log.query("interrupted");
        assertEquals(1317, killed.outcome().errorNumber(), run.text());
        assertTrue(site.killer(id(run)).contains(" test@"), log::toString);
    }

    private static long sum(Pattern counts, ProgramRun run) {
        return counts.matcher(run.text())
                .results()
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .sum();
    }

    private static long id(ProgramRun run) {
        Matcher id = ID.matcher(run.text());
        assertTrue(id.find(), () -> run.text() + run.errors());
        return Long.parseLong(id.group(1));
    }

    private static ProgramRun cli(Observed site, String script, String... arguments) throws IOException {
        return cli(site, script.getBytes(StandardCharsets.UTF_8), arguments);
    }

    private static ProgramRun cli(Observed site, byte[] script, String... more) throws IOException {
        Path file = Files.write(dir.resolve("script.sql"), script);
        List<String> arguments = new ArrayList<>(List.of(
                "--protocol=TCP",
                "--host=127.0.0.1",
                "--port=" + site.proxy().port(),
                "--user=" + TestServer.USER,
                "--database=test",
                "--commands", // of 9.x: without it none but delimiter works
                "--named-commands",
                "--local-infile=1",
                "--force",
                "--table",
                "-vvv"));
        arguments.addAll(Arrays.asList(more));
        return ProgramRun.mysql(file.toFile(), arguments.toArray(new String[0]));
    }
}
