package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.SessionFacts;
import io.github.mysqlmonitor.event.SessionId;
import io.github.mysqlmonitor.frame.PacketScanner;
import io.github.mysqlmonitor.wire.Capabilities;
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
    private static final int LOGIN_CHARSET_OFFSET = 8;

    private final boolean tellsSessions;
    private final EventOutlet outlet;
    private final Clock clock;
    private final Conversation conversation = new Conversation();
    private final LoginWatch login = new LoginWatch();
    private final PacketScanner clientScanner;
    private final PacketScanner serverScanner;
    private final CurrentPacket packet = new CurrentPacket();
    private final List<PacketListener> listeners = new ArrayList<>(3);

    private SessionId session;
    private Decoding decoding = Decoding.INITIAL;
    private long openedMicros;
    private long nowMicros;
    private long nowNanos;
    private boolean stopped;

    /** @param clock read once per call */
    PacketObserver(long sessionNumber, ObserveOptions options, EventOutlet outlet, Clock clock) {
        this.session = new SessionId(sessionNumber, -1);
        this.tellsSessions = options.wants(Interest.SESSIONS);
        this.outlet = outlet;
        this.clock = clock;
        this.clientScanner = new PacketScanner(options.keptBytes(), this::fromClient);
        this.serverScanner = new PacketScanner(options.keptBytes(), this::fromServer);
        if (options.wants(Interest.RAW_PACKETS)) {
            listeners.add(new RawPackets(options, outlet));
        }
        if (options.wants(Interest.PACKETS)) {
            listeners.add(new PacketLog(options, conversation, outlet));
        }
    }

    /** Adds a listener of its own kind, before the first bytes. */
    void listen(Function<Conversation, PacketListener> listener) {
        listeners.add(listener.apply(conversation));
    }

    @Override
    public void opened(String client, String listener, String upstream, String upstreamAddress) {
        login.client(client);
        now();
        openedMicros = nowMicros;
        tellSession(new MonitorEvent.SessionOpened(session, nowMicros, client, listener, upstream, upstreamAddress));
    }

    @Override
    public void bytes(Direction direction, ByteBuf bytes) {
        if (direction == Direction.CLIENT_TO_SERVER) {
            login.clientSpoke();
        }
        if (stopped) {
            return;
        }
        now();
        (direction == Direction.CLIENT_TO_SERVER ? clientScanner : serverScanner).scan(bytes);
    }

    @Override
    public void secured(LegSecurity client, LegSecurity server) {
        if (client.kind() == LegSecurity.Kind.TLS) {
            login.overTls();
        }
        now();
        tellSession(new MonitorEvent.LegsSecured(session, nowMicros, client, server));
    }

    @Override
    public void notice(String text) {
        now();
        tell(text);
    }

    @Override
    public void closed(Closing closing) {
        now();
        settle();
        for (PacketListener listener : listeners) {
            listener.closed(nowMicros, nowNanos, closing);
        }
        login.ended().ifPresent(this::tell);
        tellSession(new MonitorEvent.SessionClosed(
                session,
                nowMicros,
                closing.reason(),
                closing.details(),
                SessionFacts.NONE,
                nowMicros - openedMicros,
                closing.clientBytes(),
                closing.clientPackets(),
                closing.serverBytes(),
                closing.serverPackets(),
                closing.commands()));
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
            case LOGIN -> decoding = decodingAfter(head);
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
            session = new SessionId(session.number(), conversation.connectionId());
        }
        show(kind, before);
        if (before != Phase.COMMAND && before != Phase.OVER && kind == PacketKind.ERR) {
            login.refused(head).ifPresent(this::tell);
        } else if (before == Phase.AUTH && kind == PacketKind.OK) {
            login.loggedIn(conversation.mariaDb(), decoding.agreed(), head);
        }
    }

    private void show(PacketKind kind, Phase before) {
        packet.at(session, nowMicros, nowNanos);
        packet.told(kind, before, decoding);
        for (PacketListener listener : listeners) {
            listener.packet(packet);
        }
        stopIfUndecodable();
    }

    private void stopIfUndecodable() {
        String reason = conversation.phase() == Phase.LOST ? conversation.whyLost() : conversation.whyOpaque();
        if (!reason.isEmpty()) {
            stopped = true;
            settle();
            for (PacketListener listener : listeners) {
                listener.stopped(nowMicros, nowNanos, reason);
            }
            outlet.offer(new MonitorEvent.ObservationStopped(session, nowMicros, reason));
        }
    }

    /** Before the login's own charset byte there are the capabilities and the packet size. */
    private Decoding decodingAfter(ByteBuf login) {
        boolean has = login.readableBytes() > LOGIN_CHARSET_OFFSET;
        int charset = has ? login.getUnsignedByte(login.readerIndex() + LOGIN_CHARSET_OFFSET) : 0;
        return new Decoding(new Capabilities(conversation.capabilities()), charset);
    }

    private void now() {
        nowMicros = clock.epochMicros();
        nowNanos = clock.nanos();
    }

    private void settle() {
        for (PacketListener listener : listeners) {
            listener.settle();
        }
    }

    private void tell(String text) {
        settle();
        outlet.offer(new MonitorEvent.Notice(session, nowMicros, text));
    }

    private void tellSession(MonitorEvent event) {
        if (tellsSessions) {
            settle();
            outlet.offer(event);
        }
    }
}
