package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The data of single changes of the session state. */
final class SessionChanges {
    private SessionChanges() {}

    static SessionState.Change decode(int type, Octets data) {
        WireReader in = data.reader();
        SessionState.Change change = known(type, in);
        return change == null || in.has(1) ? new SessionState.Other(type, data) : change;
    }

    /** Null if the type is not known or the data breaks its grammar. */
    private static SessionState.Change known(int type, WireReader in) {
        return switch (type) {
            case 0 -> variables(in);
            case 1 -> isString(in) ? new SessionState.Schema(string(in)) : null;
            case 2 -> in.has(1) ? new SessionState.StateChange((char) in.uint8()) : null;
            case 3 -> gtids(in);
            case 4 -> isString(in) ? new SessionState.TransactionCharacteristics(string(in)) : null;
            case 5 -> isString(in) ? new SessionState.TransactionState(string(in)) : null;
            default -> null;
        };
    }

    private static SessionState.Change variables(WireReader in) {
        List<Map.Entry<String, String>> variables = new ArrayList<>();
        while (in.has(1)) {
            if (!LengthEncoded.areStrings(in, 2, end(in))) {
                return null;
            }
            String name = string(in);
            variables.add(Map.entry(name, string(in)));
        }
        return variables.isEmpty() ? null : new SessionState.SystemVariables(List.copyOf(variables));
    }

    private static SessionState.Change gtids(WireReader in) {
        if (!in.has(1)) {
            return null;
        }
        int encoding = in.uint8();
        return isString(in) ? new SessionState.Gtids(encoding, string(in)) : null;
    }

    private static boolean isString(WireReader in) {
        return LengthEncoded.areStrings(in, 1, end(in));
    }

    private static int end(WireReader in) {
        return in.offset() + in.remaining();
    }

    private static String string(WireReader in) {
        return Lossless.text(in.lenencBytes());
    }

    static byte[] data(SessionState.Change change) {
        if (change instanceof SessionState.Other other) {
            return other.data().array();
        }
        ByteBuf bytes = Unpooled.buffer();
        WireWriter out = new WireWriter(bytes);
        if (change instanceof SessionState.SystemVariables variables) {
            for (Map.Entry<String, String> each : variables.variables()) {
                string(out, each.getKey());
                string(out, each.getValue());
            }
        } else if (change instanceof SessionState.Schema schema) {
            string(out, schema.name());
        } else if (change instanceof SessionState.StateChange state) {
            out.uint8(state.value());
        } else if (change instanceof SessionState.Gtids gtids) {
            string(out.uint8(gtids.encoding()), gtids.gtids());
        } else if (change instanceof SessionState.TransactionCharacteristics characteristics) {
            string(out, characteristics.sql());
        } else if (change instanceof SessionState.TransactionState state) {
            string(out, state.flags());
        }
        return ByteBufUtil.getBytes(bytes);
    }

    private static void string(WireWriter out, String text) {
        out.lenencBytes(Lossless.bytes(text));
    }
}
