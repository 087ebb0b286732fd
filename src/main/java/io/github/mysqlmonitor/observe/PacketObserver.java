package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.SessionId;
import io.github.mysqlmonitor.frame.InflateException;
import io.github.mysqlmonitor.frame.InflateMemory;
import io.github.mysqlmonitor.frame.PacketStream;
import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Cuts the bytes of one session into packets, has the conversation say what each is, and shows it to the listeners that
 * make events of it. It borrows bytes; once the conversation is lost or opaque it says so once and reads no further.
 * Confined to the session's event loop.
 */
final class PacketObserver implements SessionObserver {
    private final boolean tellsSessions;
    private final EventOutlet outlet;
    private final Moment moment;
    private final InflateMemory inflating;
    private final Conversation conversation = new Conversation(true);
    private final LoginWatch login = new LoginWatch();
    private final PacketStream clientStream;
    private final PacketStream serverStream;
    private final CurrentPacket packet = new CurrentPacket();
    private final SessionTracker session;
    private final ConversationTracker tracker;
    private final PacketListeners listeners = new PacketListeners();

    private Decoding decoding = Decoding.INITIAL;
    private long openedMicros;
    private boolean stopped;

    PacketObserver(
            long sessionNumber,
            ObserveOptions options,
            ObserverFactory.SharedMemory shared,
            EventOutlet outlet,
            Clock clock) {
        this.session = new SessionTracker(new SessionId(sessionNumber, -1));
        this.tellsSessions = options.wants(Interest.SESSIONS);
        this.outlet = outlet;
        this.moment = new Moment(clock);
        this.inflating = shared.inflating();
        this.clientStream = new PacketStream(options.keptBytes(), this::fromClient);
        this.serverStream = new PacketStream(options.keptBytes(), this::fromServer);
        this.tracker = new ConversationTracker(conversation, session, options, shared.kills(), outlet);
        if (options.wants(Interest.RAW_PACKETS)) {
            listeners.add(new RawPackets(options, outlet));
        }
        if (options.wants(Interest.PACKETS)) {
            listeners.add(new PacketLog(options, conversation, tracker, outlet));
        }
        listeners.add(tracker);
    }

    /** Adds a listener of its own kind, before the first bytes. */
    void listen(Function<Conversation, PacketListener> listener) {
        listeners.add(listener.apply(conversation));
    }

    @Override
    public void opened(String client, String listener, String upstream, String upstreamAddress) {
        login.client(client);
        session.opened(client, upstream);
        moment.isNow();
        openedMicros = moment.micros();
        tellSession(new MonitorEvent.SessionOpened(
                session.id(), moment.micros(), client, listener, upstream, upstreamAddress));
    }

    @Override
    public void arrived() {
        moment.ofArrival();
    }

    @Override
    public void bytes(Direction direction, ByteBuf bytes) {
        if (direction == Direction.CLIENT_TO_SERVER) {
            login.clientSpoke();
        }
        if (stopped) {
            return;
        }
        moment.ofBytes();
        try {
            (direction == Direction.CLIENT_TO_SERVER ? clientStream : serverStream).scan(bytes);
        } catch (ProtocolException | InflateException undecodable) {
            stop(String.valueOf(undecodable.getMessage()));
        } catch (RuntimeException defect) {
            // Whoever guards this observer says so; what was under way is told at the end as undecoded.
            stopped = true;
            releaseStreams();
            throw defect;
        }
        if (stopped) {
            releaseStreams();
        }
    }

    @Override
    public void secured(LegSecurity client, LegSecurity server) {
        if (client.kind() == LegSecurity.Kind.TLS) {
            login.overTls();
        }
        session.secured(client, server);
        moment.isNow();
        tellSession(new MonitorEvent.LegsSecured(session.id(), moment.micros(), client, server));
    }

    @Override
    public void undecoded(String reason) {
        moment.isNow();
        stop(reason);
        releaseStreams();
    }

    @Override
    public void clientLeft() {
        listeners.clientLeft();
    }

