package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.observe.SessionObserver;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** What was written and not yet lent to the observer, in the order of the conversation. */
final class Unobserved {
    private final SessionObserver observer;
    private final List<ByteBuf> buffers = new ArrayList<>(4);
    private final List<Direction> directions = new ArrayList<>(4);
    private final List<Boolean> secrets = new ArrayList<>(4);

    Unobserved(SessionObserver observer) {
        this.observer = observer;
    }

    /** Takes the buffer, before it is written. */
    void add(Direction direction, ByteBuf bytes) {
        add(direction, bytes, false);
    }

    /** Takes a buffer that nobody else has and that may hold a password: it is wiped. */
    void addSecret(Direction direction, ByteBuf bytes) {
        add(direction, bytes, true);
    }

    private void add(Direction direction, ByteBuf bytes, boolean secret) {
        if (buffers.isEmpty()) {
            observer.arrived();
        }
        buffers.add(bytes);
        directions.add(direction);
        secrets.add(secret);
    }

    boolean isEmpty() {
        return buffers.isEmpty();
    }

    /** Lends all to the observer and releases it. */
    void lend() {
        for (int i = 0; i < buffers.size(); i++) {
            ByteBuf bytes = buffers.get(i);
            try {
                observer.bytes(directions.get(i), bytes);
            } finally {
                release(i);
            }
        }
        clear();
    }

    void release() {
        for (int i = 0; i < buffers.size(); i++) {
            release(i);
        }
        clear();
    }

    private void release(int i) {
        ByteBuf bytes = buffers.get(i);
        if (secrets.get(i)) {
            bytes.setZero(0, bytes.writerIndex());
        }
        bytes.release();
    }

    private void clear() {
        buffers.clear();
        directions.clear();
        secrets.clear();
    }
}
