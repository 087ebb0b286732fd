package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.sql.SessionStatement;
import io.github.mysqlmonitor.sql.SessionStatements;

/** Which of a command's statements the next result belongs to, and what that does to the session. Confined to the session's event loop. */
final class StatementCursor {
    private SentCommand command;
    private SessionStatement current;
    private SessionStatements all;

    /** Goes to the first statement of a command. */
    void start(SentCommand of) {
        command = of;
        current = null;
        all = null;
    }

    /** The statement whose result is due; the first, until {@link #next}. */
    SessionStatement current() {
        if (current == null) {
            current = first();
        }
        return current;
    }

    private SessionStatement first() {
        if (command.kind() == PacketKind.STMT_EXECUTE && command.prepare() != null) {
            return SessionStatement.of(command.prepare().payload(), 1);
        }
        int from = offset();
        return from < 0 ? SessionStatement.OTHER : SessionStatement.of(command.payload(), from);
    }

    /** The results of the statement are complete, and others follow. */
    void next() {
        int from = offset();
        if (from < 0) {
            return;
        }
        if (all == null) {
            all = new SessionStatements(command.payload(), from);
            all.next();
        }
        current = all.next();
    }

    /** Of the SQL in the payload, -1 if there is none of one's own. */
    private int offset() {
        return command.kind() == PacketKind.QUERY
                ? StatementBytes.offset(command.payload(), command.length(), command.decoding())
                : -1;
    }
}
