package io.github.mysqlmonitor.packet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlmonitor.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The attributes of a login or a COM_CHANGE_USER: a length-encoded total, then length-encoded keys and values. A total
 * that exceeds the packet and a pair that is cut end the list; they are no reason to give up the packet.
 */
final class ConnectionAttributes {
    /** More bytes than this no server accepts. */
    private static final int MAX_BYTES = 0xFFFF;

    private ConnectionAttributes() {}

    static List<Map.Entry<String, String>> decode(WireReader in) {
        if (!in.has(1)) {
            return List.of();
        }
        long total = in.lenenc();
        int length = (int) Math.min(total < 0 ? Long.MAX_VALUE : total, in.remaining());
        int end = in.offset() + length;
        int last = in.offset() + Math.min(length, MAX_BYTES);
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        while (in.offset() < last) {
            byte[] key = string(in, last);
            byte[] value = key == null ? null : string(in, last);
            if (value == null) {
                break;
            }
            pairs.add(Map.entry(new String(key, UTF_8), new String(value, UTF_8)));
        }
        in.skip(end - in.offset());
        return List.copyOf(pairs);
    }

    /** One string that lies wholly before the given offset, or null. */
    private static byte[] string(WireReader in, int last) {
        int left = last - in.offset();
        if (left < 1 || in.peek() == 0xFB || in.peek() == 0xFF || left < 1 + lengthBytes(in.peek())) {
            return null;
        }
        long length = in.lenenc();
        return length < 0 || length > last - in.offset() ? null : in.bytes((int) length);
    }

    private static int lengthBytes(int first) {
        return switch (first) {
            case 0xFC -> 2;
            case 0xFD -> 3;
            case 0xFE -> 8;
            default -> 0;
        };
    }
}
