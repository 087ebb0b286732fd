package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.CommandFinished.Status;
import io.github.mysqlmonitor.event.EndedBy;
import io.github.mysqlmonitor.wire.ProtocolException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs commands with their replies: each command becomes one event when its last byte was seen, or when it is known
 * that none will follow. Confined to the session's event loop.
 */
final class ConversationTracker implements PacketListener {

    private final Conversation conversation;
    private final SessionTracker session;
    private final SessionEvents sessions;
    private final CommandEvents commands;
    private final TransactionTracker transactions;
    private final SentCommands sent;
    private final ReplyTracker replies;
    private final ArrayDeque<InFlight> pending = new ArrayDeque<>(4);
    private final IdleWatch idle = new IdleWatch();
    private InFlight taken;
    private long openedMicros;
    private boolean clientLeft;
    private boolean stopped;
    private List<String> lastFacts = List.of();

    ConversationTracker(
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
        this.replies = new ReplyTracker(conversation, session, sessions, commands, transactions, sent);
    }

    /** Takes the command that the packet may be, before anybody tells of the packet. */
    void take(CurrentPacket packet) {
        taken = packet.fromClient() && packet.kind().isCommand() ? sent.take(packet, session.facts()) : null;
    }

    /** The command that the packet is, or else belongs to; null if there is none. */
    InFlight current() {
        if (taken != null) {
            return taken;
        }
        return sessions.loggedIn() ? pending.peekFirst() : null;
    }

    /** What the client sent, and its prepared statements. */
    SentCommands sent() {
        return sent;
    }

    @Override
    public void packet(CurrentPacket packet) {
        openedMicros = openedMicros == 0 ? packet.epochMicros() : openedMicros;
        if (packet.fromClient() || !pending.isEmpty() || !sessions.loggedIn()) {
            idle.active(packet.nanos());
        }
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
            default -> command(taken, packet);
        }
    }

    private void command(InFlight command, CurrentPacket packet) {
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
            replies.packet(command, packet, conversation.pendingCommands() < pending.size());
        } catch (ProtocolException broken) {
            // The conversation goes by the first bytes alone; what cannot be read of the rest stays unknown.
            command.unreadable(broken.what());
        }
        if (conversation.pendingCommands() < pending.size()) {
            pending.removeFirst();
            finish(command, packet);
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
            commands.answered(command, clientLeft, micros, nanos);
        }
        transactions.tell();
        sent.done(command);
        if (!pending.isEmpty()) {
            next(pending.getFirst(), packet.decoding());
        }
    }

    /** A command that was sent before the one before it was answered is dealt with now. */
    private void next(InFlight command, Decoding before) {
        transactions.sent(command);
        command.facts(session.facts());
        command.content.read(before.with(session.collation(), conversation.statusFlags()));
    }

    @Override
    public void clientLeft() {
        clientLeft = true;
    }

    @Override
    public void stopped(long epochMicros, long nanos, String reason) {
        stopped = true;
        transactions.lost(epochMicros, nanos);
        transactions.tell();
        resolveFirst();
        for (InFlight command = pending.pollFirst(); command != null; command = pending.pollFirst()) {
            commands.finished(command, Status.UNDECODED, reason, epochMicros, nanos);
        }
    }

    /** One of the two legs ended. */
    void ending(long nanos) {
        idle.ended(nanos);
    }

    @Override
    public void closed(long epochMicros, long nanos, SessionObserver.Closing closing) {
        List<String> facts = new ArrayList<>();
        if (closing.endedBy() == EndedBy.SERVER) {
            facts.add(sessions.lastWords());
            facts.add(commands.connectionKilledBy(openedMicros, epochMicros));
            facts.add(pending.isEmpty() && sessions.loggedIn() && !stopped ? idle.text(nanos) : "");
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
}
