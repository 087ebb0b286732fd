package io.github.mysqlmonitor.packet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlmonitor.wire.WireReader;

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
public record AuthSwitch(String plugin, Secret data, int dataOffset) {
    public static final int MARKER = 0xFE;

    private static final String OLD_PASSWORD = "mysql_old_password";

    public static AuthSwitch decode(WireReader in) {
        in.expect(MARKER, "auth-switch marker");
        if (!in.has(1)) {
            return new AuthSwitch(OLD_PASSWORD, Secret.EMPTY, 1);
        }
        String plugin = new String(in.nul(), UTF_8);
        int dataOffset = in.offset();
        return new AuthSwitch(plugin, Secret.of(in.rest()), dataOffset);
    }

    /** The data without its final NUL. */
    public Secret nonce() {
        return data.withoutFinalNul();
    }
}
