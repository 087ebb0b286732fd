package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of a prepared statement's result.
 * <pre>
 *  off len
 *    0   1 marker 0x00
 *    1   n bitmap of NULLs, n = (columns + 9) / 8, the first column in bit 2
 *        . the values that are not NULL
 * </pre>
 *
 * @param values the first ones if the packet was cut
 * @param missing columns of which nothing was there
 * @param rest bytes behind the last column
 */
public record BinaryRow(List<Value> values, int missing, Octets rest) implements Packet {
    private static final int FIRST_BIT = 2;

    /**
     * Reads a row of which only the first bytes may be there.
     *
     * @param columns their types in order; without them a binary row cannot be read
     * @param fullLength the payload's whole length in bytes
     */
    public static BinaryRow decode(WireReader in, List<ValueType> columns, long fullLength, Limits limits) {
        boolean cut = in.remaining() < fullLength;
        in.expect(0x00, "binary row marker");
        int bitmapLength = (columns.size() + FIRST_BIT + 7) / 8;
        if (cut && !in.has(bitmapLength)) {
            return new BinaryRow(List.of(), columns.size(), Octets.rest(in));
        }
        byte[] nulls = in.bytes(bitmapLength);
        if ((nulls[0] & (1 << FIRST_BIT) - 1) != 0) {
            throw new ProtocolException("first two bits of a binary row", 0, nulls[0], 1);
        }
        ValueReader reader = new ValueReader(in, cut, limits);
        List<Value> values = new ArrayList<>(columns.size());
        for (ValueType type : columns) {
            int bit = values.size() + FIRST_BIT;
            boolean isNull = (nulls[bit / 8] >> (bit % 8) & 1) != 0;
            Value value = isNull ? Value.without(Value.Kind.NULL, type) : reader.binary(type);
            if (value == null) {
                break;
            }
            values.add(value);
        }
        return new BinaryRow(List.copyOf(values), columns.size() - values.size(), Octets.rest(in));
    }

    @Override
    public void encode(WireWriter out, Capabilities agreed) {
        byte[] nulls = new byte[(values.size() + missing + FIRST_BIT + 7) / 8];
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).inNullBitmap()) {
                int bit = i + FIRST_BIT;
                nulls[bit / 8] |= (byte) (1 << (bit % 8));
            }
        }
        out.uint8(0x00).bytes(nulls);
        for (Value value : values) {
            value.encodeBinary(out);
        }
        out.bytes(rest.array());
    }
}
