package io.github.mysqlmonitor.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.sink.json.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/events.md} shows events of recorded sessions, and shows them as they are today. With
 * {@code -Dgolden.update=true} it is written anew.
 */
class EventsDocumentTest {
    private static final Path DOCUMENT = Path.of("docs", "events.md");
    private static final String COMMAND = "\"mysql_monitor.event\":\"command_finished\"";

    private static final String BEGINNING = """
            # Events by example

            Every kind of event, and the commands that are told in a way of their own, as the JSON sink writes them, with a line
            feed after each key here. All are real: they come of the captures in `src/test/resources/captures`, which are
            named above each. Times count from the beginning of the capture. The keys are described in
            [events.schema.json](events.schema.json).

            This file is generated from the captures, and the build fails if it is not what they give
            (`mvn test -Dtest=EventsDocumentTest -Dgolden.update=true` writes it).
            """;

    private record Example(String title, String capture, List<String> needles) {
        static Example of(String title, String capture, String... needles) {
            return new Example(title, capture, List.of(needles));
        }

        static Example event(String title, String capture, String type, String... needles) {
            return of(title, capture, concat("\"mysql_monitor.event\":\"" + type + "\"", needles));
        }

        static Example command(String title, String capture, String name, String... needles) {
            return of(title, capture, concat(COMMAND, concat("\"mysql_monitor.command\":\"" + name + "\"", needles)));
        }

        private static String[] concat(String first, String... rest) {
            String[] all = new String[rest.length + 1];
            all[0] = first;
            System.arraycopy(rest, 0, all, 1, rest.length);
            return all;
        }
    }

    private static final List<Example> SESSIONS = List.of(
            Example.event("A client has connected", "mysql97-login-caching-tls", "session_opened"),
            Example.event("Both legs are secured", "mysql97-login-caching-tls", "legs_secured"),
            Example.event("A login succeeded", "mysql97-login-caching-tls", "login_finished"),
            Example.event("A login was refused", "mysql97-login-refused", "login_finished", "1045"),
            Example.event("The user was changed", "mysql97-change-user", "user_changed"),
            Example.event("The schema was changed", "mysql97-query-tracking", "schema_changed"),
            Example.event("A transaction ended", "mysql97-query-transactions", "transaction_finished"),
            Example.event("A word to the operator", "mysql97-login-refused", "notice"),
            Example.event("A session cannot be decoded any more", "mysql97-com-unknown", "observation_stopped"),
            Example.event("A session ended", "mysql97-query-transactions", "session_closed"),
            Example.event("A session was killed", "mysql97-com-kill", "session_closed", "killed by"),
            Example.event("A packet", "mysql97-query-results-modern", "packet_seen", "ERR"));

    private static final List<Example> COMMANDS = List.of(
            Example.command("A query", "mysql97-query-results-modern", "Query", "SELECT name, age"),
            Example.command("A query that changes rows", "mysql97-query-results-modern", "Query", "INSERT INTO people"),
            Example.command("A query that fails", "mysql97-query-results-modern", "Query", "SELECT EXP(n)"),
            Example.command("A call with several results", "mysql97-query-results-modern", "Query", "CALL"),
            Example.command("Query attributes and a trace", "mysql97-query-attributes-cli", "Query", "trace_id"),
            Example.command("A GTID by session tracking", "mysql97-query-tracking", "Query", "gtid\":"),
            Example.command("A masked password", "mysql97-query-secrets", "Query", "CREATE USER"),
            Example.command("A file of the client", "mysql97-query-infile", "Query", "LOAD DATA"),
            Example.command("A statement is prepared", "mysql97-stmt-raw-modern", "StmtPrepare"),
            Example.command("A prepared statement is executed", "mysql97-stmt-binds", "StmtExecute"),
            Example.command("A prepared statement fails", "mysql97-stmt-raw-modern", "StmtExecute", "1243"),
            Example.command("Rows of a cursor", "mysql97-stmt-raw-modern", "StmtFetch"),
            Example.command("A value in pieces", "mysql97-stmt-raw-modern", "StmtSendLongData"),
            Example.command("Many executions in one command", "mariadb-stmt-bulk", "StmtBulkExecute"),
            Example.command("A ping", "mysql97-com-simple-modern", "Ping"),
            Example.command("A schema is chosen", "mysql97-com-simple-modern", "InitDb", "1049"),
            Example.command("The user is changed", "mysql97-change-user", "ChangeUser"),
            Example.command("A command that was killed with its session", "mysql97-com-kill", "Query", "server_left"),
            Example.command("A client that leaves while its command runs", "mysql97-com-client-leaves", "Query"),
            Example.command("A binlog dump", "mysql97-binlog-dump", "BinlogDump"),
            Example.command("An unknown command", "mysql97-com-unknown", "UnknownCommand"));

    private final JsonLines json = new JsonLines();

    @Test
    void theDocumentShowsTheEventsOfToday() throws IOException {
        StringBuilder document = new StringBuilder(BEGINNING);
        document.append("\n## Sessions and packets\n");
        for (Example example : SESSIONS) {
            append(document, example);
        }
        document.append("\n## Commands\n");
        for (Example example : COMMANDS) {
            append(document, example);
        }
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(DOCUMENT, document);
        }
        assertEquals(Files.readString(DOCUMENT), document.toString());
    }

    private void append(StringBuilder document, Example example) throws IOException {
        for (MonitorEvent event :
                Replayed.events(Captures.read(example.capture), Replayed.ALL, Replayed.Cut.WHOLE, true)) {
            String line = json.of(event);
            if (example.needles.stream().allMatch(line::contains)) {
                document.append("\n### ").append(example.title).append("\n\n`").append(example.capture);
                document.append("`\n\n```json\n").append(broken(line)).append("\n```\n");
                return;
            }
        }
        throw new AssertionError("no event of " + example.capture + " contains " + example.needles);
    }

    /** Each key of the object on a line of its own. */
    private static String broken(String object) {
        StringBuilder lines = new StringBuilder();
        boolean quoted = false;
        int depth = 0;
        for (int i = 0; i < object.length(); i++) {
            char c = object.charAt(i);
            if (c == '\\') {
                lines.append(c).append(object.charAt(++i));
                continue;
            }
            quoted ^= c == '"';
            if (!quoted && (c == '{' || c == '[')) {
                depth++;
            } else if (!quoted && (c == '}' || c == ']')) {
                depth--;
            }
            boolean ends = depth == 0 && c == '}' && !quoted;
            lines.append(ends ? "\n" : "").append(c);
            boolean begins = depth == 1 && !quoted && (c == ',' || c == '{');
            lines.append(begins ? "\n  " : "");
        }
        return lines.toString();
    }
}
