package io.github.mysqlmonitor.packet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * MySQL's set of executed transactions, as replicas send it and PREVIOUS_GTIDS events hold it.
 * <pre>
 *  len
 *    8 header: the number of sources, or for the tagged format 01, the number in six bytes, 01
 *      then per source:
 *   16 UUID, most significant byte first
 *    1 length of the tag * 2, then the tag, in the tagged format only
 *    8 number of intervals
 *   16 per interval: first transaction, and the one behind the last
 * </pre>
 *
 * @param tagged which of the two formats it has
 * @param sources the first ones if the packet was cut
 * @param sourceCount how many the header announces
 * @param rest bytes behind the last whole source
 */
public record GtidSet(boolean tagged, List<Source> sources, long sourceCount, Octets rest) {
    private static final long UNTAGGED_LIMIT = 1L << 56;
    private static final int INTERVAL_BYTES = 16;

    /**
     * Transactions of one server.
     *
     * @param tag empty if they have none
     */
    public record Source(UUID uuid, String tag, List<Interval> intervals) {}

    /**
     * @param first not below 1
     * @param end behind the last, above {@code first}
     */
    public record Interval(long first, long end) {}

    /**
     * Reads a set of which only the first bytes may be there.
     *
     * @param cut whether more would follow
     */
    public static GtidSet decode(Octets encoded, boolean cut) {
        WireReader in = encoded.reader();
        if (!in.has(8)) {
            return cut || encoded.isEmpty()
                    ? new GtidSet(false, List.of(), 0, encoded)
                    : fail("header of a GTID set", "8 bytes", in.remaining());
        }
        long header = in.int64();
        int format = (int) (header >>> 56);
        if (format > 1 || format == 1 && (header & 0xFF) != 1) {
            return fail("format of a GTID set", "0 or 1", Long.toHexString(header));
        }
        boolean tagged = format == 1;
        long count = tagged ? header >>> 8 & 0xFFFFFFFFFFFFL : header;
        List<Source> sources = new ArrayList<>();
        while (sources.size() < count) {
            WireReader ahead = in.copy();
            try {
                sources.add(source(ahead, tagged));
            } catch (ProtocolException broken) {
                if (!cut) {
                    throw broken;
                }
                break;
            }
            in.skip(ahead.offset() - in.offset());
        }
        return new GtidSet(tagged, List.copyOf(sources), count, Octets.rest(in));
    }

    private static Source source(WireReader in, boolean tagged) {
        UUID uuid = new UUID(Long.reverseBytes(in.int64()), Long.reverseBytes(in.int64()));
        int doubled = tagged ? in.uint8() : 0;
        if ((doubled & 1) != 0) {
            fail("length of a GTID's tag", "an even number", doubled);
        }
        String tag = new String(in.bytes(doubled / 2), ISO_8859_1);
        long count = in.int64();
        if (count < 0 || count > in.remaining() / INTERVAL_BYTES) {
            fail("intervals of a GTID set", "at most " + in.remaining() / INTERVAL_BYTES, count);
        }
        List<Interval> intervals = new ArrayList<>((int) count);
        long behind = 1;
        for (int i = 0; i < count; i++) {
            Interval interval = new Interval(in.int64(), in.int64());
            if (interval.first < behind || interval.end <= interval.first) {
                fail("interval of a GTID set", "ascending numbers", interval.first + " to " + interval.end);
            }
            behind = interval.end;
            intervals.add(interval);
        }
        return new Source(uuid, tag, List.copyOf(intervals));
    }

    private static GtidSet fail(String field, Object expected, Object found) {
        throw new ProtocolException(field, expected, found, -1);
    }

    /** As the server writes it, {@code 3e11fa47-…:1-5:7,…:tag:1-3}; an ellipsis if sources are missing. */
    public String text() {
        StringBuilder out = new StringBuilder();
        UUID last = null;
        for (Source source : sources) {
            if (!source.uuid.equals(last) || source.tag.isEmpty()) {
                out.append(last == null ? "" : ",").append(source.uuid);
                last = source.uuid;
            }
            out.append(source.tag.isEmpty() ? "" : ":").append(source.tag);
            for (Interval each : source.intervals) {
                out.append(':').append(each.first);
                if (each.end - 1 > each.first) {
                    out.append('-').append(each.end - 1);
                }
            }
        }
        return out.append(sources.size() < sourceCount ? "…" : "").toString();
    }

    /** Writes what {@link #decode} read; the set must be whole. */
    public void encode(WireWriter out) {
        out.int64(tagged ? UNTAGGED_LIMIT | sourceCount << 8 | 1 : sourceCount);
        for (Source source : sources) {
            out.int64(Long.reverseBytes(source.uuid.getMostSignificantBits()));
            out.int64(Long.reverseBytes(source.uuid.getLeastSignificantBits()));
            if (tagged) {
                out.uint8(source.tag.length() * 2).bytes(source.tag.getBytes(ISO_8859_1));
            }
            out.int64(source.intervals.size());
            for (Interval each : source.intervals) {
                out.int64(each.first).int64(each.end);
            }
        }
        out.bytes(rest.array());
    }
}
