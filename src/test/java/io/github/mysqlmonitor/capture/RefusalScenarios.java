package io.github.mysqlmonitor.capture;

import static io.github.mysqlmonitor.capture.WireClient.BASIC;
import static io.github.mysqlmonitor.capture.WireClient.MODERN;
import static io.github.mysqlmonitor.capture.WireClient.text;

import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.TestServer;
import java.io.IOException;
import java.net.SocketException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/** What servers refuse or understand each in a way of its own: see {@code docs/protocol-notes.md}. */
final class RefusalScenarios {
    private RefusalScenarios() {}

    static void addTo(Scenarios all) {
        all.addAlone(
                "login-blocked",
                RefusalScenarios::blocked,
                "--max-connect-errors=3",
                "--skip-name-resolve=OFF",
                "--performance-schema=ON");
        all.addAlone("login-uncounted", RefusalScenarios::uncounted, "--max-connect-errors=3");
        all.add("com-too-large", RefusalScenarios::tooLarge);
        all.add("com-reset-charset", RefusalScenarios::resetCharset);
        all.add("query-differences", RefusalScenarios::differences);
        all.add("query-cli-no-commands", RefusalScenarios::cliWithoutCommands, ServerKind.MYSQL_9);
        all.add("query-read-only-jdbc", RefusalScenarios::readOnlyAsked, ServerKind.MYSQL_9);
        all.add("stmt-odd-times", RefusalScenarios::oddTimes);
    }

    private static void blocked(Recording r) throws Exception {
        for (int i = 0; i < 5; i++) {
            r.wire(BASIC, TestServer.USER, "wrong").close();
        }
        leaveBehindTheGreeting(r, 3);
        untilCounted(r);
        r.wire(BASIC).close();
        r.admin(r.server().kind().isMariaDb() ? "FLUSH HOSTS" : "TRUNCATE TABLE performance_schema.host_cache");
        for (int i = 0; i < 3; i++) {
            WireClient client = r.connect();
            client.greeting();
            client.requestTls();
            client.close();
        }
        untilCounted(r);
        r.wire(BASIC).close();
    }

    /** A server counts only when a thread of its own has noticed. */
    private static void untilCounted(Recording r) throws SQLException {
        try (Connection connection = r.server().connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 2000; i++) {
                try (ResultSet counted = statement.executeQuery("SELECT SUM(SUM_CONNECT_ERRORS) >= 3"
                        + " FROM performance_schema.host_cache WHERE IP = '127.0.0.2'")) {
                    counted.next();
                    if (counted.getBoolean(1)) {
                        return;
                    }
                }
            }
        }
    }

    private static void uncounted(Recording r) throws Exception {
        leaveBehindTheGreeting(r, 8);
        WireClient client = r.wire(BASIC);
        client.quit();
    }

    private static void leaveBehindTheGreeting(Recording r, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            WireClient client = r.connect();
            client.greeting();
            client.close();
        }
    }

    /** The server answers while the client still has to send the greater part of its packet. */
    private static void tooLarge(Recording r) throws Exception {
        try (Connection admin = r.server().connect()) {
            Recording.execute(
                    admin,
                    "SET @packet = @@GLOBAL.max_allowed_packet, @buffer = @@GLOBAL.net_buffer_length",
                    "SET GLOBAL net_buffer_length = 1024",
                    "SET GLOBAL max_allowed_packet = 1024");
            WireClient client = r.wire(MODERN);
            client.query("SELECT 1");
            client.begin(5000, text("\u0003SELECT LENGTH('begun"));
            client.drain();
            client.close();
            Recording.execute(
                    admin, "SET GLOBAL max_allowed_packet = @packet", "SET GLOBAL net_buffer_length = @buffer");
        } catch (SocketException reset) {
            // That, too, is how it may end.
        }
    }

    private static void resetCharset(Recording r) throws Exception {
        int latin1 = 8;
        WireClient client = r.connect().charset(latin1);
        client.login(TestServer.USER, TestServer.PASSWORD, MODERN);
        client.query("SELECT @@character_set_client");
        client.query("SET NAMES greek");
        client.query("SELECT @@character_set_client");
        client.command(0x1f);
        client.query("SELECT @@character_set_client");
        client.quit();
    }

    private static void differences(Recording r) throws Exception {
        WireClient client = r.wire(MODERN);
        for (String sql : List.of(
                "START TRANSACTION READ ONLY",
                "BEGIN",
                "INSERT INTO scratch (id) VALUES (1)",
                "ROLLBACK",
                "DROP TABLE IF EXISTS no_such_one, no_such_two",
                "SHOW WARNINGS")) {
            client.query(sql);
        }
        client.quit();
    }

    private static void cliWithoutCommands(Recording r) {
        for (String script :
                List.of("query_attributes a 1\nSELECT 'none'", "resetconnection\nSELECT 1", "\\u mysql\nSELECT 1")) {
            r.cli("--ssl-mode=DISABLED", "--get-server-public-key", "--execute=" + script, "test");
        }
    }

    private static void readOnlyAsked(Recording r) throws SQLException {
        for (String option : List.of("readOnlyPropagatesToServer=true", "readOnlyPropagatesToServer=false")) {
            try (Connection connection = r.mysql(option);
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("INSERT INTO scratch (id) VALUES (1)");
                statement.execute("INSERT INTO scratch (id) VALUES (2)");
                connection.rollback();
            }
        }
    }

    /** MariaDB's driver sends a day with a time of day, and a negative time with each part negated. */
    private static void oddTimes(Recording r) throws SQLException {
        for (Object value : List.of(LocalDate.of(2026, 2, 28), Duration.ofSeconds(-5))) {
            try (Connection connection = r.mariaDb("useServerPrepStmts=true");
                    PreparedStatement select = connection.prepareStatement("SELECT ?")) {
                select.setObject(1, value);
                try (ResultSet rows = select.executeQuery()) {
                    rows.next();
                }
            } catch (SQLException refused) {
                // The server's ERR is recorded.
            }
        }
    }
}
