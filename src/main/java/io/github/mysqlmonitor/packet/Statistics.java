package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;

/** Answer to COM_STATISTICS: a text and nothing else. */
public record Statistics(String text) implements Packet {
    public static Statistics decode(WireReader in) {
        return new Statistics(Lossless.text(in.rest()));
    }

    @Override
    public void encode(WireWriter out, Capabilities agreed) {
        out.bytes(Lossless.bytes(text));
    }
}
