package io.github.mysqlmonitor.capture;

import static io.github.mysqlmonitor.capture.WireClient.BASIC;
import static io.github.mysqlmonitor.capture.WireClient.MODERN;
import static io.github.mysqlmonitor.capture.WireClient.hex;
import static io.github.mysqlmonitor.capture.WireClient.text;

import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.TestServer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;

/** Text queries with every shape of a result. */
final class QueryScenarios {
    private static final String[] RESULTS = {
        "SELECT * FROM people WHERE id > 100",
        "SELECT name, age FROM people ORDER BY id",
        "SELECT '', NULL, 'é€'",
        "INSERT INTO scratch (id, v) VALUES (1, 'one'), (2, 'two')",
        "UPDATE scratch SET v = 'same' WHERE id = 1",
        "UPDATE scratch SET v = 'same' WHERE id = 1",
        "INSERT INTO people (name, age) VALUES ('Tony', 90)",
        "DELETE FROM people WHERE name = 'Tony'",
        "SELECT CAST('12x' AS UNSIGNED)",
        "SHOW WARNINGS",
        "SELEC broken",
        "SELECT * FROM no_such_table",
        "INSERT INTO people (id) VALUES (1)",
        "SELECT EXP(n) FROM exponents",
        "CALL two_results()",
        "SELECT 1; SELECT 2, 3; INSERT INTO scratch (id) VALUES (3); SELECT * FROM broken; SELECT 4",
        "EXPLAIN SELECT * FROM people WHERE age > 40",
        "SHOW COLUMNS FROM people",
        "SHOW VARIABLES LIKE 'character_set_c%'",
        "DO 1",
        "SET @a = 5",
        "DELETE FROM scratch"
    };

    private QueryScenarios() {}

    static void addTo(Scenarios all) {
        all.add("query-types", QueryScenarios::types);
        all.add("query-results-eof", r -> results(r, BASIC));
        all.add("query-results-modern", r -> results(r, MODERN));
        all.add("query-results-found-rows", r -> results(r, MODERN | WireClient.FOUND_ROWS));
        all.add(
                "query-cli",
                r -> r.cli("--ssl-mode=DISABLED", "--get-server-public-key", "--execute=SELECT 1", "test"));
        all.add("query-cli-tls", r -> r.cli("--ssl-mode=REQUIRED", "--comments", "--execute=SELECT /* c */ 1", "test"));
        all.add("query-attributes-cli", QueryScenarios::attributesCli);
        all.add("query-attributes-jdbc", QueryScenarios::attributesJdbc, ServerKind.MYSQL_9, ServerKind.MYSQL_8_0);
        all.add("query-no-metadata", QueryScenarios::noMetadata, ServerKind.MYSQL_9, ServerKind.MYSQL_8_0);
        all.add("query-tracking", QueryScenarios::tracking);
        all.add("query-transactions", QueryScenarios::transactions);
        all.add("query-latin1", r -> charset(r, "ISO-8859-1", 8, "latin1"));
        all.add("query-gbk", r -> charset(r, "GBK", 28, "gbk"));
        all.add("query-infile", QueryScenarios::infile);
        all.add("query-infile-cli", QueryScenarios::infileCli);
        all.add("query-secrets", QueryScenarios::secrets);
        all.add("query-progress", QueryScenarios::progress, ServerKind.MARIADB_11_4);
        all.add("query-many-rows", QueryScenarios::manyRows);
    }

    private static void types(Recording r) throws Exception {
        WireClient client = r.wire(MODERN);
        client.query("SELECT * FROM all_types ORDER BY id");
        if (r.server().kind() == ServerKind.MYSQL_9) {
            client.query("SELECT TO_VECTOR('[1,2,3]')");
        } else if (r.server().kind().isMariaDb()) {
            client.query("SELECT CAST('::1' AS INET6), UUID() = '', CAST('1.2.3.4' AS INET4)");
        }
        client.quit();
    }

    private static void results(Recording r, long capabilities) throws Exception {
        WireClient client = r.wire(capabilities);
        for (String sql : RESULTS) {
            client.query(sql);
        }
        client.quit();
    }

    private static void attributesCli(Recording r) {
        r.cli(
                "--ssl-mode=DISABLED",
                "--get-server-public-key",
                "--commands",
                "--execute=query_attributes a 1 traceparent 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n"
                        + "SELECT 'with two';\nSELECT 'with none'",
                "test");
    }

    private static void attributesJdbc(Recording r) throws Exception {
        try (Connection connection = r.mysql("");
                Statement statement = connection.createStatement()) {
            var attributed = statement.unwrap(com.mysql.cj.jdbc.JdbcStatement.class);
            attributed.setAttribute("text", "Zürich");
            attributed.setAttribute("number", 42);
            attributed.setAttribute("big", 1L << 40);
            attributed.setAttribute("real", 2.5);
            attributed.setAttribute("nothing", null);
            attributed.setAttribute("when", java.sql.Timestamp.valueOf("2026-02-03 04:05:06.789"));
            statement.execute("SELECT 'six attributes'");
            attributed.clearAttributes();
            statement.execute("SELECT 'none'");
        }
    }

    private static void noMetadata(Recording r) throws Exception {
        WireClient client = r.wire(MODERN | WireClient.OPTIONAL_METADATA);
        client.query("SELECT 1, 'full'");
        client.query("SET resultset_metadata = NONE");
        client.query("SELECT 2, 'none'");
        client.query("SELECT name FROM people");
        client.quit();
    }

