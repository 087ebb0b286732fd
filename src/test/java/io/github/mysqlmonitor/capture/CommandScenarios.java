package io.github.mysqlmonitor.capture;

import static io.github.mysqlmonitor.capture.WireClient.BASIC;
import static io.github.mysqlmonitor.capture.WireClient.MODERN;
import static io.github.mysqlmonitor.capture.WireClient.hex;
import static io.github.mysqlmonitor.capture.WireClient.join;
import static io.github.mysqlmonitor.capture.WireClient.le;
import static io.github.mysqlmonitor.capture.WireClient.text;

import io.github.mysqlmonitor.testing.ServerKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Commands beside queries, sessions that end in unusual ways, and replication. */
final class CommandScenarios {
    private CommandScenarios() {}

    static void addTo(Scenarios all) {
        all.add("com-simple-eof", r -> simple(r, BASIC));
        all.add("com-simple-modern", r -> simple(r, MODERN));
        all.add("com-pipelined", CommandScenarios::pipelined);
        all.add("com-unknown", r -> single(r, 0x60, "unheard of"));
        all.add("com-empty", CommandScenarios::empty);
        all.add("com-kill", CommandScenarios::kill);
        all.add("com-wrong-sequence", CommandScenarios::wrongSequence);
        all.add("com-idle-kill", CommandScenarios::idleKill);
        all.add("com-client-leaves", CommandScenarios::clientLeaves);
        all.add("com-reset-connection", CommandScenarios::reset);
        all.add("com-clone", CommandScenarios::cloned, ServerKind.MYSQL_9, ServerKind.MYSQL_8_0);
        all.add("com-subscribe-group", r -> single(r, 0x21, ""), ServerKind.MYSQL_9);
        all.add("binlog-dump", CommandScenarios::binlogDump);
        all.add("binlog-tool", CommandScenarios::binlogTool, ServerKind.MYSQL_9, ServerKind.MYSQL_8_0);
        all.add("binlog-dump-gtid", CommandScenarios::binlogDumpGtid, ServerKind.MYSQL_9, ServerKind.MYSQL_8_0);
    }

    private static void simple(Recording r, long capabilities) throws Exception {
        WireClient client = r.wire(capabilities);
        client.command(0x0e);
        client.command(0x09);
        client.command(0x02, text("mysql"));
        client.command(0x02, text("no_such_schema"));
        client.command(0x02, text("test"));
        client.command(0x0d);
        client.command(0x1b, hex("0100"));
        client.query("SELECT 1; SELECT 2");
        client.command(0x1b, hex("0000"));
        client.query("SELECT 1");
        client.command(0x1b, hex("0900"));
        client.command(0x0a);
        client.command(0x04, text("people"), new byte[1], text("n%"));
        client.command(0x04, text("no_such_table"), new byte[1]);
        client.command(0x07, hex("01"));
        client.command(0x05, text("created"));
        client.command(0x06, text("created"));
        client.command(0x00);
        client.command(0x0f);
        client.command(0x0c, le(4_000_000, 4));
        client.quit();
    }

    private static void pipelined(Recording r) throws Exception {
        WireClient client = r.wire(MODERN);
        client.pipeline(hex("0e"), hex("0e"), hex("0e"));
        client.pipeline(
                join(hex("03"), text("SELECT 1")),
                join(hex("03"), text("SELEC broken")),
                join(hex("03"), text("SELECT 3")));
        client.quit();
    }

    private static void single(Recording r, int code, String argument) throws Exception {
        WireClient client = r.wire(MODERN);
        client.query("SELECT 1");
        client.command(code, text(argument));
        client.close();
    }

    private static void empty(Recording r) throws Exception {
        WireClient client = r.wire(MODERN);
        client.pipeline(new byte[0]);
        client.query("SELECT 1");
        client.quit();
    }

    private static void kill(Recording r) throws Exception {
        WireClient first = r.wire(MODERN);
        WireClient second = r.wire(MODERN);
        first.post(0x03, text("SELECT SLEEP(3)"));
        untilItSleeps(r);
        second.query("KILL QUERY " + first.connectionId());
        first.drain();
        first.post(0x03, text("SELECT SLEEP(3)"));
        untilItSleeps(r);
        if (r.server().kind() == ServerKind.MYSQL_9) { // which has no COM_PROCESS_KILL any more
            second.query("KILL CONNECTION " + first.connectionId());
        } else {
            second.command(0x0c, le(first.connectionId(), 4));
        }
        first.drain();
        first.close();
        WireClient third = r.wire(MODERN);
        second.query("KILL " + third.connectionId());
        third.drain();
        third.close();
        second.query("KILL " + second.connectionId());
        second.close();
    }

