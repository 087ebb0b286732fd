package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;

/**
 * Another message of the current authentication plugin: marker 0x01, then the plugin's own bytes to the end.
 *
 * @param data what follows the marker; public when it is a PEM key
 */
public record AuthMoreData(Secret data) implements Packet {
    public static final int MARKER = 0x01;

    private static final int FAST_AUTH_SUCCESS = 3;
    private static final int FULL_AUTHENTICATION = 4;

    public static AuthMoreData decode(WireReader in) {
        in.expect(MARKER, "auth-more-data marker");
        return new AuthMoreData(Secret.of(in.rest()));
    }

    /** caching_sha2_password: the password's hash was in the cache; an OK follows. */
    public boolean isFastAuthSuccess() {
        return isSingle(FAST_AUTH_SUCCESS);
    }

    /** caching_sha2_password: the client has to send the password itself. */
    public boolean isFullAuthentication() {
        return isSingle(FULL_AUTHENTICATION);
    }

    @Override
    public void encode(WireWriter out, Capabilities agreed) {
        out.uint8(MARKER).bytes(data.reveal());
    }

    private boolean isSingle(int value) {
        return data.length() == 1 && data.reveal()[0] == value;
    }
}
