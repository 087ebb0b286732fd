package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import java.util.List;

/**
 * The parameters in front of a COM_QUERY's text, sent whenever QUERY_ATTRIBUTES was agreed.
 * <pre>
 *  len
 *    . parameter count, length-encoded; 0 to 65535
 *    . parameter set count, length-encoded, 1
 *    . bitmap of NULLs, types, names, values, if the count is not 0
 * </pre>
 *
 * @param count how many there are, of which {@code attributes} may be the first
 */
public record QueryAttributes(int count, List<Parameter> attributes) {
    public static final QueryAttributes NONE = new QueryAttributes(0, List.of());

    static final int MAX_COUNT = 0xFFFF;

    /**
     * Moves the reader to the SQL.
     *
     * @param cut whether the reader has only the first bytes of the packet
     */
    static QueryAttributes decode(WireReader in, boolean cut) {
        int count = count(in);
        in.lenenc();
        if (count == 0) {
            return NONE;
        }
        ParameterBlock block = ParameterBlock.decode(in, count, ParameterBlock.Reading.ofAttributes(cut));
        if (!block.typesSent() && !cut) {
            throw new ProtocolException("query attribute types' flag", 1, 0, in.offset());
        }
        return new QueryAttributes(count, block.parameters());
    }

    static int count(WireReader in) {
        int from = in.offset();
        long count = in.lenenc();
        if (count < 0 || count > MAX_COUNT) {
            throw new ProtocolException("parameter count", "at most 65535", Long.toUnsignedString(count), from);
        }
        return (int) count;
    }

    /** How many lie behind the bytes at hand. */
    public int missing() {
        return count - attributes.size();
    }

    /** Whether the packet was cut before their end. */
    boolean isCut() {
        // Nothing limits their values but the bytes at hand.
        return missing() > 0 || (count > 0 && attributes.get(count - 1).value().truncated());
    }

    void encode(WireWriter out) {
        out.lenenc(count).lenenc(1);
        if (count > 0) {
            List<ValueType> types =
                    attributes.stream().map(each -> each.value().type()).toList();
            new ParameterBlock(count, attributes, types, true).encode(out, true);
        }
    }
}
