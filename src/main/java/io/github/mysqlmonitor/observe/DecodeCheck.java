package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.config.ValuePolicy;
import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.SessionId;
import io.github.mysqlmonitor.frame.InflateBudget;
import io.github.mysqlmonitor.frame.InflateMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Proves the decoder on recorded sessions: every packet is decoded, written again from what was decoded, and compared
 * with its bytes, so that a misread field cannot hide. Used by one thread.
 */
public final class DecodeCheck {
    private static final int MAX_MISMATCHES = 1000;
    private static final int MAX_PACKET_BYTES = 64 * 1024 * 1024;
    private static final ObserveOptions WHOLE_PACKETS =
            new ObserveOptions(Set.of(Interest.RAW_PACKETS), true, MAX_PACKET_BYTES, true, ValuePolicy.SHOW, 0);

    private final ObserverFactory.SharedMemory shared = new ObserverFactory.SharedMemory(
            new InflateMemory(new InflateBudget(InflateBudget.DEFAULT_BYTES)), new KillBook());
    private final Map<String, Tally> tallies = new TreeMap<>();
    private final List<Mismatch> mismatches = new ArrayList<>();
    private long mismatched;

    /**
     * How the packets of one type came out.
     *
     * @param verified written exactly as they were read
     * @param longForm equal but for numbers that the peer wrote longer than needed
     * @param opaque not decoded on purpose, with how many for each reason
     */
    public record Tally(long verified, long longForm, Map<String, Long> opaque) {}

    /**
     * A packet that came out otherwise.
     *
     * @param reason what went wrong if there are no written bytes, else empty
     * @param read its payload
     * @param written what was made of it; empty if it could not be decoded
     */
    public record Mismatch(
            SessionId session, Direction direction, String type, String reason, byte[] read, byte[] written) {}

    /** The observer of one session; what it learns is added up here. */
    public SessionObserver observer(long sessionNumber) {
        PacketObserver observer = new PacketObserver(sessionNumber, WHOLE_PACKETS, shared, event -> {}, () -> 0);
        observer.listen(conversation -> new RecheckedPackets(conversation, this));
        return observer;
    }

    /** By type, as the packet log calls them. */
    public Map<String, Tally> tallies() {
        return Map.copyOf(tallies);
    }

    /** The first ones. */
    public List<Mismatch> mismatches() {
        return List.copyOf(mismatches);
    }

    /** How many there are. */
    public long mismatched() {
        return mismatched;
    }

    void verified(String type, boolean longForm) {
        tallies.merge(type, new Tally(longForm ? 0 : 1, longForm ? 1 : 0, Map.of()), DecodeCheck::sum);
    }

    void opaque(String type, String reason) {
        tallies.merge(type, new Tally(0, 0, Map.of(reason, 1L)), DecodeCheck::sum);
    }

    void mismatch(Mismatch mismatch) {
        mismatched++;
        if (mismatches.size() < MAX_MISMATCHES) {
            mismatches.add(mismatch);
        }
    }

    private static Tally sum(Tally a, Tally b) {
        Map<String, Long> opaque = new TreeMap<>(a.opaque);
        b.opaque.forEach((reason, count) -> opaque.merge(reason, count, Long::sum));
        return new Tally(a.verified + b.verified, a.longForm + b.longForm, opaque);
    }
}
