package io.github.mysqlmonitor.packet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlmonitor.wire.WireReader;

/**
 * One factor is done, the next one begins: marker 0x02, plugin NUL, data to the end.
 *
 * @param dataOffset where the data lies in the payload
 */
public record AuthNextFactor(String plugin, Secret data, int dataOffset) {
    public static final int MARKER = 0x02;

    public static AuthNextFactor decode(WireReader in) {
        in.expect(MARKER, "auth-next-factor marker");
        String plugin = new String(in.nul(), UTF_8);
        int dataOffset = in.offset();
        return new AuthNextFactor(plugin, Secret.of(in.rest()), dataOffset);
    }
}
