package io.github.mysqlmonitor.observe;

import java.util.Arrays;

/** The commands that were sent and not yet fully answered, in order; grows up to its bound, then refuses. */
final class CommandQueue {
    private static final int INITIAL = 8;
    private static final int LIMIT = 1024;

    private PacketKind[] ring = new PacketKind[INITIAL];
    private int first;
    private int size;

    int size() {
        return size;
    }

    /** The command being answered, null if none is. */
    PacketKind current() {
        return size == 0 ? null : ring[first];
    }

    /** Returns false, changing nothing, if the bound is reached. */
    boolean add(PacketKind command) {
        if (size == LIMIT) {
            return false;
        }
        if (size == ring.length) {
            PacketKind[] larger = new PacketKind[size * 2];
            System.arraycopy(ring, first, larger, 0, size - first);
            System.arraycopy(ring, 0, larger, size - first, first);
            ring = larger;
            first = 0;
        }
        ring[(first + size) % ring.length] = command;
        size++;
        return true;
    }

    void removeFirst() {
        ring[first] = null;
        first = (first + 1) % ring.length;
        size--;
    }

    void clear() {
        Arrays.fill(ring, null);
        first = 0;
        size = 0;
    }
}
