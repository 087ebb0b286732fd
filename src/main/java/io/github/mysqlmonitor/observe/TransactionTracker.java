package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.CommandFinished.TransactionState;
import io.github.mysqlmonitor.event.CommandFinished.TransactionState.Kind;
import io.github.mysqlmonitor.event.SessionFacts;
import io.github.mysqlmonitor.event.TransactionFinished;
import io.github.mysqlmonitor.event.TransactionFinished.Outcome;
import io.github.mysqlmonitor.sql.SessionStatement.Verb;
import io.github.mysqlmonitor.wire.ServerStatus;

/** Follows a session's transaction by the status flags of its replies; the statements' verbs tell how it ended. */
final class TransactionTracker {
    private static final int DEADLOCK = 1213;
    private static final int ROLLED_BACK_BY_GROUP = 3101;

    private final SessionTracker session;
    private final EventOutlet outlet;
    private TransactionFinished ended;
    private boolean open;
    private boolean readOnly;
    private boolean doubtful;
    private boolean autocommitBefore = true;
    private long startMicros;
    private long startNanos;
    private long lastEndNanos;
    private long idleNanos;
    private long statements;
    private long rows;
    private long affectedRows;
    private long rowsCounted;
    private long affectedCounted;

    TransactionTracker(SessionTracker session, EventOutlet outlet) {
        this.session = session;
        this.outlet = outlet;
    }

    /** A command that nothing waits before was sent. */
    void sent(InFlight command) {
        rowsCounted = 0;
        affectedCounted = 0;
        if (open) {
            idleNanos += Math.max(0, command.startNanos - lastEndNanos);
        }
    }

    /**
     * One result of a command is complete.
     *
     * @param verb of the statement that it answers
     * @param last whether it is the command's last
     */
    void result(InFlight command, Verb verb, boolean last, long micros, long nanos) {
        boolean inTransaction = (command.status() & ServerStatus.IN_TRANS) != 0;
        boolean autocommit = (command.status() & ServerStatus.AUTOCOMMIT) != 0;
        boolean ends = open && (!inTransaction || verb == Verb.BEGIN || verb == Verb.COMMIT || verb == Verb.ROLLBACK);
        boolean next = verb == Verb.BEGIN;
        if (!(ends && next) && (open || inTransaction)) {
            count(command, last || ends);
        }
        if (ends) {
            end(autocommit && !autocommitBefore ? Verb.IMPLICIT_COMMIT : verb, command, micros, nanos);
        }
        if (inTransaction && !open) {
            begin(command, ends);
            if (ends && next) {
                count(command, true);
            }
        }
        rowsCounted = command.rows();
        affectedCounted = command.affectedRows();
        autocommitBefore = autocommit;
        doubtful = false;
        readOnly = (command.status() & ServerStatus.IN_TRANS_READONLY) != 0;
    }

    /** A command is answered; an error comes without flags, but some are known to roll back the whole transaction. */
    void answered(InFlight command, long micros, long nanos) {
        if (open && command.errorNumber() != 0) {
            statements += executes(command.kind) ? 1 : 0;
            doubtful = true;
            if (command.errorNumber() == DEADLOCK || command.errorNumber() == ROLLED_BACK_BY_GROUP) {
                end(Outcome.ROLLED_BACK, command.facts(), "", micros, nanos);
            }
        }
        lastEndNanos = nanos;
    }

    /** Nothing further is known of the session. */
    void lost(long micros, long nanos) {
        if (open) {
            end(Outcome.UNKNOWN, session.facts(), "", micros, nanos);
        }
    }

    /** The session ended, or was reset. */
    void abandoned(SessionFacts facts, long micros, long nanos) {
        if (open) {
            end(Outcome.ABANDONED, facts, "", micros, nanos);
        }
    }

    /** Tells the transaction that ended, behind the command that ended it. */
    void tell() {
        if (ended != null) {
            outlet.offer(ended);
            ended = null;
        }
    }

    TransactionState state(long nanos) {
        if (!open) {
            return TransactionState.NONE;
        }
        Kind kind = doubtful ? Kind.UNKNOWN : readOnly ? Kind.READ_ONLY : Kind.OPEN;
        return new TransactionState(kind, Math.max(0, nanos - startNanos));
    }

    private void count(InFlight command, boolean statement) {
        rows += command.rows() - rowsCounted;
        affectedRows += command.affectedRows() - affectedCounted;
        statements += statement && executes(command.kind) ? 1 : 0;
    }

    private static boolean executes(PacketKind kind) {
        return kind == PacketKind.QUERY || kind == PacketKind.STMT_EXECUTE || kind == PacketKind.STMT_BULK_EXECUTE;
    }

    /** A transaction that follows another within one command begins with the command all the same. */
    private void begin(InFlight command, boolean chained) {
        open = true;
        startMicros = command.startMicros;
        startNanos = command.startNanos;
        idleNanos = 0;
        statements = chained ? 0 : statements;
    }

    private void end(Verb verb, InFlight command, long micros, long nanos) {
        end(outcome(verb), command.facts(), command.gtid(), micros, nanos);
    }

    private void end(Outcome outcome, SessionFacts facts, String gtid, long micros, long nanos) {
        long duration = Math.max(0, nanos - startNanos);
        tell();
        ended = new TransactionFinished(
                session.id(),
                micros,
                facts,
                startMicros,
                duration,
                Math.min(idleNanos, duration),
                statements,
                rows,
                affectedRows,
                outcome,
                gtid);
        open = false;
        doubtful = false;
        statements = 0;
        rows = 0;
        affectedRows = 0;
        idleNanos = 0;
    }

    private Outcome outcome(Verb verb) {
        return switch (verb) {
            case COMMIT -> Outcome.COMMITTED;
            case ROLLBACK -> Outcome.ROLLED_BACK;
            case BEGIN, IMPLICIT_COMMIT, DROP_SCHEMA -> Outcome.IMPLICITLY_COMMITTED;
            default -> Outcome.UNKNOWN;
        };
    }
}
