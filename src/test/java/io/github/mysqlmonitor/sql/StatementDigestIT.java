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
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares our digest texts with those of real servers, statement by statement. */
class StatementDigestIT {
    private static final long SEED = 20_260_131;
    private static final int GENERATED = 4_000;
    private static final int ENOUGH = 2_000;
    private static final String FUNCTION = "SELECT STATEMENT_DIGEST_TEXT(CONVERT(UNHEX(?) USING utf8mb4))";

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_9", "MYSQL_8_0"})
    void digestTextsEqualTheServers(ServerKind kind) throws Exception {
        try (TestServer server = TestServer.start(kind);
                Connection connection = server.connect()) {
            Comparison comparison = new Comparison(server.version(), SqlDialect.ofServer(server.version()));
            for (String sql : corpus(connection)) {
                comparison.add(sql, digestByFunction(connection, sql));
            }
            comparison.check(ENOUGH, 0.99);
        }
    }

    @Test
    void digestTextsEqualTheServersInOtherModes() throws Exception {
        List<String> modes = List.of(
                "ANSI_QUOTES",
                "HIGH_NOT_PRECEDENCE",
                "IGNORE_SPACE",
                "NO_BACKSLASH_ESCAPES",
                "PIPES_AS_CONCAT",
                "ANSI");
        try (TestServer server = TestServer.start(ServerKind.MYSQL_9);
                Connection connection = server.connect()) {
            for (String mode : modes) {
                run(connection, "SET sql_mode = '" + mode + "'");
                SqlDialect dialect = SqlDialect.ofServer(server.version()).with(SqlMode.parse(mode));
                Comparison comparison = new Comparison(mode + " " + server.version(), dialect);
                for (String sql : generated(800)) {
                    comparison.add(sql, digestByFunction(connection, sql));
                }
                comparison.check(400, 0.99);
            }
        }
    }

    @Test
    void digestsOfPreparedTextEqualTheServers() throws Exception {
        // MySQL 8.0 records no digest for prepared statements.
        try (TestServer server = TestServer.start(ServerKind.MYSQL_9, "--performance-schema=ON");
                Connection observer = server.connect();
                Connection connection = connect(server, "&useServerPrepStmts=true");
                DigestHistory history = new DigestHistory(observer, connection)) {
            create(observer);
            Comparison comparison =
                    new Comparison("prepared " + server.version(), SqlDialect.ofServer(server.version()));
            for (String sql : generated(1_500)) {
                String marked = sql.replaceAll("'a'|\\b42\\b|NULL|1\\.5|0x1F", "?");
                try (PreparedStatement prepared = connection.prepareStatement(marked)) {
                    if (prepared.getParameterMetaData().getParameterCount() > 0) {
                        String digest = history.of(marked);
                        comparison.add(
                                marked, digest == null ? null : digest.replaceFirst("^(PREPARE|DEALLOCATE) ", ""));
                    }
                } catch (SQLException e) {
                    comparison.add(marked, null);
                }
            }
            comparison.check(50, 0.99);
        }
    }

    @Test
    void quotesInsideMultiByteCharactersAreNone() throws Exception {
        List<String> statements = List.of(
                "select '表', 1 as `表`",
                "select '功許', '1' as 功",
                "select x.`能`, '表\\'' from (select 2 as 能) x",
                "select \"誠\", 能 from (select 1 as 能) `噂`");
        try (TestServer server = TestServer.start(ServerKind.MYSQL_9, "--performance-schema=ON");
                Connection observer = server.connect()) {
            for (String encoding : List.of("SJIS", "GBK", "Big5", "GB18030", "EUC_JP", "UTF-8")) {
                Charset charset = Charset.forName(encoding);
                SqlDialect dialect = SqlDialect.ofServer(server.version()).with(charset);
                try (Connection connection = connect(server, "&characterEncoding=" + encoding);
                        DigestHistory history = new DigestHistory(observer, connection)) {
                    for (String sql : statements) {
                        if (charset.newEncoder().canEncode(sql)) {
                            assertTrue(run(connection, sql), sql);
                            assertEquals(history.next("SELECT"), digest(sql, dialect), encoding + " " + sql);
                        }
                    }
                }
            }
        }
    }

    @Test
    void eachStatementOfATextHasItsOwnDigest() throws Exception {
        try (TestServer server = TestServer.start(ServerKind.MYSQL_9, "--performance-schema=ON");
                Connection observer = server.connect();
                Connection connection = connect(server, "&allowMultiQueries=true");
                DigestHistory history = new DigestHistory(observer, connection)) {
            String sql = "SELECT 1 ; SET @a = -1;\nSELECT 2, 'x;y' -- ;\n;";
            run(connection, sql);
            List<String> servers = List.of(history.next("SELECT"), history.next("SET"), history.next("SELECT"));
            assertEquals(servers, texts(sql, SqlDialect.ofServer(server.version())));
        }
    }

    @Test
    void mariaDbsShareIsPublished() throws Exception {
        try (TestServer server = TestServer.start(ServerKind.MARIADB_11_4, "--performance-schema=ON");
                Connection observer = server.connect();
                Connection connection = server.connect();
                DigestHistory history = new DigestHistory(observer, connection)) {
            create(observer);
            Comparison comparison = new Comparison(server.version(), SqlDialect.ofServer(server.version()));
            for (String sql : generated(3_000)) {
                // Statements without harm to the server; those it cannot parse have no digest.
                if (sql.matches("(?is)(with|select|insert|update|delete|replace|show|set @|create t|alter t).*")) {
                    run(connection, sql);
                    String digest = history.of(sql);
                    comparison.add(sql, digest == null || digest.isBlank() ? null : digest.stripTrailing());
                }
            }
            comparison.check(1_000, 0);
        }
    }

    private static Connection connect(TestServer server, String parameters) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl() + parameters, server.user(), server.password());
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
        try (PreparedStatement query = connection.prepareStatement(FUNCTION)) {
            // As bytes: drivers escape strings in their own ways when the sql_mode changes.
            query.setString(1, HexFormat.of().formatHex(sql.getBytes(StandardCharsets.UTF_8)));
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

    private static void create(Connection connection) {
        String columns = "(a INT, b INT, c INT, e INT, `date` INT, `f g` INT, `select` INT, `x``y` INT, user_id INT,"
                + " created_at INT, é INT, _x INT)";
        run(connection, "CREATE DATABASE d");
        for (String table : List.of("t", "d.t", "u", "orders", "`order items`", "wp_posts", "t1")) {
            run(connection, "CREATE TABLE " + table + " " + columns);
        }
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
        private final String name;
        private final SqlDialect dialect;
        private final List<String> differences = new ArrayList<>();
        private int compared;

        Comparison(String name, SqlDialect dialect) {
            this.name = name;
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
            System.out.printf("digests of %s: %d of %d differ%n", name, differences.size(), compared);
            differences.stream().limit(10).forEach(System.out::println);
            assertTrue(compared >= atLeast, () -> "only " + compared + " compared, seed " + SEED);
            assertTrue(same >= share, () -> "only " + same + " are identical, seed " + SEED);
        }
    }
}
