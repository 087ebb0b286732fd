package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;

/**
 * The first packet of a resultset: a length-encoded count, then one byte if the peers agreed on metadata that may be
 * left out. The manual has the two in the other order.
 *
 * @param count number of columns, unsigned 64 bits
 * @param metadata 0 if no column definitions follow, 1 if they do, {@link #NOT_SAID} if the byte is not there
 */
public record ColumnCount(long count, int metadata, Octets rest) implements Packet {
    public static final int NOT_SAID = -1;

    public static ColumnCount decode(WireReader in) {
        long count = in.lenenc();
        return new ColumnCount(count, in.has(1) ? in.uint8() : NOT_SAID, Octets.rest(in));
    }

    public boolean metadataFollows() {
        return metadata != 0;
    }

    @Override
    public void encode(WireWriter out, Capabilities agreed) {
        out.lenenc(count);
        if (metadata != NOT_SAID) {
            out.uint8(metadata);
        }
        out.bytes(rest.array());
    }
}
