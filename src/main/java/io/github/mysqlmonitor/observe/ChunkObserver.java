package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.MonitorEvent.BytesRelayed;
import io.github.mysqlmonitor.event.SessionId;
import io.netty.buffer.ByteBuf;

/** Tells the bytes themselves, whatever they mean. Confined to the session's event loop. */
final class ChunkObserver implements SessionObserver {
    private final SessionId session;
    private final EventOutlet outlet;
    private final Clock clock;
    private long arrivedMicros;
    private long clientBytes;
    private long serverBytes;

    ChunkObserver(long sessionNumber, EventOutlet outlet, Clock clock) {
        this.session = new SessionId(sessionNumber, -1);
        this.outlet = outlet;
        this.clock = clock;
    }

    @Override
    public void arrived() {
        arrivedMicros = clock.epochMicros();
    }

    @Override
    public void bytes(Direction direction, ByteBuf bytes) {
        byte[] copy = new byte[bytes.readableBytes()];
        bytes.getBytes(bytes.readerIndex(), copy);
        boolean fromClient = direction == Direction.CLIENT_TO_SERVER;
        long offset = fromClient ? clientBytes : serverBytes;
        outlet.offer(new BytesRelayed(
                session, arrivedMicros == 0 ? clock.epochMicros() : arrivedMicros, direction, offset, copy));
        if (fromClient) {
            clientBytes += copy.length;
        } else {
            serverBytes += copy.length;
        }
    }
}
