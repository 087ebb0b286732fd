package io.github.mysqlmonitor.packet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.Charsets;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;

/**
 * The client's login.
 * <pre>
 *  off len
 *    0   4 capabilities
 *    4   4 maxPacket
 *    8   1 charset, low byte of the collation
 *    9  23 zeros; of a MariaDB client 19 zeros and 4 bytes of extended capabilities
 *   32   . user, NUL
 *        . authResponse: length-encoded, or behind a length byte, or up to NUL, by capability
 *        . schema, NUL, if CONNECT_WITH_DB
 *        . plugin, NUL, if PLUGIN_AUTH
 *        . attributes, if CONNECT_ATTRS
 *        1 zstdLevel, if ZSTD_COMPRESSION_ALGORITHM
 * </pre>
 * It may end after the auth response or any later field, and the last string may lack its NUL.
 *
 * <p>Before 4.1: two bytes of capabilities, three of maxPacket, user NUL, then auth and schema NUL, or auth alone to the
 * end.
 *
 * @param authOffset where the auth response lies in the payload, {@code authLength} bytes
 * @param schema empty if none
 * @param plugin empty if none
 * @param attributeBlock the attributes as they were sent, see {@link #attributes()}
 * @param zstdLevel 0 if not sent
 * @param reserved the reserved bytes, of a MariaDB client those before its extended capabilities
 * @param length bytes of the fields that are there
 * @param rest what follows them
 */
