package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.CommandFinished.Status;
import io.github.mysqlmonitor.event.EndedBy;
import io.github.mysqlmonitor.packet.Eof;
import io.github.mysqlmonitor.packet.Err;
import io.github.mysqlmonitor.packet.Ok;
import io.github.mysqlmonitor.packet.PrepareOk;
import io.github.mysqlmonitor.sql.SessionStatement;
import io.github.mysqlmonitor.sql.SessionStatement.Verb;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.ServerStatus;
import io.github.mysqlmonitor.wire.WireReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs commands with their replies: each command becomes one event when its last byte was seen, or when it is known
 * that none will follow. Confined to the session's event loop.
 */
final class ConversationTracker implements PacketListener {
    private static final int ERROR_BYTES = 1024;
    private static final long IDLE_NANOS = 1_000_000_000L;

    private final Conversation conversation;
    private final SessionTracker session;
    private final SessionEvents sessions;
    private final CommandEvents commands;
    private final TransactionTracker transactions;
    private final SentCommands sent;
    private final ArrayDeque<InFlight> pending = new ArrayDeque<>(4);
    private long openedMicros;
    private long lastNanos;
    private List<String> lastFacts = List.of();

    private ConversationTracker(
            Conversation conversation,
            SessionTracker session,
            ObserveOptions options,
            KillBook kills,
            EventOutlet outlet) {
        ValueText policy = ValueText.of(options.values()).showingSecrets(options.showSecrets());
        this.conversation = conversation;
        this.session = session;
        this.sessions = new SessionEvents(options, session, policy, outlet);
        this.transactions = new TransactionTracker(session, outlet);
        this.commands = new CommandEvents(options, session, transactions, kills, outlet);
        this.sent = new SentCommands(options, policy);
    }

    static ConversationTracker of(
            Conversation conversation,
            SessionTracker session,
            ObserveOptions options,
            KillBook kills,
            EventOutlet outlet) {
        return new ConversationTracker(conversation, session, options, kills, outlet);
    }

    @Override
    public void packet(CurrentPacket packet) {
        openedMicros = openedMicros == 0 ? packet.epochMicros() : openedMicros;
        lastNanos = packet.nanos();
        if (packet.kind() == PacketKind.UNKNOWN) {
            return;
        }
        if (packet.fromClient()) {
            fromClient(packet);
        } else {
            fromServer(packet);
        }
    }

    private void fromClient(CurrentPacket packet) {
        switch (packet.kind()) {
            case LOGIN -> sessions.login(packet);
            case SSL_REQUEST -> {}
            case AUTH_ANSWER, SEMI_SYNC_ACK -> {
                if (!pending.isEmpty()) {
                    pending.getFirst().continued(packet);
                }
            }
            case INFILE_DATA, INFILE_END -> {
                if (!pending.isEmpty()) {
                    pending.getFirst().infile(packet);
                }
            }
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
            commands.sent(command);
        }
    }

    private void fromServer(CurrentPacket packet) {
        InFlight command = pending.peekFirst();
        if (command == null || !sessions.loggedIn()) {
            sessions.fromServer(packet);
            return;
        }
        if (command.firstNanos() < 0) {
            sent.answering(command);
        }
        command.replied(packet);
        try {
            reply(command, packet);
        } catch (ProtocolException broken) {
            // The conversation goes by the first bytes alone; what cannot be read of the rest stays unknown.
            command.unreadable(broken.what());
        }
        if (conversation.pendingCommands() < pending.size()) {
            pending.removeFirst();
            finish(command, packet);
        }
    }

    private void reply(InFlight command, CurrentPacket packet) {
        switch (packet.kind()) {
            case COLUMNS -> command.resultSet();
            case ROW, BINARY_ROW -> command.row();
            case OK -> ok(command, Ok.decode(reader(packet), packet.decoding().agreed(), packet.length()), packet);
            case EOF ->
                eof(command, Eof.decode(reader(packet), packet.decoding().agreed()), packet);
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
        SessionStatement statement = command.content.statement(command.results() - 1);
        String schema = session.schema();
        if (command.kind == PacketKind.CHANGE_USER) {
            sessions.userChanged(command, packet);
        }
        sessions.succeeded(command, statement);
        if ((ok.status() & ServerStatus.DB_DROPPED) != 0) {
            session.schema("");
        }
        if (!ok.state().isEmpty()) {
            command.gtid(sessions.state(ok.sessionState()));
        }
        sessions.schemaChanged(schema, packet);
        resultEnded(command, statement.verb(), packet);
    }

    /** An EOF behind definitions ends no result, unless a cursor keeps the rows. */
    private void eof(InFlight command, Eof eof, CurrentPacket packet) {
        command.eof(eof);
        if (conversation.betweenResults() || conversation.pendingCommands() < pending.size()) {
            command.resultEnded();
            resultEnded(
                    command, command.content.statement(command.results() - 1).verb(), packet);
        }
    }

    private void resultEnded(InFlight command, Verb verb, CurrentPacket packet) {
        if (command.kind == PacketKind.CHANGE_USER || command.kind == PacketKind.RESET_CONNECTION) {
            transactions.abandoned(command.facts, packet.epochMicros(), packet.nanos());
        } else {
            boolean last = (command.status() & ServerStatus.MORE_RESULTS_EXISTS) == 0;
            transactions.result(command, verb, last, packet.epochMicros(), packet.nanos());
        }
    }

    private void finish(InFlight command, CurrentPacket packet) {
        long micros = packet.epochMicros();
        long nanos = packet.nanos();
        transactions.answered(command, micros, nanos);
        if (command.errorNumber() != 0) {
            sent.failed(command);
            commands.failed(command, micros, nanos);
        } else {
            sent.succeeded(command);
            commands.finished(command, Status.OK, "", micros, nanos);
        }
        transactions.tell();
        if (!pending.isEmpty()) {
            transactions.sent(pending.getFirst());
        }
    }

    @Override
    public void stopped(long epochMicros, long nanos, String reason) {
        resolveFirst();
        for (InFlight command = pending.pollFirst(); command != null; command = pending.pollFirst()) {
            commands.finished(command, Status.UNDECODED, reason, epochMicros, nanos);
        }
    }

    @Override
    public void closed(long epochMicros, long nanos, SessionObserver.Closing closing) {
        List<String> facts = new ArrayList<>();
        if (closing.endedBy() == EndedBy.SERVER) {
            facts.add(sessions.lastWords());
            facts.add(commands.killedBy(openedMicros));
            if (pending.isEmpty() && sessions.loggedIn() && nanos - lastNanos >= IDLE_NANOS) {
                facts.add("idle for " + (nanos - lastNanos) / IDLE_NANOS + " s");
            }
        }
        facts.removeIf(String::isEmpty);
        lastFacts = List.copyOf(facts);
        Status status = closing.endedBy() == EndedBy.CLIENT ? Status.CLIENT_LEFT : Status.SERVER_LEFT;
        resolveFirst();
        for (InFlight command = pending.pollFirst(); command != null; command = pending.pollFirst()) {
            commands.cutOff(command, status, epochMicros, nanos);
        }
        transactions.abandoned(session.facts(), epochMicros, nanos);
        transactions.tell();
    }

    /** Of those behind it, the statement that was prepared last is not known. */
    private void resolveFirst() {
        if (!pending.isEmpty()) {
            sent.answering(pending.getFirst());
        }
    }

    /** What explains the session's end, in words; valid after {@link #closed}. */
    List<String> lastFacts() {
        return lastFacts;
    }

    private static WireReader reader(CurrentPacket packet) {
        return new WireReader(packet.head().duplicate());
    }
}
