package io.github.mysqlmonitor.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.TestServer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares our digest texts with those of real servers, statement by statement. */
class StatementDigestIT {
    private static final long SEED = 20_260_131;
    private static final int GENERATED = 4_000;
    private static final int ENOUGH = 2_000;
    private static final String LAST_DIGEST =
            "SELECT digest_text FROM performance_schema.events_statements_history WHERE thread_id = ?"
                    + " ORDER BY event_id DESC LIMIT 1";

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_9", "MYSQL_8_0"})
    void digestTextsEqualTheServers(ServerKind kind) throws Exception {
        try (TestServer server = TestServer.start(kind);
                Connection connection = server.connect()) {
            Comparison comparison = new Comparison(server, SqlDialect.ofServer(server.version()));
            for (String sql : corpus(connection)) {
                comparison.add(sql, digestByFunction(connection, sql));
            }
            comparison.check(ENOUGH, 0.99);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ANSI_QUOTES", "HIGH_NOT_PRECEDENCE", "IGNORE_SPACE", "NO_BACKSLASH_ESCAPES", "PIPES_AS_CONCAT"})
    void digestTextsEqualTheServersInOtherModes(String mode) throws Exception {
        try (TestServer server = TestServer.start(ServerKind.MYSQL_9);
                Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET sql_mode = '" + mode + "'");
            SqlDialect dialect = SqlDialect.ofServer(server.version()).with(SqlMode.parse(mode));
            Comparison comparison = new Comparison(server, dialect);
            for (String sql : generated(500)) {
                comparison.add(sql, digestByFunction(connection, sql));
            }
            comparison.check(250, 0.99);
        }
    }

    @Test
    void digestsOfPreparedTextEqualTheServers() throws Exception {
        // MySQL 8.0 records no digest for prepared statements.
        try (TestServer server = TestServer.start(ServerKind.MYSQL_9, "--performance-schema=ON");
                Connection observer = server.connect();
                Connection connection = DriverManager.getConnection(
                        server.jdbcUrl() + "&useServerPrepStmts=true", server.user(), server.password())) {
            observer.setCatalog(TestServer.DATABASE);
            create(connection);
            Comparison comparison = new Comparison(server, SqlDialect.ofServer(server.version()));
            long thread = thread(connection);
            for (String sql : generated(1_500)) {
                String marked = sql.replaceAll("'a'|\\b42\\b|NULL|1\\.5|0x1F", "?");
                try (PreparedStatement prepared = connection.prepareStatement(marked)) {
                    assertTrue(prepared.getParameterMetaData().getParameterCount() >= 0);
                    String digest = lastDigest(observer, thread);
                    boolean seen = digest != null && digest.startsWith("PREPARE ");
                    comparison.add(marked, seen ? digest.substring("PREPARE ".length()) : null);
                } catch (SQLException e) {
                    comparison.add(marked, null);
                }
            }
            comparison.check(50, 0.99);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SJIS", "GBK", "Big5", "GB18030", "EUC_JP"})
    void quotesInsideMultiByteCharactersAreNone(String encoding) throws Exception {
        try (TestServer server = TestServer.start(ServerKind.MYSQL_9, "--performance-schema=ON");
                Connection observer = server.connect();
                Connection connection = DriverManager.getConnection(
                        server.jdbcUrl() + "&characterEncoding=" + encoding, server.user(), server.password())) {
            long thread = thread(connection);
            Charset charset = Charset.forName(encoding);
            SqlDialect dialect = SqlDialect.ofServer(server.version()).with(charset);
            List<String> statements = List.of(
                    "select '表', 1 as `表`",
                    "select '功許', '1' as 功",
                    "select x.`能`, '表\\'' from (select 2 as 能) x",
                    "select \"誠\", 能 from (select 1 as 能) `噂`");
            for (String sql : statements) {
                if (charset.newEncoder().canEncode(sql)) {
                    run(connection, sql);
                    assertEquals(lastDigest(observer, thread), digest(sql, dialect), sql);
                }
            }
        }
    }

    @Test
    void eachStatementOfATextHasItsOwnDigest() throws Exception {
        try (TestServer server = TestServer.start(ServerKind.MYSQL_9, "--performance-schema=ON");
                Connection observer = server.connect();
                Connection connection = DriverManager.getConnection(
                        server.jdbcUrl() + "&allowMultiQueries=true", server.user(), server.password())) {
            String sql = "SELECT 1 ; SET @a = -1;\nSELECT 2, 'x;y' -- ;\n;";
            long thread = thread(connection);
            run(connection, sql);
            List<String> servers = new ArrayList<>();
            String query = "SELECT digest_text FROM performance_schema.events_statements_history WHERE thread_id = "
                    + thread + " ORDER BY event_id DESC LIMIT 3";
            try (Statement statement = observer.createStatement();
                    ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    servers.add(0, rows.getString(1));
                }
            }
            assertEquals(servers, texts(sql, SqlDialect.ofServer(server.version())));
        }
    }

    @Test
    void mariaDbsShareIsPublished() throws Exception {
        String history = "--performance-schema-consumer-events-statements-history=ON";
        try (TestServer server = TestServer.start(ServerKind.MARIADB_11_4, "--performance-schema=ON", history);
                Connection observer = server.connect();
                Connection connection = server.connect()) {
            create(connection);
            Comparison comparison = new Comparison(server, SqlDialect.ofServer(server.version()));
            long thread = thread(connection);
            for (String sql : generated(3_000)) {
                if (sql.matches("(?is)(with|select|insert|update|delete|replace|show|set @|create t|alter t).*")) {
                    run(connection, sql);
                    String digest = lastDigest(observer, thread);
                    comparison.add(sql, digest == null ? null : digest.stripTrailing());
                }
            }
            comparison.check(ENOUGH / 2, 0.5);
        }
    }

    private static Set<String> corpus(Connection connection) throws Exception {
        Set<String> corpus = generated(GENERATED);
        corpus.addAll(StatementSources.ofTests());
        corpus.addAll(StatementSources.ofServer(connection));
        return corpus;
    }

    private static Set<String> generated(int count) {
        StatementCorpus corpus = new StatementCorpus(SEED);
        Set<String> statements = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            statements.add(corpus.next());
        }
        return statements;
    }

    /** The server's own function; null where it does not understand the statement. */
    private static String digestByFunction(Connection connection, String sql) {
        try (PreparedStatement query = connection.prepareStatement("SELECT STATEMENT_DIGEST_TEXT(?)")) {
            query.setString(1, sql);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                String digest = row.getString(1);
                // Other than for a command, 8.0's function keeps a semicolon at the end.
                return digest.endsWith(" ;") ? digest.substring(0, digest.length() - 2) : digest;
            }
        } catch (SQLException e) {
            return null;
        }
    }

    private static String lastDigest(Connection observer, long thread) throws SQLException {
        try (PreparedStatement query = observer.prepareStatement(LAST_DIGEST)) {
            query.setLong(1, thread);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private static long thread(Connection connection) throws SQLException {
        String query = "SELECT thread_id FROM performance_schema.threads WHERE processlist_id = CONNECTION_ID()";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void create(Connection connection) {
        run(connection, "CREATE TABLE t (a INT, b INT, c INT, `f g` INT, user_id INT)");
    }

    /** Runs a statement for its digest, which the server makes whether or not the statement succeeds. */
    private static boolean run(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static String digest(String sql, SqlDialect dialect) {
        return new Digester().digest(sql.getBytes(dialect.charset()), dialect).text();
    }

    private static List<String> texts(String sql, SqlDialect dialect) {
        byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
        Digester digester = new Digester();
        List<String> texts = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            StatementDigest digest = digester.digest(bytes, at, bytes.length, dialect);
            if (!digest.text().isEmpty()) {
                texts.add(digest.text());
            }
            at = digest.end();
        }
        return texts;
    }

    /** Counts and keeps what differs. */
    private static final class Comparison {
        private final TestServer server;
        private final SqlDialect dialect;
        private final List<String> differences = new ArrayList<>();
        private int compared;

        Comparison(TestServer server, SqlDialect dialect) {
            this.server = server;
            this.dialect = dialect;
        }

        void add(String sql, String servers) {
            if (servers == null) {
                return;
            }
            compared++;
            String ours = digest(sql, dialect);
            if (!ours.equals(servers)) {
                differences.add(sql + "\n  server " + servers + "\n  ours   " + ours);
            }
        }

        void check(int atLeast, double share) {
            double same = 1 - (double) differences.size() / Math.max(1, compared);
            System.out.printf("digests of %s: %d of %d differ%n", server.version(), differences.size(), compared);
            differences.stream().limit(10).forEach(System.out::println);
            assertTrue(compared >= atLeast, () -> "only " + compared + " compared, seed " + SEED);
            assertTrue(same >= share, () -> "only " + same + " are identical, seed " + SEED);
        }
    }
}
