package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The attributes of a login or a COM_CHANGE_USER: a length-encoded total, then length-encoded keys and values. A total
 * that exceeds the packet and a pair that is cut end the list; they are no reason to give up the packet.
 *
 * @param pairs in the order of the packet; a key may come twice
 * @param total bytes of all pairs, as the client says
 * @param rest bytes of the total that are there but make no pair: behind a cut one, or beyond what servers accept
 */
public record ConnectionAttributes(List<Map.Entry<String, String>> pairs, long total, Octets rest) {
    public static final ConnectionAttributes NONE = new ConnectionAttributes(List.of(), 0, Octets.EMPTY);

    /** More bytes than this no server accepts. */
    public static final int MAX_BYTES = 0xFFFF;

    public static ConnectionAttributes decode(WireReader in) {
        if (!in.has(1)) {
            return NONE;
        }
        long total = in.lenenc();
        int length = (int) Math.min(total < 0 ? Long.MAX_VALUE : total, in.remaining());
        int end = in.offset() + length;
        int last = in.offset() + Math.min(length, MAX_BYTES);
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        while (LengthEncoded.areStrings(in, 2, last)) {
            String key = Lossless.text(in.lenencBytes());
            pairs.add(Map.entry(key, Lossless.text(in.lenencBytes())));
        }
        return new ConnectionAttributes(List.copyOf(pairs), total, Octets.of(in.bytes(end - in.offset())));
    }

    /**
     * These pairs, and behind them the others whose names are none of theirs.
     *
     * @param first empty to only take pairs away
     * @param names in lower case: servers compare names without regard to trailing spaces, so does this, and to case
     */
    public ConnectionAttributes withFirst(List<Map.Entry<String, String>> first, Set<String> names) {
        List<Map.Entry<String, String>> all = new ArrayList<>(first);
        for (Map.Entry<String, String> pair : pairs) {
            if (!names.contains(pair.getKey().stripTrailing().toLowerCase(Locale.ROOT))) {
                all.add(pair);
            }
        }
        long length = rest.length();
        for (Map.Entry<String, String> pair : all) {
            length += encodedLength(pair.getKey()) + encodedLength(pair.getValue());
        }
        return new ConnectionAttributes(List.copyOf(all), length, rest);
    }

    private static int encodedLength(String text) {
        int length = Lossless.bytes(text).length;
        return LengthEncoded.bytesFor(length) + length;
    }

    public void encode(WireWriter out) {
        out.lenenc(total);
        for (Map.Entry<String, String> pair : pairs) {
            out.lenencBytes(Lossless.bytes(pair.getKey())).lenencBytes(Lossless.bytes(pair.getValue()));
        }
        out.bytes(rest.array());
    }
}
