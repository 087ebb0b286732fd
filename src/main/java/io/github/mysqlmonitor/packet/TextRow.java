package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of a COM_QUERY's result: per column a length-encoded string, or 0xFB for NULL.
 *
 * @param values the first ones if the packet was cut
 * @param missing columns of which nothing was there
 * @param rest bytes behind the last column
 */
public record TextRow(List<Value> values, int missing, Octets rest) implements Packet {

    /**
     * Reads a row of which only the first bytes may be there.
     *
     * @param columns their types in order; if empty, whatever the row has is read as text
     * @param fullLength the payload's whole length in bytes
     */
    public static TextRow decode(WireReader in, List<ValueType> columns, long fullLength, Limits limits) {
        ValueReader reader = new ValueReader(in, in.remaining() < fullLength, limits);
        List<Value> values = new ArrayList<>(columns.size());
        while (columns.isEmpty() ? in.has(1) : values.size() < columns.size()) {
            Value value = reader.text(columns.isEmpty() ? ValueType.TEXT : columns.get(values.size()));
            if (value == null) {
                break;
            }
            values.add(value);
        }
        return new TextRow(List.copyOf(values), Math.max(0, columns.size() - values.size()), Octets.rest(in));
    }

    @Override
    public void encode(WireWriter out, Capabilities agreed) {
        for (Value value : values) {
            value.encodeText(out);
        }
        out.bytes(rest.array());
    }
}