    private static void tracking(Recording r) throws Exception {
        WireClient client = r.wire(MODERN);
        client.query("SET SESSION session_track_schema = ON, session_track_system_variables = '*',"
                + " session_track_state_change = ON");
        client.query("SET SESSION session_track_transaction_info = CHARACTERISTICS");
        if (!r.server().kind().isMariaDb()) {
            client.query("SET SESSION session_track_gtids = OWN_GTID");
        }
        for (String sql : List.of(
                "USE mysql",
                "USE test",
                "SET NAMES latin1",
                "SET NAMES utf8mb4",
                "START TRANSACTION READ ONLY",
                "SELECT COUNT(*) FROM people",
                "COMMIT",
                "INSERT INTO scratch (id) VALUES (9)",
                "BEGIN",
                "DELETE FROM scratch",
                "COMMIT")) {
            client.query(sql);
        }
        client.command(0x02, text("mysql"));
        client.quit();
    }

    private static void transactions(Recording r) throws Exception {
        WireClient client = r.wire(MODERN);
        for (String sql : List.of(
                "BEGIN",
                "INSERT INTO scratch (id) VALUES (1)",
                "SELECT * FROM scratch",
                "COMMIT",
                "START TRANSACTION READ ONLY",
                "SELECT 1",
                "ROLLBACK",
                "SET autocommit = 0",
                "DELETE FROM scratch",
                "ROLLBACK",
                "BEGIN",
                "DELETE FROM scratch",
                "CREATE TABLE IF NOT EXISTS implicit_commit (id INT)",
                "SET autocommit = 1",
                "DROP TABLE implicit_commit",
                "DELETE FROM scratch",
                "BEGIN",
                "SELECT 'abandoned' FROM people LIMIT 1 FOR UPDATE")) {
            client.query(sql);
        }
        client.close();
    }

    private static void charset(Recording r, String name, int collation, String mysqlName) throws Exception {
        WireClient client = r.connect().charset(collation);
        client.login(TestServer.USER, TestServer.PASSWORD, MODERN);
        client.command(0x03, "SELECT 'Müller 你好' AS größe".getBytes(Charset.forName(name)));
        client.query("SET NAMES utf8mb4");
        client.query("SELECT 'Müller 你好' AS größe");
        client.query("SET NAMES " + mysqlName);
        client.command(0x03, "SELECT 'Müller'".getBytes(Charset.forName(name)));
        client.quit();
    }

    private static void infile(Recording r) throws Exception {
        WireClient client = r.wire(MODERN | WireClient.LOCAL_FILES);
        String load = "LOAD DATA LOCAL INFILE 'rows.csv' INTO TABLE scratch FIELDS TERMINATED BY ',' (id, v)";
        client.query(load);
        client.send(text("1,one\n2,two\n"));
        client.send(text("3,three\nbad,four,five\n"));
        client.send(new byte[0]);
        client.drain();
        client.query("SHOW WARNINGS");
        client.query(load);
        client.send(new byte[0]); // an empty file, and how a client refuses
        client.drain();
        client.query("LOAD DATA LOCAL INFILE 'rows.csv' INTO TABLE no_such_table");
        client.query("DELETE FROM scratch");
        client.quit();
    }

    private static void infileCli(Recording r) throws Exception {
        Path file = Files.createTempFile("rows", ".csv");
        try {
            Files.writeString(file, "1\tone\n2\ttwo\n");
            String load = "LOAD DATA LOCAL INFILE '" + file + "' INTO TABLE scratch (id, v); DELETE FROM scratch";
            String[] plain = {"--ssl-mode=DISABLED", "--get-server-public-key", "--execute=" + load, "test"};
            r.cli(plain[0], plain[1], "--local-infile=1", plain[2], plain[3]);
            r.cli(plain[0], plain[1], "--local-infile=0", plain[2], plain[3]);
        } finally {
            Files.delete(file);
        }
    }

    private static void secrets(Recording r) throws Exception {
        WireClient client = r.wire(MODERN);
        client.query("CREATE USER secretive@'%' IDENTIFIED BY '" + Schema.PASSWORD + "'");
        client.query("ALTER USER secretive@'%' IDENTIFIED BY 'other-Pw2'");
        client.query("ALTER USER secretive@'%' IDENTIFED BY 'misspelt-Pw3'");
        client.query("SHOW CREATE USER secretive@'%'");
        client.query("DROP USER secretive@'%'");
        client.quit();
    }

    /** The fixed part of a login that asks for progress reports: MariaDB's own bit 0 clear, its second word 1. */
    private static void progress(Recording r) throws Exception {
        r.admin("CREATE TABLE big AS SELECT seq AS id, REPEAT('x', 200) AS v FROM seq_1_to_300000");
        WireClient client = r.connect().extendedCapabilities(1);
        client.login(TestServer.USER, TestServer.PASSWORD, MODERN & ~WireClient.LONG_PASSWORD);
        client.query("SET progress_report_time = 1");
        client.query("ALTER TABLE big ADD KEY (v(100)), ADD KEY (id), ALGORITHM=COPY");
        client.query("DROP TABLE big");
        client.quit();
    }

    private static void manyRows(Recording r) throws Exception {
        WireClient client = r.wire(MODERN);
        client.query("WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 300) SELECT i FROM n");
        client.command(0x03, hex("53454c45435420 ff fe"));
        client.quit();
    }
}
