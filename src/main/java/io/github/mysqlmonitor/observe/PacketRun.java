package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.MonitorEvent.PacketSeen;
import io.github.mysqlmonitor.event.PacketContent;

/**
 * Counts equal packets of one direction, so that a long reply takes few events: the first three are told one by one,
 * all further ones together.
 */
final class PacketRun {
    private static final int TOLD_SINGLY = 3;
    private static final byte[] NO_PAYLOAD = {};
    private static final int WEIGHT = 200;

    private PacketKind kind = PacketKind.UNKNOWN;
    private long seen;

    private PacketSeen first;
    private int lastSequence;
    private long lastMicros;
    private long count;
    private long length;

    /** What one more packet of this kind is to the run. */
    enum Place {
        /** To be told at once. */
        SINGLE,
        /** The first of those that are told together. */
        FIRST_FOLDED,
        FOLDED
    }

    /** Whether the packet ends the run so far. */
    boolean endedBy(PacketKind next) {
        return kind != next;
    }

    /** Places a packet; call after {@link #take} if it ended the run so far. */
    Place place(PacketKind next) {
        if (kind != next) {
            kind = next;
            seen = 0;
        }
        seen++;
        if (!next.collapses() || seen <= TOLD_SINGLY) {
            return Place.SINGLE;
        }
        return first == null ? Place.FIRST_FOLDED : Place.FOLDED;
    }

    void startFolding(PacketSeen packet) {
        first = packet;
        count = 0;
        length = 0;
        fold(packet.epochMicros(), packet.lastSequence(), packet.length());
    }

    void fold(long epochMicros, int sequence, long packetLength) {
        lastMicros = epochMicros;
        lastSequence = sequence;
        count++;
        length += packetLength;
    }

    /** Gives what was folded since the last call as one event, null if nothing was. */
    PacketSeen take() {
        PacketSeen start = first;
        first = null;
        if (start == null || count == 1) {
            return start;
        }
        return new PacketSeen(
                start.session(),
                lastMicros,
                start.direction(),
                start.sequence(),
                lastSequence,
                count,
                length,
                start.type(),
                false,
                PacketContent.NONE,
                NO_PAYLOAD,
                WEIGHT);
    }
}
