package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of a COM_STMT_EXECUTE. A length-encoded count precedes them if QUERY_ATTRIBUTES was agreed and either the
 * statement has parameters or the command's flag 8 is set; parameters beyond the statement's own are query attributes.
 *
 * @param parameters of the statement, in order; fewer than it has if the packet was cut or the types are not known
 * @param attributes of this execution
 * @param types to be remembered for the next execution, empty if not known
 * @param typesSent whether the types stand in this packet
 * @param count of all parameters and attributes, also those that are missing
 * @param counted whether the packet says the count itself
 * @param rest bytes behind the last value that was read
 */
public record ExecuteParameters(
        List<Parameter> parameters,
        List<Parameter> attributes,
        List<ValueType> types,
        boolean typesSent,
        int count,
        boolean counted,
        Octets rest)
        implements Packet {

    static final int PARAMETER_COUNT_AVAILABLE = 8;

    public static ExecuteParameters decode(Command.StmtExecute command, StatementContext statement) {
        WireReader in = command.block().reader();
        boolean cut = command.truncated();
        boolean withCount = (command.flags() & PARAMETER_COUNT_AVAILABLE) != 0 || statement.parameterCount() > 0;
        boolean counted = withCount && statement.agreed().has(Capability.QUERY_ATTRIBUTES);
        int count = statement.parameterCount();
        if (counted) {
            try {
                count = QueryAttributes.count(in);
            } catch (ProtocolException broken) {
                if (!cut) {
                    throw broken;
                }
                return of(new ParameterBlock(count, List.of(), List.of(), false), count, counted, Octets.EMPTY);
            }
        }
        if (count == 0) {
            return of(ParameterBlock.NONE, 0, counted, Octets.rest(in));
        }
        ParameterBlock.Reading how =
                new ParameterBlock.Reading(cut, counted, statement.types(), statement.longData(), statement.limits());
        ParameterBlock block = ParameterBlock.decode(in, count, how);
        return of(block, Math.min(count, statement.parameterCount()), counted, Octets.rest(in));
    }

    private static ExecuteParameters of(ParameterBlock block, int own, boolean counted, Octets rest) {
        List<Parameter> all = block.parameters();
        boolean withAttributes = own < all.size();
        return new ExecuteParameters(
                withAttributes ? all.subList(0, own) : all,
                withAttributes ? all.subList(own, all.size()) : List.of(),
                block.types(),
                block.typesSent(),
                block.count(),
                counted,
                rest);
    }

    /** How many values could not be read: cut off, or of unknown type. */
    public int missing() {
        return count - parameters.size() - attributes.size();
    }

    /** Whether values are there, but nothing says of which type: the execution that told was not seen. */
    public boolean typesUnknown() {
        return count > 0 && types.isEmpty() && !typesSent;
    }

    /** Writes what follows the iteration count of the command. */
    @Override
    public void encode(WireWriter out, Capabilities agreed) {
        if (counted) {
            out.lenenc(count);
        }
        if (count > 0) {
            List<Parameter> all = new ArrayList<>(parameters);
            all.addAll(attributes);
            new ParameterBlock(count, all, types, typesSent).encode(out, counted);
        }
        out.bytes(rest.array());
    }
}
