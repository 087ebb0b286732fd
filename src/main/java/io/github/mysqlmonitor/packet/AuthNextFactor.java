package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;

/**
 * One factor is done, the next one begins: marker 0x02, plugin NUL, data to the end.
 *
 * @param dataOffset where the data lies in the payload
 */
public record AuthNextFactor(String plugin, Secret data, int dataOffset) implements Packet {
    public static final int MARKER = 0x02;

    public static AuthNextFactor decode(WireReader in) {
        in.expect(MARKER, "auth-next-factor marker");
        String plugin = Lossless.text(in.nul());
        int dataOffset = in.offset();
        return new AuthNextFactor(plugin, Secret.of(in.rest()), dataOffset);
    }

    @Override
    public void encode(WireWriter out, Capabilities agreed) {
        out.uint8(MARKER).nul(Lossless.bytes(plugin)).bytes(data.reveal());
    }
}