public record Login(
        Capabilities capabilities,
        long maxPacket,
        int charset,
        String user,
        Secret authResponse,
        int authOffset,
        String schema,
        String plugin,
        ConnectionAttributes attributeBlock,
        int zstdLevel,
        Octets reserved,
        int length,
        Octets rest)
        implements Packet {

    private static final int DEFAULT_ZSTD_LEVEL = 3;

    public int authLength() {
        return authResponse.length();
    }

    /** Key and value in the order of the packet. */
    public List<Map.Entry<String, String>> attributes() {
        return attributeBlock.pairs();
    }

    public static Login decode(WireReader in) {
        int low = in.uint16();
        if ((low & Capability.PROTOCOL_41.mask()) == 0) {
            return decode320(in, Capabilities.of(low, 0));
        }
        Capabilities word = Capabilities.of(low | (long) in.uint16() << 16, 0);
        long maxPacket = in.uint32();
        int charset = in.uint8();
        LoginFiller filler = LoginFiller.decode(in, word);
        Capabilities capabilities = filler.capabilities();
        Charset text = Charsets.charset(charset);
        String user = Lossless.text(in.nul(), text);
        int authLength = -1;
        if (capabilities.has(Capability.PLUGIN_AUTH_LENENC_CLIENT_DATA)) {
            authLength = in.lenencLength();
        } else if (capabilities.has(Capability.SECURE_CONNECTION)) {
            authLength = in.uint8();
        }
        int authOffset = in.offset();
        Secret auth = Secret.of(authLength < 0 ? in.nul() : in.bytes(authLength));
        String schema = string(in, capabilities, Capability.CONNECT_WITH_DB, text);
        String plugin = string(in, capabilities, Capability.PLUGIN_AUTH, UTF_8);
        ConnectionAttributes attributes = capabilities.has(Capability.CONNECT_ATTRS)
                ? ConnectionAttributes.decode(in)
                : ConnectionAttributes.NONE;
        int level = capabilities.has(Capability.ZSTD_COMPRESSION_ALGORITHM) && in.has(1) ? in.uint8() : 0;
        int length = in.offset();
        return new Login(
                capabilities,
                maxPacket,
                charset,
                user,
                auth,
                authOffset,
                schema,
                plugin,
                attributes,
                level,
                filler.reserved(),
                length,
                Octets.rest(in));
    }

    private static Login decode320(WireReader in, Capabilities capabilities) {
        int maxPacket = in.uint24();
        String user = Lossless.text(in.nul());
        int authOffset = in.offset();
        boolean withSchema = capabilities.has(Capability.CONNECT_WITH_DB);
        Secret auth = Secret.of(withSchema ? in.nulOrRest() : in.rest());
        String schema = withSchema ? Lossless.text(in.nulOrRest()) : "";
        int length = in.offset();
        ConnectionAttributes none = ConnectionAttributes.NONE;
        return new Login(
                capabilities,
                maxPacket,
                0,
                user,
                auth,
                authOffset,
                schema,
                "",
                none,
                0,
                Octets.EMPTY,
                length,
                Octets.rest(in));
    }

    private static String string(WireReader in, Capabilities capabilities, Capability condition, Charset charset) {
        return capabilities.has(condition) && in.has(1) ? Lossless.text(in.nulOrRest(), charset) : "";
    }

    /** Writes the payload in the layout that its own capabilities demand. */
    @Override
    public void encode(WireWriter out, Capabilities agreed) {
        if (!capabilities.has(Capability.PROTOCOL_41)) {
            encode320(out);
            return;
        }
        Charset text = Charsets.charset(charset);
        out.uint32(capabilities.word()).uint32(maxPacket).uint8(charset);
        LoginFiller.encode(out, capabilities, reserved);
        out.nul(Lossless.bytes(user, text));
        byte[] auth = authResponse.reveal();
        if (capabilities.has(Capability.PLUGIN_AUTH_LENENC_CLIENT_DATA)) {
            out.lenencBytes(auth);
        } else if (capabilities.has(Capability.SECURE_CONNECTION)) {
            out.uint8(auth.length).bytes(auth);
        } else {
            out.nul(auth);
        }
        if (capabilities.has(Capability.CONNECT_WITH_DB)) {
            out.nul(Lossless.bytes(schema, text));
        }
        if (capabilities.has(Capability.PLUGIN_AUTH)) {
            out.nul(Lossless.bytes(plugin));
        }
        if (capabilities.has(Capability.CONNECT_ATTRS)) {
            attributeBlock.encode(out);
        }
        // Whatever the packet did not have was written as empty; it may lack its last NUL, too.
        out.uint8(zstdLevel).cutTo(length).bytes(rest.array());
    }

    private void encode320(WireWriter out) {
        out.uint16((int) capabilities.word()).uint24((int) maxPacket).nul(Lossless.bytes(user));
        out.bytes(authResponse.reveal());
        if (capabilities.has(Capability.CONNECT_WITH_DB)) {
            out.uint8(0).nul(Lossless.bytes(schema));
        }
        out.cutTo(length).bytes(rest.array());
    }

    /**
     * Writes a login without password, schema and attributes in the layout that the capabilities demand: the server
     * parses by the word of an earlier SSLRequest, so no bit may be cleared here.
     *
     * @param plugin written if PLUGIN_AUTH is set
     */
    public static void encodeAnonymous(
            WireWriter out, Capabilities capabilities, long maxPacket, int charset, String user, String plugin) {
        boolean withSchema = capabilities.has(Capability.CONNECT_WITH_DB);
        if (!capabilities.has(Capability.PROTOCOL_41)) {
            out.uint16((int) capabilities.word()).uint24((int) maxPacket).nul(user.getBytes(UTF_8));
            out.zeros(withSchema ? 2 : 0);
            return;
        }
        out.uint32(capabilities.word()).uint32(maxPacket).uint8(charset).zeros(19);
        out.uint32(capabilities.isMariaDb() ? capabilities.extended() : 0);
        // An empty answer is a single 00 in all three of its forms.
        out.nul(user.getBytes(Charsets.charset(charset))).uint8(0);
        out.zeros(withSchema ? 1 : 0);
        if (capabilities.has(Capability.PLUGIN_AUTH)) {
            out.nul(plugin.getBytes(UTF_8));
        }
        out.zeros(capabilities.has(Capability.CONNECT_ATTRS) ? 1 : 0);
        if (capabilities.has(Capability.ZSTD_COMPRESSION_ALGORITHM)) {
            out.uint8(DEFAULT_ZSTD_LEVEL);
        }
    }
}