    private static void wrongSequence(Recording r) throws Exception {
        WireClient client = r.wire(MODERN);
        client.query("SELECT 1");
        client.send(text("\u0003SELECT 'number 9 or so'"));
        client.drain();
        client.close();
    }

    private static void idleKill(Recording r) throws Exception {
        WireClient client = r.wire(MODERN);
        client.query("SET SESSION wait_timeout = 1");
        client.drain();
        client.close();
    }

    private static void clientLeaves(Recording r) throws Exception {
        WireClient running = r.wire(MODERN);
        running.post(0x03, text("SELECT SLEEP(1)"));
        untilItSleeps(r);
        running.close();
        WireClient reading = r.wire(MODERN);
        reading.query("BEGIN");
        reading.query("SELECT * FROM people FOR UPDATE");
        reading.close();
        r.connect().close();
    }

    private static void reset(Recording r) throws Exception {
        WireClient client = r.wire(MODERN);
        client.query("SET @x = 1");
        byte[] id = WireClient.statementId(client.command(0x16, text("SELECT 1")));
        client.query("BEGIN");
        client.query("INSERT INTO scratch (id) VALUES (1)");
        client.command(0x1f);
        client.command(0x17, id, hex("00 01000000"));
        client.query("SELECT @x, COUNT(*) FROM scratch");
        client.quit();
    }

    private static void cloned(Recording r) throws Exception {
        r.admin("INSTALL PLUGIN clone SONAME 'mysql_clone.so'");
        single(r, 0x20, "");
        r.admin("UNINSTALL PLUGIN clone");
    }

    private static void binlogDump(Recording r) throws Exception {
        r.admin("FLUSH BINARY LOGS", "INSERT INTO scratch (id, v) VALUES (1, 'one')", "DELETE FROM scratch");
        WireClient client = r.wire(MODERN);
        boolean mariaDb = r.server().kind().isMariaDb();
        String source = r.server().kind() == ServerKind.MYSQL_9 ? "source" : "master";
        client.query("SET @" + source + "_binlog_checksum = 'CRC32', @" + source + "_heartbeat_period = 1000000000");
        if (mariaDb) {
            client.query("SET @mariadb_slave_capability = 4");
        }
        byte[] me = join(le(99, 4), hex("04"), text("host"), hex("04"), text("user"), hex("04"), text("pass"));
        client.command(0x15, me, le(3306, 2), le(0, 4), le(0, 4));
        int stopAtTheEnd = 1;
        client.command(0x12, le(4, 4), le(stopAtTheEnd, 2), le(99, 4), text(lastLog(r)));
        client.close();
    }

    private static void binlogDumpGtid(Recording r) throws Exception {
        r.admin("FLUSH BINARY LOGS", "INSERT INTO scratch (id, v) VALUES (1, 'one')", "DELETE FROM scratch");
        WireClient client = r.wire(MODERN);
        String source = r.server().kind() == ServerKind.MYSQL_9 ? "source" : "master";
        client.query("SET @" + source + "_binlog_checksum = 'NONE'");
        byte[] noGtids = le(0, 8);
        byte[] file = text(lastLog(r));
        client.command(0x1e, le(1, 2), le(99, 4), le(file.length, 4), file, le(4, 8), le(noGtids.length, 4), noGtids);
        client.close();
    }

    private static void binlogTool(Recording r) throws SQLException {
        r.admin("FLUSH BINARY LOGS", "INSERT INTO scratch (id, v) VALUES (1, 'one')", "DELETE FROM scratch");
        List<String> tool = List.of(
                Path.of("scripts", "test-server").toString(),
                "tool",
                r.server().kind().scriptName(),
                "mysqlbinlog",
                "--");
        r.run(tool, "--read-from-remote-server", "--ssl-mode=DISABLED", "--get-server-public-key", lastLog(r));
    }

    private static String lastLog(Recording r) throws SQLException {
        String name = "";
        try (Connection connection = r.server().connect();
                Statement statement = connection.createStatement();
                ResultSet logs = statement.executeQuery("SHOW BINARY LOGS")) {
            while (logs.next()) {
                name = logs.getString(1);
            }
        }
        return name;
    }

    private static void untilItSleeps(Recording r) throws SQLException {
        try (Connection connection = r.server().connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 1000; i++) {
                try (ResultSet sleeping = statement.executeQuery(
                        "SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE 'SELECT SLEEP%'")) {
                    sleeping.next();
                    if (sleeping.getInt(1) > 0) {
                        return;
                    }
                }
            }
            throw new SQLException("it never slept");
        }
    }
}
