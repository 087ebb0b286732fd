package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * The bytes that bind values to parameters, the same in COM_QUERY and COM_STMT_EXECUTE.
 * <pre>
 *  len
 *    . bitmap of NULLs, (count + 7) / 8 bytes
 *    1 1 if types follow, 0 if those of the execution before are meant
 *    . per parameter two bytes of type and, with QUERY_ATTRIBUTES, a length-encoded name
 *    . the values that are neither NULL nor sent before, in the binary protocol
 * </pre>
 *
 * @param count how many parameters there are, of which {@code parameters} may be the first
 * @param types of all parameters; empty if they are not known or were cut off
 * @param typesSent whether the types stand in this packet
 */
record ParameterBlock(int count, List<Parameter> parameters, List<ValueType> types, boolean typesSent) {
    static final ParameterBlock NONE = new ParameterBlock(0, List.of(), List.of(), false);

    private static final BitSet NO_LONG_DATA = new BitSet();
    private static final int TYPE_BYTES = 2;
    /** As many as most statements have at most. */
    private static final int FEW = 8;

    /** How to read the block. */
    record Reading(boolean cut, boolean named, List<ValueType> previous, BitSet longData, Limits limits) {
        static Reading ofAttributes(boolean cut) {
            return new Reading(cut, true, List.of(), NO_LONG_DATA, Limits.NONE);
        }
    }

    /** @param count more than 0 */
    static ParameterBlock decode(WireReader in, int count, Reading how) {
        byte[] nulls;
        boolean typesSent = false;
        List<ValueType> types = how.previous;
        List<String> names = List.of();
        try {
            nulls = in.bytes((count + 7) / 8);
            typesSent = in.uint8() != 0;
            if (typesSent) {
                types = new ArrayList<>();
                names = new ArrayList<>();
                types(in, count, how.named, types, names);
            }
        } catch (ProtocolException broken) {
            if (!how.cut) {
                throw broken;
            }
            in.skip(in.remaining());
            return new ParameterBlock(count, List.of(), List.of(), typesSent);
        }
        if (types.size() < count) {
            return new ParameterBlock(count, List.of(), List.of(), typesSent);
        }
        List<Parameter> parameters = new ArrayList<>(Math.min(count, FEW));
        ValueReader values = new ValueReader(in, how.cut, how.limits);
        for (int i = 0; i < count; i++) {
            Value value;
            if (how.longData.get(i)) {
                value = Value.without(Value.Kind.LONG_DATA, types.get(i));
            } else if ((nulls[i / 8] >> (i % 8) & 1) != 0) {
                value = Value.without(Value.Kind.NULL, types.get(i));
            } else {
                value = values.binary(types.get(i));
            }
            if (value == null) {
                break;
            }
            parameters.add(new Parameter(names.isEmpty() ? "" : names.get(i), value));
        }
        List<ValueType> used = types.size() == count ? types : types.subList(0, count);
        return new ParameterBlock(count, Collections.unmodifiableList(parameters), List.copyOf(used), typesSent);
    }

    private static void types(WireReader in, int count, boolean named, List<ValueType> types, List<String> names) {
        int least = named ? TYPE_BYTES + 1 : TYPE_BYTES;
        if ((long) count * least > in.remaining()) {
            throw new ProtocolException(
                    "types of parameters", count * least + " bytes", in.remaining() + " left", in.offset());
        }
        for (int i = 0; i < count; i++) {
            types.add(ValueType.parameter(in.uint16()));
            names.add(named ? Lossless.text(in.lenencBytes()) : "");
        }
    }

    /** Parameters whose values are not in {@code parameters}. */
    int missing() {
        return count - parameters.size();
    }

    /** @param named whether names stand behind the types */
    void encode(WireWriter out, boolean named) {
        byte[] nulls = new byte[(count + 7) / 8];
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).value().inNullBitmap()) {
                nulls[i / 8] |= (byte) (1 << (i % 8));
            }
        }
        out.bytes(nulls).uint8(typesSent ? 1 : 0);
        for (int i = 0; typesSent && i < parameters.size(); i++) {
            out.uint16(types.get(i).word());
            if (named) {
                out.lenencBytes(Lossless.bytes(parameters.get(i).name()));
            }
        }
        for (Parameter parameter : parameters) {
            parameter.value().encodeBinary(out);
        }
    }
}
