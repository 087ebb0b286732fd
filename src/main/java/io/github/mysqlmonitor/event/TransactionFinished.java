package io.github.mysqlmonitor.event;

import java.io.IOException;

/**
 * A transaction ended, as the server's status flags tell it. Single statements with autocommit are none.
 *
 * @param epochMicros when it ended
 * @param startEpochMicros when its first statement was sent
 * @param statements how many commands were executed in it
 * @param rowsSent rows that they returned
 * @param affectedRows rows that they changed
 * @param idleNanos how much of the duration the server waited for the client
 * @param gtid as session tracking told it, else empty
 */
public record TransactionFinished(
        SessionId session,
        long epochMicros,
        SessionFacts facts,
        long startEpochMicros,
        long durationNanos,
        long idleNanos,
        long statements,
        long rowsSent,
        long affectedRows,
        Outcome outcome,
        String gtid)
        implements MonitorEvent {

    @Override
    public void visit(EventVisitor visitor) throws IOException {
        visitor.transactionFinished(this);
    }

    @Override
    public int weight() {
        return 300 + 2 * gtid.length();
    }

    @Override
    public Interest interest() {
        return Interest.COMMANDS;
    }

    /** How a transaction ended. */
    public enum Outcome {
        COMMITTED,
        ROLLED_BACK,
        /** By a statement that commits before it runs, such as DDL or another BEGIN. */
        IMPLICITLY_COMMITTED,
        /** The session ended or was reset; the server rolls back. */
        ABANDONED,
        /** The flag went off, and no statement of ours explains it. */
        UNKNOWN
    }
}
