package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;

/** The server asks for a file of the client: marker 0xFB, then the file's name to the end. */
public record LocalInfile(String file) implements Packet {
    public static final int MARKER = 0xFB;

    public static LocalInfile decode(WireReader in) {
        in.expect(MARKER, "LOCAL INFILE marker");
        return new LocalInfile(Lossless.text(in.rest()));
    }

    @Override
    public void encode(WireWriter out, Capabilities agreed) {
        out.uint8(MARKER).bytes(Lossless.bytes(file));
    }
}
