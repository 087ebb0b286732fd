package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.SessionId;
import io.github.mysqlmonitor.frame.InflateException;
import io.github.mysqlmonitor.frame.InflateMemory;
import io.github.mysqlmonitor.frame.PacketStream;
import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.util.function.LongSupplier;

/**
 * Turns the bytes of one session into an event per packet. It borrows bytes and keeps bounded copies only; once the
 * conversation is lost or opaque it says so once and reads no further. Confined to the session's event loop.
 */
final class PacketObserver implements SessionObserver {
    private static final int LOGIN_CHARSET_OFFSET = 8;

    private final ObserveOptions options;
    private final EventOutlet outlet;
    private final LongSupplier clockMicros;
    private final PacketEvents events;
    private final Conversation conversation = new Conversation(true);
    private final LoginWatch login = new LoginWatch();
    private final InflateMemory memory;
    private final PacketStream clientStream;
    private final PacketStream serverStream;
    private final PacketRun clientRun = new PacketRun();
    private final PacketRun serverRun = new PacketRun();

    private SessionId session;
    private Decoding decoding = Decoding.INITIAL;
    private long openedMicros;
    private long nowMicros;
    private boolean stopped;

    /**
     * @param memory what compressed sessions share
     * @param clockMicros wall clock in microseconds since 1970, read once per call
     */
    PacketObserver(
            long sessionNumber,
            ObserveOptions options,
            InflateMemory memory,
            EventOutlet outlet,
            LongSupplier clockMicros) {
        this.session = new SessionId(sessionNumber, -1);
        this.options = options;
        this.outlet = outlet;
        this.clockMicros = clockMicros;
        this.events = new PacketEvents(options);
        this.memory = memory;
        this.clientStream = new PacketStream(options.keptBytes(), this::fromClient);
        this.serverStream = new PacketStream(options.keptBytes(), this::fromServer);
    }

    @Override
    public void opened(String client, String listener, String upstream, String upstreamAddress) {
        login.client(client);
        nowMicros = clockMicros.getAsLong();
        openedMicros = nowMicros;
        outlet.offer(new MonitorEvent.SessionOpened(session, nowMicros, client, listener, upstream, upstreamAddress));
    }

    @Override
    public void bytes(Direction direction, ByteBuf bytes) {
        if (direction == Direction.CLIENT_TO_SERVER) {
            login.clientSpoke();
        }
        if (stopped) {
            return;
        }
        nowMicros = clockMicros.getAsLong();
        try {
            (direction == Direction.CLIENT_TO_SERVER ? clientStream : serverStream).scan(bytes);
        } catch (ProtocolException | InflateException undecodable) {
            stop(String.valueOf(undecodable.getMessage()));
        } catch (RuntimeException defect) {
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
        nowMicros = clockMicros.getAsLong();
        flushRuns();
        outlet.offer(new MonitorEvent.LegsSecured(session, nowMicros, client, server));
    }

    @Override
    public void notice(String text) {
        nowMicros = clockMicros.getAsLong();
        flushRuns();
        tell(text);
    }

    @Override
    public void closed(Closing closing) {
        releaseStreams();
        nowMicros = clockMicros.getAsLong();
        flushRuns();
        login.ended().ifPresent(this::tell);
        outlet.offer(new MonitorEvent.SessionClosed(
                session,
                nowMicros,
                closing.reason(),
                closing.details(),
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
        PacketKind kind = conversation.fromClient(sequence, length, head);
        switch (kind) {
            case SSL_REQUEST -> login.overTls();
            case LOGIN -> {
                decoding = decodingAfter(head);
                if (conversation.compression() != null) {
                    clientStream.compressFromSequenceZero(conversation.compression(), memory);
                }
            }
            default -> {}
        }
        seen(Direction.CLIENT_TO_SERVER, kind, sequence, lastSequence, length, head);
    }

    private void fromServer(int sequence, int lastSequence, long length, ByteBuf head) {
        if (stopped) {
            return;
        }
        Phase before = conversation.phase();
        PacketKind kind = conversation.fromServer(sequence, length, head);
        if (kind == PacketKind.GREETING) {
            session = new SessionId(session.number(), conversation.connectionId());
        }
        seen(Direction.SERVER_TO_CLIENT, kind, sequence, lastSequence, length, head);
        if (before != Phase.COMMAND && before != Phase.OVER && kind == PacketKind.ERR) {
            login.refused(head).ifPresent(this::tell);
        } else if (before == Phase.AUTH && kind == PacketKind.OK) {
            login.loggedIn(conversation.mariaDb(), decoding.agreed(), head);
            if (conversation.compression() != null) {
                serverStream.compressFromHere(conversation.compression(), memory);
            }
        }
    }

    private void seen(Direction direction, PacketKind kind, int sequence, int lastSequence, long length, ByteBuf head) {
        boolean fromClient = direction == Direction.CLIENT_TO_SERVER;
        PacketRun run = fromClient ? clientRun : serverRun;
        flush(fromClient ? serverRun : clientRun);
        if (run.endedBy(kind)) {
            flush(run);
        }
        PacketRun.Place place = options.expand() ? PacketRun.Place.SINGLE : run.place(kind);
        if (place == PacketRun.Place.FOLDED) {
            run.fold(nowMicros, lastSequence, length);
        } else if (conversation.phase() != Phase.LOST) {
            PacketEvents.Frame frame = new PacketEvents.Frame(sequence, lastSequence, length);
            MonitorEvent.PacketSeen event = events.packet(session, nowMicros, direction, kind, frame, head, decoding);
            if (place == PacketRun.Place.FIRST_FOLDED) {
                run.startFolding(event);
            } else {
                outlet.offer(event);
            }
        }
        if (conversation.idle()) {
            events.answered();
        }
        stopIfUndecodable();
    }

    private void stopIfUndecodable() {
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
        flushRuns();
        outlet.offer(new MonitorEvent.ObservationStopped(session, nowMicros, reason));
    }

    private void releaseStreams() {
        clientStream.close();
        serverStream.close();
    }

    /** Before the login's own charset byte there are the capabilities and the packet size. */
    private Decoding decodingAfter(ByteBuf login) {
        boolean has = login.readableBytes() > LOGIN_CHARSET_OFFSET;
        int charset = has ? login.getUnsignedByte(login.readerIndex() + LOGIN_CHARSET_OFFSET) : 0;
        return new Decoding(new Capabilities(conversation.capabilities()), charset);
    }

    private void flushRuns() {
        flush(clientRun);
        flush(serverRun);
    }

    private void flush(PacketRun run) {
        MonitorEvent.PacketSeen folded = run.take();
        if (folded != null) {
            outlet.offer(folded);
        }
    }

    private void tell(String text) {
        outlet.offer(new MonitorEvent.Notice(session, nowMicros, text));
    }
}
