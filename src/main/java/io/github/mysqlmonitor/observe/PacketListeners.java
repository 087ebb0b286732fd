package io.github.mysqlmonitor.observe;

import java.util.ArrayList;
import java.util.List;

/** All that make events of one session's packets, in order: the packets' own come before those of commands. */
final class PacketListeners implements PacketListener {
    private final List<PacketListener> listeners = new ArrayList<>(3);

    void add(PacketListener listener) {
        listeners.add(listener);
    }

    @Override
    public void packet(CurrentPacket packet) {
        for (PacketListener listener : listeners) {
            listener.packet(packet);
        }
    }

    @Override
    public void settle() {
        listeners.forEach(PacketListener::settle);
    }

    @Override
    public void clientLeft() {
        listeners.forEach(PacketListener::clientLeft);
    }

    @Override
    public void stopped(long epochMicros, long nanos, String reason) {
        listeners.forEach(listener -> listener.stopped(epochMicros, nanos, reason));
    }

    @Override
    public void closed(long epochMicros, long nanos, SessionObserver.Closing closing) {
        listeners.forEach(listener -> listener.closed(epochMicros, nanos, closing));
    }
}
