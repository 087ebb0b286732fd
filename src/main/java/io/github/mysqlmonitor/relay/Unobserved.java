package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.observe.SessionObserver;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** What was written and not yet lent to the observer, in the order of the conversation. */
final class Unobserved {
    private final List<ByteBuf> buffers = new ArrayList<>(4);
    private final List<Direction> directions = new ArrayList<>(4);

    /** Takes the buffer. */
    void add(Direction direction, ByteBuf bytes) {
        buffers.add(bytes);
        directions.add(direction);
    }

    boolean isEmpty() {
        return buffers.isEmpty();
    }

    /** Lends all to the observer and releases it. */
    void lend(SessionObserver observer) {
        for (int i = 0; i < buffers.size(); i++) {
            ByteBuf bytes = buffers.get(i);
            try {
                observer.bytes(directions.get(i), bytes);
            } finally {
                bytes.release();
            }
        }
        buffers.clear();
        directions.clear();
    }

    void release() {
        buffers.forEach(ByteBuf::release);
        buffers.clear();
        directions.clear();
    }
}
