package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.event.Direction;
import io.netty.buffer.ByteBuf;

/**
 * What flow and observer are shown while somebody authenticates on legs that differ: the client's leg, with its packets
 * and its numbers. That is one whole conversation; what goes on between proxy and server alone is not in it.
 */
final class ClientView {
    private final Session session;
    private final Unobserved unobserved = new Unobserved();
    private boolean compressed;

    ClientView(Session session) {
        this.session = session;
    }

    Unobserved unobserved() {
        return unobserved;
    }

    /** From here on, the observer wants compressed packets. */
    void compress() {
        compressed = true;
    }

    boolean isCompressed() {
        return compressed;
    }

    /** @param frame borrowed: a whole one; if it came in a compressed packet, that one is shown by itself */
    void frame(Direction direction, ByteBuf frame) {
        if (compressed) {
            session.flow().inflated(direction, frame);
        } else {
            session.flow().passed(direction, frame);
            observe(direction, frame);
        }
    }

    /** @param packet borrowed: a whole compressed one */
    void compressedPacket(Direction direction, ByteBuf packet) {
        session.flow().passedCompressed(direction, packet.readableBytes());
        observe(direction, packet);
    }

    private void observe(Direction direction, ByteBuf bytes) {
        if (session.isObserved()) {
            unobserved.addSecret(direction, bytes.copy());
        }
    }
}
