package io.github.mysqlmonitor.clients;

import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.HexFormat;
import java.util.Optional;

/** What every JDBC driver is made to say; the transcript holds every byte that came back. */
final class Conversation {
    private final Connection connection;
    private final StringBuilder transcript = new StringBuilder();

    private Conversation(Connection connection) {
        this.connection = connection;
    }

    /** Has the whole conversation and returns its transcript; without rows there is no LOAD DATA LOCAL INFILE in it. */
    static String hold(Connection connection, Optional<Path> rows) throws SQLException {
        Conversation conversation = new Conversation(connection);
        conversation.text();
        conversation.prepared();
        conversation.multiStatements();
        conversation.procedure();
        if (rows.isPresent()) {
            conversation.localInfile(rows.get());
        }
        conversation.error();
        return conversation.transcript.toString();
    }

    private void text() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS t");
            statement.execute(
                    "CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(100), data VARBINARY(300),"
                            + " at DATETIME(6)) DEFAULT CHARSET utf8mb4");
            note("inserted " + statement.executeUpdate("INSERT INTO t (name) VALUES ('häß€😀'), (NULL), ('')"));
            results(
                    statement,
                    "SELECT 1, 'ä€😀', NULL, 1.50, x'00ff', DATE '2026-02-28' UNION ALL SELECT * FROM"
                            + " (SELECT 2, 'b', 3, 4.25, x'', NULL) x");
            results(statement, "SELECT id, name, at FROM t ORDER BY id");
            results(
                    statement,
                    "SELECT a.id + 10 * b.id, REPEAT(a.id, 300) FROM (SELECT 1 AS id UNION SELECT 2) a,"
                            + " (SELECT 3 AS id UNION SELECT 4) b ORDER BY 1");
        }
    }

    private void prepared() throws SQLException {
        String insert = "INSERT INTO t (name, data, at) VALUES (?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(insert, Statement.RETURN_GENERATED_KEYS)) {
            for (int i = 0; i < 300; i++) {
                statement.setString(1, i % 7 == 0 ? null : "name€" + i);
                statement.setBytes(2, new byte[i]);
                statement.setTimestamp(3, Timestamp.valueOf("2026-01-02 03:04:05.000" + (100 + i)));
                statement.executeUpdate();
            }
            results(statement.getGeneratedKeys());
        }
        String select = "SELECT * FROM t WHERE id > ? AND (name LIKE ? OR name IS NULL) ORDER BY id";
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            statement.setFetchSize(50);
            for (int from : new int[] {0, 250, 9999}) {
                statement.setInt(1, from);
                statement.setString(2, "name%");
                results(statement.executeQuery());
            }
        }
    }

    private void multiStatements() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            results(
                    statement,
                    "SELECT 1; INSERT INTO t (name) VALUES ('multi'); SELECT name FROM t WHERE name ="
                            + " 'multi'; DELETE FROM t WHERE name = 'multi'; SELECT COUNT(*) FROM t");
        }
    }

    private void procedure() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP PROCEDURE IF EXISTS p");
            statement.execute("CREATE PROCEDURE p(IN a INT, OUT b INT, OUT c VARCHAR(20)) BEGIN SELECT a, 'one';"
                    + " SELECT id, name FROM t ORDER BY id LIMIT 5; SELECT a + 1 WHERE 1 = 0; SET b = a * 2;"
                    + " SET c = 'out'; END");
        }
        try (CallableStatement call = connection.prepareCall("{CALL p(?, ?, ?)}")) {
            call.setInt(1, 21);
            call.registerOutParameter(2, Types.INTEGER);
            call.registerOutParameter(3, Types.VARCHAR);
            results(call, call.execute());
            note("out " + call.getInt(2) + " " + call.getString(3));
        }
    }

    private void localInfile(Path rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS loaded");
            statement.execute("CREATE TABLE loaded (id INT PRIMARY KEY, v VARCHAR(200)) DEFAULT CHARSET utf8mb4");
            note("loaded "
                    + statement.executeUpdate("LOAD DATA LOCAL INFILE '" + rows
                            + "' INTO TABLE loaded CHARACTER SET utf8mb4 FIELDS TERMINATED BY ','"));
            results(statement, "SELECT COUNT(*), SUM(CRC32(v)) FROM loaded");
        }
    }

    private void error() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT * FROM there_is_no_such_table");
        } catch (SQLException e) {
            note(e.getErrorCode() + " " + e.getSQLState());
        }
    }

    private void results(Statement statement, String sql) throws SQLException {
        results(statement, statement.execute(sql));
    }

    private void results(Statement statement, boolean firstIsRows) throws SQLException {
        boolean rows = firstIsRows;
        int updated = rows ? -1 : statement.getUpdateCount();
        while (rows || updated >= 0) {
            if (rows) {
                // Left open: Connector/J finds no next result once this one is closed.
                results(statement.getResultSet());
            } else {
                note("updated " + updated);
            }
            rows = statement.getMoreResults();
            updated = rows ? -1 : statement.getUpdateCount();
        }
    }

    private void results(ResultSet result) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        for (int i = 1; i <= columns; i++) {
            note(result.getMetaData().getColumnLabel(i) + " "
                    + result.getMetaData().getColumnTypeName(i));
        }
        while (result.next()) {
            for (int i = 1; i <= columns; i++) {
                Object value = result.getObject(i);
                note(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : result.getString(i));
            }
        }
    }

    private void note(String text) {
        transcript.append(text).append('\n');
    }
}
