package io.github.mysqlmonitor.packet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.CommandCode;
import io.github.mysqlmonitor.wire.WireReader;
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
 */
public record ChangeUser(
        String user,
        Secret authResponse,
        int authOffset,
        String schema,
        int charset,
        String plugin,
        List<Map.Entry<String, String>> attributes)
        implements Command {

    public int authLength() {
        return authResponse.length();
    }

    @Override
    public CommandCode code() {
        return CommandCode.CHANGE_USER;
    }

    public static ChangeUser decode(WireReader in, Capabilities agreed) {
        in.expect(CommandCode.CHANGE_USER.code(), "command code");
        String user = new String(in.nul(), UTF_8);
        int authLength = agreed.has(Capability.PROTOCOL_41) ? in.uint8() : -1;
        int authOffset = in.offset();
        Secret auth = Secret.of(authLength < 0 ? in.nul() : in.bytes(authLength));
        String schema = new String(in.nulOrRest(), UTF_8);
        int charset = in.has(2) ? in.uint16() : 0;
        String plugin = agreed.has(Capability.PLUGIN_AUTH) && in.has(1) ? new String(in.nulOrRest(), UTF_8) : "";
        List<Map.Entry<String, String>> attributes =
                agreed.has(Capability.CONNECT_ATTRS) ? ConnectionAttributes.decode(in) : List.of();
        return new ChangeUser(user, auth, authOffset, schema, charset, plugin, attributes);
    }
}
