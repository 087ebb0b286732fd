package io.github.mysqlmonitor.sink.text;

import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.CommandFinished.Outcome;
import io.github.mysqlmonitor.event.CommandFinished.Status;
import io.github.mysqlmonitor.event.CommandFinished.TransactionState;
import io.github.mysqlmonitor.event.TransactionFinished;
import java.util.Locale;

/**
 * A line per command:
 * <pre>
 * cmd   user@client(program) schema firstByte total rows transaction status flags text
 * cmd   app@10.4.2.9(orders) shop       412µs 1.3ms 12 sent -        OK     SELECT * FROM orders
 * </pre>
 */
final class CommandLines {
    private static final int NO_GOOD_INDEX_USED = 0x0010;
    private static final int NO_INDEX_USED = 0x0020;
    private static final int QUERY_WAS_SLOW = 0x0800;

    private final LineStart lines;
    private final Column who = new Column(12, 40);
    private final Column schema = new Column(4, 12);
    private final Column firstByte = new Column(6, 6);
    private final Column total = new Column(6, 6);
    private final Column rows = new Column(9, 12);
    private final Column transaction = new Column(10, 10);
    private final Column status = new Column(8, 8);

    CommandLines(LineStart lines) {
        this.lines = lines;
    }

    void append(StringBuilder out, CommandFinished command) {
        Outcome outcome = command.outcome();
        lines.begin(out, command, colour(outcome));
        out.append("cmd   ");
        int text = out.length();
        Who.append(out, command.facts());
        SafeText.escape(out, text);
        who.left(out, text);
        int start = out.length();
        String name = command.facts().schema();
        out.append(name.isEmpty() ? "-" : name);
        SafeText.escape(out, start);
        schema.left(out, start);
        timing(out, command.timing());
        start = out.length();
        rows(out, outcome);
        rows.right(out, start);
        transaction(out, command.transaction());
        start = out.length();
        status(out, outcome);
        status.left(out, start);
        flags(out, outcome.serverStatus());
        start = out.length();
        content(out, command);
        SafeText.escape(out, start);
        lines.end(out);
    }

    private static String colour(Outcome outcome) {
        return switch (outcome.status()) {
            case ERROR -> LineStart.RED;
            case CLIENT_LEFT, SERVER_LEFT, UNDECODED -> LineStart.YELLOW;
            case OK, NO_REPLY -> LineStart.NO_COLOUR;
        };
    }

    private void timing(StringBuilder out, CommandFinished.Timing timing) {
        int start = out.length();
        if (timing.firstByteNanos() < 0) {
            out.append('-');
        } else {
            HumanDuration.append(out, timing.firstByteNanos());
        }
        firstByte.right(out, start);
        start = out.length();
        HumanDuration.append(out, timing.totalNanos());
        total.right(out, start);
    }

    /** {@code 12 sent} for results, {@code 2 changed} for others, both where a procedure or a batch had both. */
    private static void rows(StringBuilder out, Outcome outcome) {
        boolean changed = outcome.affectedRows() != 0;
        if (outcome.resultSets() > 0) {
            out.append(outcome.rowsSent()).append(" sent").append(changed ? " " : "");
        }
        if (changed) {
            out.append(outcome.affectedRows()).append(" changed");
        } else if (outcome.resultSets() == 0) {
            out.append('-');
        }
    }

    private void transaction(StringBuilder out, TransactionState state) {
        int start = out.length();
        switch (state.state()) {
            case NONE -> out.append('-');
            case OPEN -> HumanDuration.append(out.append("trx "), state.ageNanos());
            case READ_ONLY -> HumanDuration.append(out.append("ro "), state.ageNanos());
            case UNKNOWN -> HumanDuration.append(out.append("trx? "), state.ageNanos());
        }
        transaction.left(out, start);
    }

    private static void status(StringBuilder out, Outcome outcome) {
        if (outcome.status() == Status.ERROR) {
            out.append("ERR ").append(outcome.errorNumber());
        } else {
            out.append(outcome.status().name().replace('_', '-'));
        }
    }

    /** What the server itself says about its way to the result. */
    private static void flags(StringBuilder out, int serverStatus) {
        if (serverStatus >= 0) {
            out.append((serverStatus & NO_INDEX_USED) != 0 ? "NO_INDEX " : "");
            out.append((serverStatus & NO_GOOD_INDEX_USED) != 0 ? "NO_GOOD_INDEX " : "");
            out.append((serverStatus & QUERY_WAS_SLOW) != 0 ? "SLOW " : "");
        }
    }

    private static void content(StringBuilder out, CommandFinished command) {
        int start = out.length();
        try {
            CommandText.append(out, command);
        } catch (RuntimeException e) {
            // one command that cannot be shown is no reason to end the log
            out.setLength(start);
            out.append("(cannot be shown: ").append(e).append(')');
        }
    }

    /** Nothing for a transaction of one statement: its command's line says it all, unless it was left open. */
    void append(StringBuilder out, TransactionFinished transaction) {
        boolean abandoned = transaction.outcome() == TransactionFinished.Outcome.ABANDONED;
        if (transaction.statements() < 2 && !abandoned) {
            return;
        }
        lines.begin(out, transaction, abandoned ? LineStart.YELLOW : LineStart.DIM);
        out.append("trx   ");
        int text = out.length();
        Who.append(out, transaction.facts());
        out.append(' ')
                .append(transaction.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        HumanDuration.append(out.append(" after "), transaction.durationNanos());
        if (transaction.durationNanos() > 0) {
            out.append(" (").append(percent(transaction.idleNanos(), transaction.durationNanos()));
            out.append("% idle)");
        }
        out.append(' ')
                .append(transaction.statements())
                .append(transaction.statements() == 1 ? " command" : " commands");
        out.append(' ').append(transaction.rowsSent()).append(" sent ");
        out.append(transaction.affectedRows()).append(" changed");
        if (!transaction.gtid().isEmpty()) {
            out.append(" gtid=").append(transaction.gtid());
        }
        SafeText.escape(out, text);
        lines.end(out);
    }

    private static long percent(long part, long whole) {
        return Math.min(100, Math.round(100.0 * part / whole));
    }
}
