package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.CommandFinished.Outcome;
import io.github.mysqlmonitor.event.CommandFinished.Status;
import io.github.mysqlmonitor.event.CommandFinished.Timing;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.sql.SessionStatement;
import io.github.mysqlmonitor.sql.SessionStatement.Verb;

/** Makes the event of a command, and knows who killed whom. */
final class CommandEvents {
    private static final int FIXED_WEIGHT = 700;
    private static final int SERVER_SHUTDOWN = 1053;
    private static final int QUERY_INTERRUPTED = 1317;
    private static final int CONNECTION_KILLED = 1927;

    private final boolean tells;
    private final SessionTracker session;
    private final TransactionTracker transactions;
    private final KillBook kills;
    private final EventOutlet outlet;

    CommandEvents(
            ObserveOptions options,
            SessionTracker session,
            TransactionTracker transactions,
            KillBook kills,
            EventOutlet outlet) {
        this.tells = options.wants(Interest.COMMANDS);
        this.session = session;
        this.transactions = transactions;
        this.kills = kills;
        this.outlet = outlet;
    }

    /** A command that will be answered was sent. */
    void sent(InFlight command) {
        SessionStatement statement = command.content.statement(0);
        boolean kill = statement.verb() == Verb.KILL_CONNECTION || statement.verb() == Verb.KILL_QUERY;
        long victim = kill ? statement.number() : command.content.killedConnection();
        if (victim >= 0) {
            String by = session.id() + " " + command.facts.user() + "@" + command.facts.client();
            kills.asked(command.facts.server(), victim, by, command.startMicros);
        }
    }

    void finished(InFlight command, Status status, String note, long micros, long nanos) {
        if (!tells) {
            return;
        }
        Outcome outcome = new Outcome(
                status,
                command.resultSets(),
                command.rows(),
                command.affectedRows(),
                command.lastInsertId(),
                command.warnings(),
                command.status(),
                command.errorNumber(),
                command.sqlState(),
                command.gtid(),
                command.requestBytes(),
                command.replyBytes(),
                command.infileBytes(),
                command.content.batchSize(),
                note.isEmpty() ? command.note() : note);
        outlet.offer(new CommandFinished(
                session.id(),
                micros,
                command.facts,
                command.kind.displayName(),
                command.code,
                command.statementId(),
                command.content,
                new Timing(command.startMicros, command.firstNanos(), Math.max(0, nanos - command.startNanos)),
                outcome,
                transactions.state(nanos),
                FIXED_WEIGHT + 2 * command.gtid().length() + command.content.heldBytes()));
    }

    /** The server answered with an ERR. */
    void failed(InFlight command, long micros, long nanos) {
        String note = switch (command.errorNumber()) {
            case QUERY_INTERRUPTED, CONNECTION_KILLED, SERVER_SHUTDOWN -> killedBy(command.startMicros);
            default -> "";
        };
        finished(command, Status.ERROR, note, micros, nanos);
    }

    /** The session ended before the command was answered. */
    void cutOff(InFlight command, Status status, long micros, long nanos) {
        String note = killedBy(command.startMicros);
        if (note.isEmpty() && status == Status.CLIENT_LEFT) {
            note = "the server may still run it: KILL " + session.id().connectionId();
        }
        finished(command, status, note, micros, nanos);
    }

    /** {@code killed by …}, if a session of this proxy did it since then; else empty. */
    String killedBy(long sinceMicros) {
        String killer = kills.killer(session.facts().server(), session.id().connectionId(), sinceMicros);
        return killer.isEmpty() ? "" : "killed by " + killer;
    }
}
