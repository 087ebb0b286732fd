package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.packet.Command;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.ProtocolException;

/** Where the SQL lies in a COM_QUERY. */
final class StatementBytes {
    private StatementBytes() {}

    /** Returns -1 if it is not in the bytes at hand. */
    static int offset(byte[] payload, long length, Decoding decoding) {
        if (!decoding.agreed().has(Capability.QUERY_ATTRIBUTES)) {
            return 1;
        }
        if (payload.length > 2 && payload[1] == 0) {
            // No attributes, as nearly always: a count of 0 and one set of parameters.
            return 3;
        }
        try {
            Command command = Command.decode(payload, length, decoding.agreed());
            return command instanceof Command.Query query ? query.sqlOffset() : -1;
        } catch (ProtocolException broken) {
            return -1;
        }
    }
}
