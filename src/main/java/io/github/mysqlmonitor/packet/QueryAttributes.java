package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;

/**
 * The parameters in front of a COM_QUERY's text, sent whenever QUERY_ATTRIBUTES was agreed.
 * <pre>
 *  len
 *    . parameter count, length-encoded; 0 to 65535
 *    . parameter set count, length-encoded, 1
 *    . null bitmap, (count + 7) / 8 bytes, if count is not 0; so all below
 *    1 types follow, 1
 *    . per parameter two bytes of type and a length-encoded name
 *    . the values that are not NULL, in the binary protocol
 * </pre>
 */
final class QueryAttributes {
    private static final int MAX_COUNT = 0xFFFF;
    /** Two bytes of type and the length of an empty name. */
    private static final int LEAST_TYPE_BYTES = 3;

    private QueryAttributes() {}

    /** Moves the reader to the SQL and tells how many attributes it passed. */
    static int skip(WireReader in) {
        int from = in.offset();
        long count = in.lenenc();
        if (count < 0 || count > MAX_COUNT) {
            throw new ProtocolException("query attribute count", "at most 65535", Long.toUnsignedString(count), from);
        }
        in.lenenc();
        if (count == 0) {
            return 0;
        }
        byte[] nulls = in.bytes(((int) count + 7) / 8);
        in.expect(1, "query attribute types' flag");
        if (count * LEAST_TYPE_BYTES > in.remaining()) {
            throw new ProtocolException(
                    "query attribute types",
                    count * LEAST_TYPE_BYTES + " bytes",
                    in.remaining() + " left",
                    in.offset());
        }
        byte[] types = new byte[(int) count];
        for (int i = 0; i < count; i++) {
            types[i] = (byte) in.uint16();
            in.skip(in.lenencLength());
        }
        for (int i = 0; i < count; i++) {
            if ((nulls[i / 8] >> (i % 8) & 1) == 0) {
                BinaryValues.skip(in, types[i] & 0xFF);
            }
        }
        return (int) count;
    }
}
