package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of a MariaDB COM_STMT_BULK_EXECUTE.
 * <pre>
 *  len
 *    2 per parameter: type, with flag 0x80
 *      then to the end of the packet, per row and parameter:
 *    1 indicator: 0 a value follows, 1 NULL, 2 DEFAULT, 3 IGNORE
 *    . value, in the binary protocol
 * </pre>
 *
 * @param types to be remembered for the next execution, empty if not known
 * @param typesSent whether the types stand in this packet
 * @param rows the first rows, one value per parameter
 * @param rowCount rows that were wholly there, also those not kept
 * @param rest the bytes of the values if their types are not known
 */
public record BulkParameters(
        List<ValueType> types, boolean typesSent, List<List<Value>> rows, long rowCount, Octets rest)
        implements Packet {

    static final int TYPES_FOLLOW = 0x80;

    private static final Value.Kind[] INDICATORS = {
        Value.Kind.STRING, Value.Kind.NULL, Value.Kind.DEFAULT, Value.Kind.IGNORE
    };

    public static BulkParameters decode(Command.StmtBulkExecute command, StatementContext statement) {
        WireReader in = command.block().reader();
        int count = statement.parameterCount();
        boolean cut = command.truncated();
        boolean typesSent = (command.flags() & TYPES_FOLLOW) != 0;
        List<ValueType> types = statement.types();
        if (typesSent && cut && !in.has(2 * count)) {
            return new BulkParameters(List.of(), true, List.of(), 0, Octets.rest(in));
        }
        if (typesSent) {
            types = types(in, count);
        }
        if (count == 0 || types.size() < count) {
            return new BulkParameters(List.of(), typesSent, List.of(), 0, Octets.rest(in));
        }
        List<List<Value>> rows = new ArrayList<>();
        ValueReader values = new ValueReader(in, cut, statement.limits());
        long rowCount = 0;
        while (in.has(1)) {
            List<Value> row = row(in, values, types, count, cut);
            if (row.size() < count) {
                break;
            }
            rowCount++;
            if (rows.size() < statement.limits().rows()) {
                rows.add(List.copyOf(row));
            }
        }
        return new BulkParameters(List.copyOf(types), typesSent, List.copyOf(rows), rowCount, Octets.rest(in));
    }

    private static List<ValueType> types(WireReader in, int count) {
        if (!in.has(2 * count)) {
            throw new ProtocolException(
                    "types of parameters", 2 * count + " bytes", in.remaining() + " left", in.offset());
        }
        List<ValueType> types = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            types.add(ValueType.parameter(in.uint16()));
        }
        return types;
    }

    private static List<Value> row(WireReader in, ValueReader values, List<ValueType> types, int count, boolean cut) {
        List<Value> row = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            if (cut && !in.has(1)) {
                return row;
            }
            int indicator = in.uint8();
            if (indicator >= INDICATORS.length) {
                throw new ProtocolException("indicator of a bulk value", "0 to 3", indicator, in.offset() - 1L);
            }
            Value value =
                    indicator == 0 ? values.binary(types.get(i)) : Value.without(INDICATORS[indicator], types.get(i));
            if (value == null) {
                return row;
            }
            row.add(value);
        }
        return row;
    }

    /** Writes what follows the flags of the command. */
    @Override
    public void encode(WireWriter out, Capabilities agreed) {
        if (rows.size() < rowCount) {
            throw new IllegalStateException("only " + rows.size() + " of " + rowCount + " rows were kept");
        }
        for (int i = 0; typesSent && i < types.size(); i++) {
            out.uint16(types.get(i).word());
        }
        for (List<Value> row : rows) {
            for (Value value : row) {
                out.uint8(indicator(value));
                value.encodeBinary(out);
            }
        }
        out.bytes(rest.array());
    }

    private static int indicator(Value value) {
        return switch (value.kind()) {
            case NULL -> value.inNullBitmap() ? 1 : 0;
            case DEFAULT -> 2;
            case IGNORE -> 3;
            default -> 0;
        };
    }
}
