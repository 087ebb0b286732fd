package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.packet.Eof;
import io.github.mysqlmonitor.packet.Err;
import io.github.mysqlmonitor.packet.Ok;
import io.github.mysqlmonitor.packet.PrepareOk;
import io.github.mysqlmonitor.sql.SessionStatement;
import io.github.mysqlmonitor.sql.SessionStatement.Verb;
import io.github.mysqlmonitor.wire.ServerStatus;
import io.github.mysqlmonitor.wire.WireReader;

/** Reads in replies what came of a command, and what the session has become by it. */
final class ReplyTracker {
    private static final int ERROR_BYTES = 1024;

    private final Conversation conversation;
    private final SessionTracker session;
    private final SessionEvents sessions;
    private final CommandEvents commands;
    private final TransactionTracker transactions;
    private final SentCommands sent;

    ReplyTracker(
            Conversation conversation,
            SessionTracker session,
            SessionEvents sessions,
            CommandEvents commands,
            TransactionTracker transactions,
            SentCommands sent) {
        this.conversation = conversation;
        this.session = session;
        this.sessions = sessions;
        this.commands = commands;
        this.transactions = transactions;
        this.sent = sent;
    }

    /**
     * Takes one packet of the reply to a command.
     *
     * @param ends whether the reply ends with it
     */
    void packet(InFlight command, CurrentPacket packet, boolean ends) {
        switch (packet.kind()) {
            case COLUMNS -> command.resultSet();
            case ROW, BINARY_ROW -> command.row();
            case OK -> ok(command, Ok.decode(reader(packet), packet.decoding().agreed(), packet.length()), packet);
            case EOF ->
                eof(command, Eof.decode(reader(packet), packet.decoding().agreed()), packet, ends);
            case ERR -> {
                Err err = Err.decode(reader(packet));
                command.error(err.code(), err.sqlState(), PacketEvents.copy(packet.head(), ERROR_BYTES));
            }
            case PREPARE_OK ->
                sent.prepared(
                        command,
                        PrepareOk.decode(reader(packet), packet.decoding().agreed()));
            case LOCAL_INFILE -> command.content.infile(PacketEvents.copy(packet.head(), ERROR_BYTES));
            case AUTH_SWITCH, AUTH_NEXT_FACTOR, AUTH_MORE_DATA -> sessions.authentication(packet);
            default -> {}
        }
    }

    private void ok(InFlight command, Ok ok, CurrentPacket packet) {
        command.ok(ok);
        String schema = session.schema();
        if (command.kind == PacketKind.CHANGE_USER) {
            sessions.userChanged(command, packet);
        }
        sessions.succeeded(command, command.statements().current());
        if (!ok.state().isEmpty()) {
            command.gtid(sessions.state(ok.sessionState()));
        }
        sessions.schemaChanged(schema, packet);
        resultEnded(command, ok.marker() == Ok.END_OF_ROWS_MARKER, packet);
    }

    /** An EOF behind definitions ends no result, unless a cursor keeps the rows. */
    private void eof(InFlight command, Eof eof, CurrentPacket packet, boolean ends) {
        command.eof(eof);
        if (conversation.betweenResults() || ends) {
            command.resultEnded();
            resultEnded(command, true, packet);
        }
    }

    /** @param withRows whether the result had columns, as those of a CALL before its end */
    private void resultEnded(InFlight command, boolean withRows, CurrentPacket packet) {
        SessionStatement statement = command.statements().current();
        boolean last = (command.status() & ServerStatus.MORE_RESULTS_EXISTS) == 0;
        if (command.kind == PacketKind.CHANGE_USER || command.kind == PacketKind.RESET_CONNECTION) {
            transactions.abandoned(command.facts(), packet.epochMicros(), packet.nanos());
        } else {
            transactions.result(command, statement.verb(), last, packet.epochMicros(), packet.nanos());
        }
        if (!last && !(withRows && statement.verb() == Verb.CALL)) {
            command.statements().next();
            commands.killed(command);
        }
    }

    private static WireReader reader(CurrentPacket packet) {
        return new WireReader(packet.head());
    }
}
