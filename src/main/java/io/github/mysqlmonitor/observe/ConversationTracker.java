package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.CommandFinished.Status;
import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.packet.Eof;
import io.github.mysqlmonitor.packet.Err;
import io.github.mysqlmonitor.packet.Ok;
import io.github.mysqlmonitor.packet.PrepareOk;
import io.github.mysqlmonitor.packet.SessionState;
import io.github.mysqlmonitor.sql.SessionStatement;
import io.github.mysqlmonitor.sql.SessionStatement.Verb;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.ServerStatus;
import io.github.mysqlmonitor.wire.WireReader;
import java.util.ArrayDeque;

/**
 * Pairs commands with their replies: each command becomes one event when its last byte was seen, or when it is known
 * that none will follow. Confined to the session's event loop.
 */
final class ConversationTracker implements PacketListener {
    private static final int ERROR_BYTES = 1024;

    private final Conversation conversation;
    private final SessionTracker session;
    private final SessionEvents sessions;
    private final CommandEvents commands;
    private final TransactionTracker transactions;
    private final SentCommands sent;
    private final ArrayDeque<InFlight> pending = new ArrayDeque<>(4);

    ConversationTracker(
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

    @Override
    public void packet(CurrentPacket packet) {
        if (packet.kind() == PacketKind.UNKNOWN) {
            return;
        }
        if (packet.direction() == Direction.CLIENT_TO_SERVER) {
            fromClient(packet);
        } else {
            fromServer(packet);
        }
    }

    private void fromClient(CurrentPacket packet) {
        switch (packet.kind()) {
            case INFILE_DATA, INFILE_END -> {
                if (!pending.isEmpty()) {
                    pending.getFirst().infile(packet);
                }
            }
            case LOGIN, AUTH_ANSWER, SSL_REQUEST -> sessions.fromClient(packet);
            case SEMI_SYNC_ACK -> {}
            default -> command(packet);
        }
    }

    private void command(CurrentPacket packet) {
        InFlight command = sent.take(packet, session.facts());
        if (packet.kind() == PacketKind.UNKNOWN_COMMAND) {
            commands.finished(command, Status.UNDECODED, "", packet.epochMicros(), packet.nanos());
        } else if (packet.kind().reply() == ReplyShape.NONE) {
            commands.finished(command, Status.NO_REPLY, "", packet.epochMicros(), packet.nanos());
        } else {
            if (pending.isEmpty()) {
                transactions.sent(command);
            }
            pending.addLast(command);
            commands.sent(command, packet.session());
        }
    }

    private void fromServer(CurrentPacket packet) {
        InFlight command = pending.peekFirst();
        if (command == null) {
            sessions.fromServer(packet);
            return;
        }
        command.replied(packet);
        if (packet.before() == Phase.AUTH) {
            sessions.fromServer(packet);
        }
        try {
            reply(command, packet);
        } catch (ProtocolException broken) {
            // The conversation has told the packet by its first bytes; what cannot be read of it stays unknown.
            command.unreadable(broken.what());
        }
        if (conversation.pendingCommands() < pending.size()) {
            finish(pending.removeFirst(), packet);
        }
    }

    private void reply(InFlight command, CurrentPacket packet) {
        WireReader in = new WireReader(packet.head().duplicate());
        switch (packet.kind()) {
            case COLUMNS -> command.resultSet();
            case ROW, BINARY_ROW -> command.row();
            case OK -> ok(command, Ok.decode(in, packet.decoding().agreed(), packet.length()), packet);
            case EOF -> eof(command, Eof.decode(in, packet.decoding().agreed()), packet);
            case ERR -> {
                Err err = Err.decode(in);
                command.error(err.code(), err.sqlState(), PacketEvents.copy(packet.head(), ERROR_BYTES));
            }
            case PREPARE_OK -> sent.prepared(command, PrepareOk.decode(in, packet.decoding().agreed()));
            case LOCAL_INFILE -> command.content.infile(PacketEvents.copy(packet.head(), ERROR_BYTES));
            default -> {}
        }
    }

    private void ok(InFlight command, Ok ok, CurrentPacket packet) {
        command.ok(ok);
        if (!ok.info().isEmpty()) {
            command.content.info(ok.info());
        }
        SessionStatement statement = command.content.statement(command.results() - 1);
        String schema = session.schema();
        sessions.succeeded(command, statement);
        if (ok.hasState()) {
            SessionState state = SessionState.decode(ok.state());
            String gtid = sessions.state(state);
            if (!gtid.isEmpty()) {
                command.gtid(gtid);
            }
        }
        if ((ok.status() & ServerStatus.DB_DROPPED) != 0) {
            session.schema("");
        }
        sessions.schemaMayHaveChanged(schema, packet);
        resultEnded(command, statement.verb(), packet);
    }

    /** An EOF between definitions and rows, or after definitions alone, ends no result. */
    private void eof(InFlight command, Eof eof, CurrentPacket packet) {
        command.eof(eof);
        if (conversation.betweenResults() || conversation.pendingCommands() < pending.size()) {
            command.resultEnded();
            resultEnded(command, command.content.statement(command.results() - 1).verb(), packet);
        }
    }

    private void resultEnded(InFlight command, Verb verb, CurrentPacket packet) {
        boolean last = (command.status() & ServerStatus.MORE_RESULTS_EXISTS) == 0;
        transactions.result(command, verb, last, packet.session(), packet.epochMicros(), packet.nanos());
    }

    private void finish(InFlight command, CurrentPacket packet) {
        long micros = packet.epochMicros();
        long nanos = packet.nanos();
        if (command.errorNumber() != 0) {
            transactions.error(command, nanos);
            commands.failed(command, packet.session(), micros, nanos);
        } else {
            sent.succeeded(command);
            if (command.kind == PacketKind.CHANGE_USER || command.kind == PacketKind.RESET_CONNECTION) {
                transactions.abandoned(command.facts, packet.session(), micros, nanos);
            }
            commands.finished(command, Status.OK, "", micros, nanos);
        }
        if (!pending.isEmpty()) {
            transactions.sent(pending.getFirst());
        }
    }

    @Override
    public void stopped(long epochMicros, long nanos, String reason) {
        for (InFlight command = pending.pollFirst(); command != null; command = pending.pollFirst()) {
            commands.finished(command, Status.UNDECODED, reason, epochMicros, nanos);
        }
    }

    @Override
    public void closed(long epochMicros, long nanos, SessionObserver.Closing closing) {
        Status status = closing.by() == SessionObserver.Closing.By.CLIENT ? Status.CLIENT_LEFT : Status.SERVER_LEFT;
        for (InFlight command = pending.pollFirst(); command != null; command = pending.pollFirst()) {
            commands.cutOff(command, status, epochMicros, nanos);
        }
        transactions.abandoned(session.facts(), sessions.id(), epochMicros, nanos);
    }
}
