package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.CommandCode;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import java.util.List;
import java.util.Map;

/**
 * COM_CHANGE_USER: a login within a session.
 * <pre>
 *  off len
 *    0   1 code 0x11
 *    1   . user, NUL
 *        . authResponse behind a length byte; before 4.1 up to NUL
 *        . schema, NUL
 *        2 charset, if at least two bytes remain
 *        . plugin, NUL, if PLUGIN_AUTH
 *        . attributes, if CONNECT_ATTRS
 * </pre>
 * It may end after the auth response or any later field.
 *
 * @param authOffset where the auth response lies in the payload, {@code authLength} bytes
 * @param charset 0 if not sent
 * @param plugin empty if not sent
 * @param attributeBlock the attributes as they were sent, see {@link #attributes()}
 * @param length bytes of the fields that are there
 * @param rest what follows them
 */
public record ChangeUser(
        String user,
        Secret authResponse,
        int authOffset,
        String schema,
        int charset,
        String plugin,
        ConnectionAttributes attributeBlock,
        int length,
        Octets rest)
        implements Command {

    public int authLength() {
        return authResponse.length();
    }

    @Override
    public CommandCode code() {
        return CommandCode.CHANGE_USER;
    }

    /** Key and value in the order of the packet. */
    public List<Map.Entry<String, String>> attributes() {
        return attributeBlock.pairs();
    }

    public static ChangeUser decode(WireReader in, Capabilities agreed) {
        in.expect(CommandCode.CHANGE_USER.code(), "command code");
        String user = Lossless.text(in.nul());
        int authLength = agreed.has(Capability.PROTOCOL_41) ? in.uint8() : -1;
        int authOffset = in.offset();
        Secret auth = Secret.of(authLength < 0 ? in.nul() : in.bytes(authLength));
        String schema = Lossless.text(in.nulOrRest());
        boolean withCharset = in.has(2);
        int charset = withCharset ? in.uint16() : 0;
        String plugin = "";
        if (withCharset && agreed.has(Capability.PLUGIN_AUTH)) {
            plugin = Lossless.text(in.nulOrRest());
        }
        ConnectionAttributes attributes = withCharset && agreed.has(Capability.CONNECT_ATTRS)
                ? ConnectionAttributes.decode(in)
                : ConnectionAttributes.NONE;
        int length = in.offset();
        return new ChangeUser(user, auth, authOffset, schema, charset, plugin, attributes, length, Octets.rest(in));
    }

    @Override
    public void encode(WireWriter out, Capabilities agreed) {
        out.uint8(code().code()).nul(Lossless.bytes(user));
        if (agreed.has(Capability.PROTOCOL_41)) {
            out.uint8(authResponse.length()).bytes(authResponse.reveal());
        } else {
            out.nul(authResponse.reveal());
        }
        out.nul(Lossless.bytes(schema)).uint16(charset);
        if (agreed.has(Capability.PLUGIN_AUTH)) {
            out.nul(Lossless.bytes(plugin));
        }
        if (agreed.has(Capability.CONNECT_ATTRS)) {
            attributeBlock.encode(out);
        }
        // Whatever the packet did not have was written as empty; it may lack its last NUL, too.
        out.cutTo(length).bytes(rest.array());
    }
}
