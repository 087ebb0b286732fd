package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.MonitorEvent.PacketSeen;

/** An event per packet; of long runs of equal ones, an event for the run. */
final class PacketLog implements PacketListener {
    private final boolean expand;
    private final Conversation conversation;
    private final EventOutlet outlet;
    private final PacketEvents events;
    private final PacketRun clientRun = new PacketRun();
    private final PacketRun serverRun = new PacketRun();

    PacketLog(ObserveOptions options, Conversation conversation, ConversationTracker commands, EventOutlet outlet) {
        this.expand = options.expand();
        this.conversation = conversation;
        this.outlet = outlet;
        this.events = new PacketEvents(options, commands);
    }

    @Override
    public void packet(CurrentPacket packet) {
        events.follow(packet);
        PacketRun run = packet.fromClient() ? clientRun : serverRun;
        flush(packet.fromClient() ? serverRun : clientRun);
        if (run.endedBy(packet.kind())) {
            flush(run);
        }
        PacketRun.Place place = expand ? PacketRun.Place.SINGLE : run.place(packet.kind());
        if (place == PacketRun.Place.FOLDED) {
            run.fold(packet.epochMicros(), packet.lastSequence(), packet.length());
        } else if (conversation.phase() != Phase.LOST) {
            PacketSeen event = events.of(packet);
            if (place == PacketRun.Place.FIRST_FOLDED) {
                run.startFolding(event);
            } else {
                outlet.offer(event);
            }
        }
    }

    @Override
    public void settle() {
        flush(clientRun);
        flush(serverRun);
    }

    private void flush(PacketRun run) {
        PacketSeen folded = run.take();
        if (folded != null) {
            outlet.offer(folded);
        }
    }
}
