package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.config.ValuePolicy;
import io.github.mysqlmonitor.event.Interest;
import java.util.Set;

/**
 * What the sinks want to read.
 *
 * @param interests what at least one sink asked for; nothing is decoded for anything else
 * @param expand one event for each packet, even in long runs of equal ones
 * @param payloadBytes how many bytes of each packet events carry at most
 * @param showSecrets whether passwords stay readable
 * @param values what becomes of values in every event
 * @param maxSqlBytes how many bytes of a statement, and of all its values, are kept
 */
public record ObserveOptions(
        Set<Interest> interests,
        boolean expand,
        int payloadBytes,
        boolean showSecrets,
        ValuePolicy values,
        int maxSqlBytes) {
    /** A packet log without payload, secrets hidden, 16 KiB of each statement. */
    public static final ObserveOptions DEFAULT = new ObserveOptions(
            Set.of(Interest.PACKETS, Interest.SESSIONS), false, 0, false, ValuePolicy.SHOW, 16 * 1024);

    public ObserveOptions {
        interests = Set.copyOf(interests);
        if (payloadBytes < 0 || maxSqlBytes < 0) {
            throw new IllegalArgumentException("payloadBytes " + payloadBytes + ", maxSqlBytes " + maxSqlBytes);
        }
    }

    boolean wants(Interest interest) {
        return interests.contains(interest);
    }

    /** Whether the conversation has to be followed; raw chunks need no decoder. */
    boolean follows() {
        return interests.stream().anyMatch(interest -> interest != Interest.CHUNKS);
    }

    /** How many bytes of each packet are needed. */
    int keptBytes() {
        return Math.max(Conversation.HEAD_BYTES, Math.max(maxSqlBytes, payloadBytes));
    }
}