    @Override
    public void notice(String text) {
        moment.isNow();
        tell(text);
    }

    @Override
    public void ending() {
        moment.isNow();
        tracker.ending(moment.nanos());
    }

    @Override
    public void closed(Closing told) {
        Closing closing = SeenEnd.of(told, conversation);
        releaseStreams();
        moment.isNow();
        listeners.settle();
        if (stopped) {
            listeners.stopped(moment.micros(), moment.nanos(), "not observed to its end");
        }
        listeners.closed(moment.micros(), moment.nanos(), closing);
        login.ended().ifPresent(this::tell);
        List<String> details = new ArrayList<>(closing.details());
        for (String fact : tracker.lastFacts()) {
            // A recorded session knows already what was found out when it was recorded.
            if (!details.contains(fact)) {
                details.add(fact);
            }
        }
        tellSession(new MonitorEvent.SessionClosed(
                session.id(),
                moment.micros(),
                closing.endedBy(),
                closing.reason(),
                List.copyOf(details),
                session.facts(),
                moment.micros() - openedMicros,
                closing.clientBytes(),
                closing.clientPackets(),
                closing.serverBytes(),
                closing.serverPackets(),
                Math.max(closing.commands(), conversation.commands())));
    }

    private void fromClient(int sequence, int lastSequence, long length, ByteBuf head) {
        if (stopped) {
            return;
        }
        packet.frame(Direction.CLIENT_TO_SERVER, sequence, lastSequence, length, head);
        Phase before = conversation.phase();
        PacketKind kind = conversation.fromClient(sequence, length, head);
        switch (kind) {
            case SSL_REQUEST -> login.overTls();
            case LOGIN -> {
                decoding = Decoding.agreed(new Capabilities(conversation.capabilities()), session.serverVersion());
                if (conversation.compression() != null) {
                    clientStream.compressFromSequenceZero(conversation.compression(), inflating);
                }
            }
            default -> {}
        }
        show(kind, before);
    }

    private void fromServer(int sequence, int lastSequence, long length, ByteBuf head) {
        if (stopped) {
            return;
        }
        packet.frame(Direction.SERVER_TO_CLIENT, sequence, lastSequence, length, head);
        Phase before = conversation.phase();
        PacketKind kind = conversation.fromServer(sequence, length, head);
        if (kind == PacketKind.GREETING) {
            session.id(new SessionId(session.id().number(), conversation.connectionId()));
        }
        show(kind, before);
        if (before != Phase.COMMAND && before != Phase.OVER && kind == PacketKind.ERR) {
            login.refused(head).ifPresent(this::tell);
        } else if (before == Phase.AUTH && kind == PacketKind.OK) {
            login.loggedIn(conversation.mariaDb(), decoding.agreed(), head);
            if (conversation.compression() != null) {
                serverStream.compressFromHere(conversation.compression(), inflating);
            }
        }
    }

    private void show(PacketKind kind, Phase before) {
        packet.at(session.id(), moment.micros(), moment.nanos());
        packet.told(kind, before, decoding);
        tracker.take(packet);
        listeners.packet(packet);
        decoding = decoding.with(session.collation(), conversation.statusFlags());
        String reason = conversation.phase() == Phase.LOST ? conversation.whyLost() : conversation.whyOpaque();
        if (!reason.isEmpty()) {
            stop(reason);
        }
    }

    private void stop(String reason) {
        if (stopped) {
            return;
        }
        stopped = true;
        listeners.settle();
        listeners.stopped(moment.micros(), moment.nanos(), reason);
        outlet.offer(new MonitorEvent.ObservationStopped(session.id(), moment.micros(), reason));
    }

    private void releaseStreams() {
        clientStream.close();
        serverStream.close();
    }

    private void tell(String text) {
        listeners.settle();
        outlet.offer(new MonitorEvent.Notice(session.id(), moment.micros(), text));
    }

    private void tellSession(MonitorEvent event) {
        if (tellsSessions) {
            listeners.settle();
            outlet.offer(event);
        }
    }
}
