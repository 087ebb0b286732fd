package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.CommandFinished.Outcome;
import io.github.mysqlmonitor.event.CommandFinished.Status;
import io.github.mysqlmonitor.event.CommandFinished.Timing;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.SessionId;
import io.github.mysqlmonitor.sql.SessionStatement;
import io.github.mysqlmonitor.sql.SessionStatement.Verb;

/** Makes the event of a command, and knows who killed whom. */
final class CommandEvents {
    private static final String KILLED_BY = "killed by ";
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
        long victim = command.content.killedConnection();
        if (victim >= 0) {
            asked(command, victim, true);
        }
        killed(command);
    }

    /** The server comes to the next statement of a command, which may be a KILL. */
    void killed(InFlight command) {
        SessionStatement statement = command.statements().current();
        if (statement.verb() == Verb.KILL_CONNECTION || statement.verb() == Verb.KILL_QUERY) {
            asked(command, statement.number(), statement.verb() == Verb.KILL_CONNECTION);
        }
    }

    private void asked(InFlight command, long victim, boolean connection) {
        String by = session.id() + " " + command.facts().user() + "@"
                + command.facts().client();
        SessionId ended =
                kills.asked(command.facts().server(), victim, new KillBook.Kill(by, connection, command.startMicros));
        if (ended != null) {
            outlet.offer(new MonitorEvent.Notice(ended, command.startMicros, KILLED_BY + by));
        }
        command.victim(victim);
    }

    /** The server answered with an OK, or with all its results. */
    void answered(InFlight command, boolean clientLeft, long micros, long nanos) {
        if (clientLeft) {
            finished(command, Status.CLIENT_LEFT, "answered after the client had left", micros, nanos);
        } else {
            finished(command, Status.OK, killedBefore(command, micros), micros, nanos);
        }
    }

    /** A killed SLEEP() is answered with an OK; a KILL that arrived after the answer ended nothing of this command. */
    private String killedBefore(InFlight command, long micros) {
        KillBook.Kill kill = kills.isEmpty() ? null : killer(command.startMicros);
        return kill != null && kill.epochMicros() <= micros ? words(kill) : "";
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
                command.facts(),
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
        String note = "";
        switch (command.errorNumber()) {
            case QUERY_INTERRUPTED, CONNECTION_KILLED, SERVER_SHUTDOWN -> note = killedBy(command.startMicros, micros);
            default -> {
                if (command.victim() >= 0) {
                    kills.failed(command.facts().server(), command.victim());
                }
            }
        }
        finished(command, Status.ERROR, note, micros, nanos);
    }

    /** The session ended before the command was answered. */
    void cutOff(InFlight command, Status status, long micros, long nanos) {
        String note = status == Status.CLIENT_LEFT ? leftAlone(command) : killedBy(command.startMicros, micros);
        finished(command, status, note, micros, nanos);
    }

    private String leftAlone(InFlight command) {
        KillBook.Kill killer = killer(command.startMicros);
        return killer == null
                ? "the server may still run it: KILL " + session.id().connectionId()
                : words(killer);
    }

    /** Who killed the command, if a session of this proxy did since then; else empty, and a notice follows if one is seen to. */
    private String killedBy(long sinceMicros, long nowMicros) {
        return explained(killer(sinceMicros), nowMicros);
    }

    /** Who killed the session, as {@link #killedBy}. */
    String connectionKilledBy(long sinceMicros, long nowMicros) {
        KillBook.Kill kill = killer(sinceMicros);
        return explained(kill != null && kill.connection() ? kill : null, nowMicros);
    }

    private String explained(KillBook.Kill kill, long nowMicros) {
        if (kill == null) {
            kills.unexplained(session.facts().server(), session.id(), nowMicros);
        }
        return words(kill);
    }

    private KillBook.Kill killer(long sinceMicros) {
        return kills.find(session.facts().server(), session.id().connectionId(), sinceMicros);
    }

    private static String words(KillBook.Kill kill) {
        return kill == null ? "" : KILLED_BY + kill.by();
    }
}
