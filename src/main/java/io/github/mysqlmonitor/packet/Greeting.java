package io.github.mysqlmonitor.packet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;

/**
 * The server's first packet, versions 10 and 9. Offsets below are relative to n, the length of the version string.
 * <pre>
 *   off len
 *     0   1 protocolVersion 0x0A (0x09: version, connection id and nonce NUL, then nothing)
 *     1   n serverVersion, NUL; MariaDB 10.x prefixes 5.5.5-
 *   n+2   4 connectionId
 *   n+6   8 first part of the nonce
 *  n+14   1 filler
 *  n+15   2 low capabilities; servers before 4.1 may end here
 *  n+17   1 low byte of the default collation
 *  n+18   2 status
 *  n+20   2 high capabilities
 *  n+22   1 length of the whole nonce, NUL included; 0 without PLUGIN_AUTH
 *  n+23  10 zeros; of a MariaDB server 6 zeros and 4 bytes of extended capabilities
 *  n+33   m second part of the nonce, m = max(13, length - 8), if SECURE_CONNECTION
 *         . plugin name, NUL (left out by some old servers), if PLUGIN_AUTH
 * </pre>
 *
 * @param nonce both parts without the final NUL
 * @param pluginName empty if none was named
 * @param layout what else the packet says about itself
 */
public record Greeting(
        int protocolVersion,
        String serverVersion,
        long connectionId,
        Secret nonce,
        Capabilities capabilities,
        int charset,
        int status,
        String pluginName,
        Layout layout)
        implements Packet {

    public static final int VERSION_10 = 0x0A;
    public static final int VERSION_9 = 0x09;

    private static final int FIRST_NONCE_BYTES = 8;
    private static final int LEAST_SECOND_NONCE_BYTES = 13;
    private static final int RESERVED = 10;
    private static final int EXTENDED_LENGTH = 4;

    /**
     * Bytes of no meaning to a reader, without which the packet could not be written again.
     *
     * @param filler the byte behind the first part of the nonce
     * @param nonceLength as the server says
     * @param reserved the reserved bytes, of a MariaDB server those before its extended capabilities
     * @param nonceEnd what was taken off the nonce: a NUL or nothing
     * @param length bytes of the fields that are there
     * @param rest what follows them
     */
    public record Layout(int filler, int nonceLength, Octets reserved, Octets nonceEnd, int length, Octets rest) {}

    public static Greeting decode(WireReader in) {
        int protocolVersion = in.uint8();
        if (protocolVersion != VERSION_10 && protocolVersion != VERSION_9) {
            throw new ProtocolException("greeting version", "9 or 10", protocolVersion, 0);
        }
        String serverVersion = new String(in.nul(), ISO_8859_1);
        long connectionId = in.uint32();
        if (protocolVersion == VERSION_9) {
            Secret nonce = Secret.of(in.nulOrRest());
            Layout layout = new Layout(0, 0, Octets.EMPTY, Octets.EMPTY, in.offset(), Octets.rest(in));
            return new Greeting(VERSION_9, serverVersion, connectionId, nonce, Capabilities.NONE, 0, 0, "", layout);
        }
        byte[] nonceStart = in.bytes(FIRST_NONCE_BYTES);
        int filler = in.uint8();
        int low = in.uint16();
        if (!in.has(1)) {
            Capabilities old = Capabilities.of(low, 0);
            Layout layout = new Layout(filler, 0, Octets.EMPTY, Octets.EMPTY, in.offset(), Octets.EMPTY);
            Secret nonce = Secret.of(nonceStart);
            return new Greeting(VERSION_10, serverVersion, connectionId, nonce, old, 0, 0, "", layout);
        }
        int charset = in.uint8();
        int status = in.uint16();
        Capabilities capabilities = Capabilities.of(low | (long) in.uint16() << 16, 0);
        int nonceLength = in.uint8();
        Octets reserved = Octets.of(in.bytes(capabilities.isMariaDb() ? RESERVED - EXTENDED_LENGTH : RESERVED));
        if (capabilities.isMariaDb()) {
            capabilities = Capabilities.of(capabilities.word(), in.uint32());
        }
        Secret whole = nonce(in, nonceStart, nonceLength, capabilities);
        Secret nonce = whole.withoutFinalNul();
        Octets nonceEnd = Octets.of(new byte[whole.length() - nonce.length()]);
        String plugin = capabilities.has(Capability.PLUGIN_AUTH) ? new String(in.nulOrRest(), ISO_8859_1) : "";
        Layout layout = new Layout(filler, nonceLength, reserved, nonceEnd, in.offset(), Octets.rest(in));
        return new Greeting(
                VERSION_10, serverVersion, connectionId, nonce, capabilities, charset, status, plugin, layout);
    }

    private static Secret nonce(WireReader in, byte[] start, int length, Capabilities capabilities) {
        ByteArrayOutputStream nonce = new ByteArrayOutputStream();
        nonce.writeBytes(start);
        if (capabilities.has(Capability.SECURE_CONNECTION) || capabilities.has(Capability.PLUGIN_AUTH)) {
            nonce.writeBytes(in.bytes(Math.max(LEAST_SECOND_NONCE_BYTES, length - FIRST_NONCE_BYTES)));
        }
        return Secret.of(nonce.toByteArray());
    }

    @Override
    public void encode(WireWriter out, Capabilities agreed) {
        out.uint8(protocolVersion).nul(serverVersion.getBytes(ISO_8859_1)).uint32(connectionId);
        byte[] whole = nonce.reveal();
        if (protocolVersion == VERSION_9) {
            out.nul(whole).cutTo(layout.length).bytes(layout.rest.array());
            return;
        }
        whole = Arrays.copyOf(whole, whole.length + layout.nonceEnd.length());
        out.bytes(Arrays.copyOf(whole, FIRST_NONCE_BYTES)).uint8(layout.filler);
        out.uint16((int) capabilities.word()).uint8(charset).uint16(status);
        out.uint16((int) (capabilities.word() >>> 16)).uint8(layout.nonceLength).bytes(layout.reserved.array());
        if (capabilities.isMariaDb()) {
            out.uint32(capabilities.extended());
        }
        out.bytes(Arrays.copyOfRange(whole, FIRST_NONCE_BYTES, Math.max(FIRST_NONCE_BYTES, whole.length)));
        if (capabilities.has(Capability.PLUGIN_AUTH)) {
            out.nul(pluginName.getBytes(ISO_8859_1));
        }
        out.cutTo(layout.length).bytes(layout.rest.array());
    }

    public boolean isMariaDb() {
        return capabilities.isMariaDb()
                || serverVersion.toLowerCase(Locale.ROOT).contains("mariadb");
    }

    /** Offset in the payload of the two bytes with the low capabilities (SSL is bit 3 of the second); version 10 only. */
    public int capabilitiesOffset() {
        return serverVersion.length() + 15;
    }

    /** Offset in the payload of the first 8 bytes of the nonce; version 10 only. */
    public int nonceOffset() {
        return serverVersion.length() + 6;
    }

    /** Offset in the payload of the second part of the nonce, {@code nonce.length() - 8} bytes; version 10 only. */
    public int secondNonceOffset() {
        return serverVersion.length() + 33;
    }
}
