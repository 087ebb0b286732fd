package io.github.mysqlmonitor.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * Takes a password out of the packet that names its plugin, and names a plugin that no account has: the server then asks
 * by an AuthSwitchRequest for whatever the account needs, as it does when a client has guessed its plugin wrong.
 */
final class WithheldPassword {
    static final String PLUGIN = "mysql_monitor_asks";

    private static final int FIXED_PART = 32;
    private static final int CHARSET_LENGTH = 2;

    private WithheldPassword() {}

    /**
     * The login without its auth response.
     *
     * @param payload taken: a login of protocol 4.1 with PLUGIN_AUTH; wiped
     */
    static byte[] login(byte[] payload, Capabilities capabilities) {
        ByteBuf bytes = Unpooled.wrappedBuffer(payload);
        WireReader in = new WireReader(bytes);
        in.skip(FIXED_PART);
        skipNul(in);
        int response = in.offset();
        if (capabilities.has(Capability.PLUGIN_AUTH_LENENC_CLIENT_DATA)) {
            in.skip(in.lenencLength());
        } else if (capabilities.has(Capability.SECURE_CONNECTION)) {
            in.skip(in.uint8());
        } else {
            skipNul(in);
        }
        int schema = in.offset();
        if (capabilities.has(Capability.CONNECT_WITH_DB)) {
            skipNul(in);
        }
        return joined(payload, response, schema, in);
    }

    /** COM_CHANGE_USER without its auth response. Takes the payload and wipes it. */
    static byte[] changeUser(byte[] payload) {
        WireReader in = new WireReader(Unpooled.wrappedBuffer(payload));
        in.skip(1);
        skipNul(in);
        int response = in.offset();
        in.skip(in.uint8());
        int schema = in.offset();
        skipNul(in);
        in.skip(CHARSET_LENGTH);
        return joined(payload, response, schema, in);
    }

    /** An empty auth response is one byte in all its forms: a length of 0, or the NUL of an empty string. */
    private static byte[] joined(byte[] payload, int response, int schema, WireReader atPlugin) {
        int plugin = atPlugin.offset();
        atPlugin.nulOrRest();
        int rest = atPlugin.offset();
        ByteBuf out = Unpooled.buffer(payload.length + PLUGIN.length());
        new WireWriter(out)
                .bytes(Arrays.copyOf(payload, response))
                .uint8(0)
                .bytes(Arrays.copyOfRange(payload, schema, plugin))
                .nul(PLUGIN.getBytes(US_ASCII))
                .bytes(Arrays.copyOfRange(payload, rest, payload.length));
        Arrays.fill(payload, (byte) 0);
        return ByteBufUtil.getBytes(out);
    }

    private static void skipNul(WireReader in) {
        in.nul();
    }
}
