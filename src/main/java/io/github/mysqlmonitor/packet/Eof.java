package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.ServerStatus;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;

/**
 * End of columns or rows: marker 0xFE, then with PROTOCOL_41 two bytes of warnings and two of status.
 *
 * @param rest bytes behind them, of which no server sends any
 */
public record Eof(int warnings, int status, Octets rest) implements Packet {
    public static final int MARKER = 0xFE;

    public static Eof decode(WireReader in, Capabilities agreed) {
        in.expect(MARKER, "EOF marker");
        boolean protocol41 = agreed.has(Capability.PROTOCOL_41);
        int warnings = protocol41 ? in.uint16() : 0;
        return new Eof(warnings, protocol41 ? in.uint16() : 0, Octets.rest(in));
    }

    @Override
    public void encode(WireWriter out, Capabilities agreed) {
        out.uint8(MARKER);
        if (agreed.has(Capability.PROTOCOL_41)) {
            out.uint16(warnings).uint16(status);
        }
        out.bytes(rest.array());
    }

    /** Whether another result of the same command follows. */
    public boolean moreResults() {
        return (status & ServerStatus.MORE_RESULTS_EXISTS) != 0;
    }
}
