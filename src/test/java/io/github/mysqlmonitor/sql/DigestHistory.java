package io.github.mysqlmonitor.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What the server's performance_schema tells about the statements of a connection, seen from another one. */
final class DigestHistory implements AutoCloseable {
    /** The server writes an event after it has answered: so many looks until it counts as not written. */
    private static final int LOOKS = 200;

    private final PreparedStatement newest;
    private final PreparedStatement byText;
    private long seen;

    DigestHistory(Connection observer, Connection observed) throws SQLException {
        try (Statement statement = observer.createStatement()) {
            statement.execute("UPDATE performance_schema.setup_consumers SET enabled = 'YES'"
                    + " WHERE name LIKE 'events_statements%' OR name = 'statements_digest'");
        }
        long thread;
        try (Statement statement = observed.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT thread_id FROM performance_schema.threads WHERE processlist_id = CONNECTION_ID()")) {
            row.next();
            thread = row.getLong(1);
        }
        newest = observer.prepareStatement(
                "SELECT event_id, digest_text FROM performance_schema.events_statements_history WHERE thread_id = "
                        + thread + " AND event_id > ? AND COALESCE(digest_text, '') LIKE ? ORDER BY event_id LIMIT 1");
        byText = observer.prepareStatement("SELECT digest_text FROM performance_schema.events_statements_history"
                + " WHERE thread_id = " + thread + " AND sql_text = ? ORDER BY event_id DESC LIMIT 1");
        next("SELECT `thread_id`");
    }

    /** The digest of the next statement that has one which begins so; null if there is none. */
    String next(String prefix) throws SQLException {
        return next(prefix, LOOKS);
    }

    /** The same with a limit to the looks. */
    String next(String prefix, int looks) throws SQLException {
        for (int i = 0; i < looks; i++) {
            newest.setLong(1, seen);
            newest.setString(2, prefix + "%");
            try (ResultSet row = newest.executeQuery()) {
                if (row.next()) {
                    seen = row.getLong(1);
                    return row.getString(2);
                }
            }
        }
        return null;
    }

    /** The digest of the newest statement with that text; null if it has none or is too long to be told by its text. */
    String of(String sql) throws SQLException {
        for (int i = 0; i < LOOKS; i++) {
            byText.setString(1, sql);
            try (ResultSet row = byText.executeQuery()) {
                if (row.next()) {
                    return row.getString(1);
                }
            }
        }
        return null;
    }

    @Override
    public void close() throws SQLException {
        newest.close();
        byText.close();
    }
}
