package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.ServerStatus;
import io.github.mysqlmonitor.wire.WireReader;

/** End of columns or rows: marker 0xFE, then with PROTOCOL_41 two bytes of warnings and two of status. */
public record Eof(int warnings, int status) {
    public static final int MARKER = 0xFE;

    public static Eof decode(WireReader in, Capabilities agreed) {
        in.expect(MARKER, "EOF marker");
        return agreed.has(Capability.PROTOCOL_41) ? new Eof(in.uint16(), in.uint16()) : new Eof(0, 0);
    }

    /** Whether another result of the same command follows. */
    public boolean moreResults() {
        return (status & ServerStatus.MORE_RESULTS_EXISTS) != 0;
    }
}
