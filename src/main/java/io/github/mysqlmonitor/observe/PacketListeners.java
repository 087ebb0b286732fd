package io.github.mysqlmonitor.observe;

import java.util.Arrays;

/** All that make events of one session's packets, in order: the packets' own come before those of commands. */
final class PacketListeners implements PacketListener {
    private PacketListener[] listeners = {};

    void add(PacketListener listener) {
        listeners = Arrays.copyOf(listeners, listeners.length + 1);
        listeners[listeners.length - 1] = listener;
    }

    @Override
    public void packet(CurrentPacket packet) {
        for (PacketListener listener : listeners) {
            listener.packet(packet);
        }
    }

    @Override
    public void settle() {
        for (PacketListener listener : listeners) {
            listener.settle();
        }
    }

    @Override
    public void clientLeft() {
        for (PacketListener listener : listeners) {
            listener.clientLeft();
        }
    }

    @Override
    public void stopped(long epochMicros, long nanos, String reason) {
        for (PacketListener listener : listeners) {
            listener.stopped(epochMicros, nanos, reason);
        }
    }

    @Override
    public void closed(long epochMicros, long nanos, SessionObserver.Closing closing) {
        for (PacketListener listener : listeners) {
            listener.closed(epochMicros, nanos, closing);
        }
    }
}
