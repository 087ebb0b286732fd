package io.github.mysqlmonitor.event;

import java.io.IOException;

/**
 * A command with its reply, or with the end of the wait for it.
 *
 * @param epochMicros when it ended
 * @param facts what held of the session when the command was sent
 * @param command MySQL's name of the command without COM_, such as {@code Query} or {@code StmtExecute}
 * @param commandCode the command's first byte
 * @param statementId of commands about a prepared statement, else -1
 * @param content what it said
 * @param timing when
 * @param outcome what came of it
 * @param transaction state of the transaction behind it
 */
public record CommandFinished(
        SessionId session,
        long epochMicros,
        SessionFacts facts,
        String command,
        int commandCode,
        long statementId,
        CommandContent content,
        Timing timing,
        Outcome outcome,
        TransactionState transaction,
        int weight)
        implements MonitorEvent {

    @Override
    public void visit(EventVisitor visitor) throws IOException {
        visitor.commandFinished(this);
    }

    @Override
    public Interest interest() {
        return Interest.COMMANDS;
    }

    /**
     * Seen by the proxy, from the command's last byte on.
     *
     * @param startEpochMicros when the command's last byte was read
     * @param firstByteNanos until the reply's first packet; -1 if there was none
     * @param totalNanos until the reply's last packet, or until the wait ended
     */
    public record Timing(long startEpochMicros, long firstByteNanos, long totalNanos) {}

    /** How a command ended. */
    public enum Status {
        OK,
        ERROR,
        /** A command that has no reply. */
        NO_REPLY,
        /** The client left while it ran. */
        CLIENT_LEFT,
        /** The server's connection ended while it ran. */
        SERVER_LEFT,
        /** The rest of the conversation is not decoded, deliberately or not. */
        UNDECODED
    }

    /**
     * What came of a command, all its results together.
     *
     * @param resultSets how many results had columns
     * @param rowsSent rows of all result sets
     * @param affectedRows sum over all results without columns; as the session's FOUND_ROWS makes the server count
     * @param lastInsertId the last one that was not 0; unsigned
     * @param warnings of the last result
     * @param serverStatus status flags of the last OK or EOF, -1 if there was none
     * @param errorNumber 0 without error
     * @param sqlState empty without error, or if the server sent none
     * @param gtid as session tracking told it, else empty
     * @param requestBytes of the command and its data, frame headers included
     * @param replyBytes of the reply, frame headers included
     * @param infileBytes bytes of the file the client sent for LOAD DATA LOCAL
     * @param batchSize how many executions one command stood for, 1 unless it is a bulk execution; 0 if unknown
     * @param note what else an operator should know, such as who killed it; else empty
     */
    public record Outcome(
            Status status,
            int resultSets,
            long rowsSent,
            long affectedRows,
            long lastInsertId,
            int warnings,
            int serverStatus,
            int errorNumber,
            String sqlState,
            String gtid,
            long requestBytes,
            long replyBytes,
            long infileBytes,
            int batchSize,
            String note) {}

    /**
     * The transaction that is open behind a command.
     *
     * @param state NONE if none is
     * @param ageNanos since its first statement was sent
     */
    public record TransactionState(Kind state, long ageNanos) {
        public static final TransactionState NONE = new TransactionState(Kind.NONE, 0);

        /** Whether a transaction is open. */
        public enum Kind {
            NONE,
            OPEN,
            READ_ONLY,
            /** An error does not say. */
            UNKNOWN
        }
    }
}
