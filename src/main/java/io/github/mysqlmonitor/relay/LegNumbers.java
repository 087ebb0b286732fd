package io.github.mysqlmonitor.relay;

/**
 * The sequence numbers of one leg. Packets are counted in both directions together, from 0 with each command; where a
 * packet is sent on one leg only, the two legs count differently until the next command.
 */
final class LegNumbers {
    private int last = -1;

    /** The next packet is the first of a command. */
    void restart() {
        last = -1;
    }

    /** Number of the next packet, whoever sends it: 0 to 255. */
    int next() {
        return last + 1 & 0xFF;
    }

    /** A packet with this number was sent or received. */
    void passed(int sequence) {
        last = sequence;
    }

    /** Counts a packet that is sent now and gives its number. */
    int take() {
        last = next();
        return last;
    }
}
