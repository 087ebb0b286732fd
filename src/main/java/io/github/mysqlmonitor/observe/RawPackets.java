package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.MonitorEvent.PacketRelayed;

/** Each packet as it is, for sinks that send it on elsewhere. */
final class RawPackets implements PacketListener {
    private final int limit;
    private final EventOutlet outlet;

    RawPackets(ObserveOptions options, EventOutlet outlet) {
        this.limit = options.payloadBytes();
        this.outlet = outlet;
    }

    @Override
    public void packet(CurrentPacket packet) {
        outlet.offer(new PacketRelayed(
                packet.session(),
                packet.epochMicros(),
                packet.direction(),
                packet.sequence(),
                packet.lastSequence(),
                packet.length(),
                PacketEvents.copy(packet.head(), limit)));
    }
}
