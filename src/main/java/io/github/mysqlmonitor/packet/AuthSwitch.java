package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;

/**
 * The server asks for another authentication plugin.
 * <pre>
 *  off len
 *    0   1 marker 0xFE; a packet of this byte alone asks for mysql_old_password
 *    1   . plugin, NUL
 *        . data to the end, usually a nonce of 20 bytes and a NUL
 * </pre>
 *
 * @param data as sent, final NUL included
 * @param dataOffset where it lies in the payload
 */
public record AuthSwitch(String plugin, Secret data, int dataOffset) implements Packet {
    public static final int MARKER = 0xFE;

    private static final String OLD_PASSWORD = "mysql_old_password";

    public static AuthSwitch decode(WireReader in) {
        in.expect(MARKER, "auth-switch marker");
        if (!in.has(1)) {
            return new AuthSwitch(OLD_PASSWORD, Secret.EMPTY, 1);
        }
        String plugin = Lossless.text(in.nul());
        int dataOffset = in.offset();
        return new AuthSwitch(plugin, Secret.of(in.rest()), dataOffset);
    }

    @Override
    public void encode(WireWriter out, Capabilities agreed) {
        out.uint8(MARKER);
        if (dataOffset > 1) {
            out.nul(Lossless.bytes(plugin)).bytes(data.reveal());
        }
    }

    /** The data without its final NUL. */
    public Secret nonce() {
        return data.withoutFinalNul();
    }
}
