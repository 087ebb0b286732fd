package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.packet.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The prepared statements of a session by the server's id. The number and the bytes of their texts are bounded; past
 * that the oldest is forgotten, and its executions are told without text and values.
 */
final class StatementTable {
    /** What a client says that has not waited for the id: MariaDB's "the one prepared last". */
    static final long LAST_PREPARED = 0xFFFFFFFFL;

    private static final int MAX_STATEMENTS = 16 * 1024;
    private static final long MAX_BYTES = 16L << 20;

    private final Map<Long, PreparedStatement> statements = new LinkedHashMap<>();
    private long bytes;
    private long lastPrepared = -1;

    void prepared(long id, PreparedStatement statement) {
        close(id);
        statements.put(id, statement);
        bytes += statement.heldBytes();
        lastPrepared = id;
        evict();
    }

    /** The columns of a statement's result were told. */
    void columns(long id, List<ValueType> types) {
        PreparedStatement statement = find(id);
        if (statement != null && !statement.columns().equals(types)) {
            bytes -= statement.heldBytes();
            statement.columns(types);
            bytes += statement.heldBytes();
            evict();
        }
    }

    private void evict() {
        while (statements.size() > MAX_STATEMENTS || bytes > MAX_BYTES && statements.size() > 1) {
            close(statements.keySet().iterator().next());
        }
    }

    /** The statement, null if it is not known. */
    PreparedStatement find(long id) {
        return statements.get(id == LAST_PREPARED ? lastPrepared : id);
    }

    /** The server's id of what a client calls "the one prepared last"; any other id as it is. */
    long resolve(long id) {
        return id == LAST_PREPARED && lastPrepared >= 0 ? lastPrepared : id;
    }

    /** What was to be prepared last failed, so there is no statement of which a client could say that. */
    void nonePrepared() {
        lastPrepared = -1;
    }

    void close(long id) {
        PreparedStatement closed = statements.remove(id);
        if (closed != null) {
            bytes -= closed.heldBytes();
        }
    }

    /** The session was reset. */
    void clear() {
        statements.clear();
        bytes = 0;
        lastPrepared = -1;
    }
}
