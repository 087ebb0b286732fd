package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import io.netty.buffer.ByteBuf;

/**
 * The head of a login, sent alone to ask for TLS. What follows it are TLS records.
 * <pre>
 *  off len
 *    0   4 capabilities; a 4-byte packet ends here
 *    4   4 maxPacket
 *    8   1 charset
 *    9  23 zeros; of a MariaDB client 19 zeros and 4 bytes of extended capabilities
 * </pre>
 * Before 4.1: two bytes of capabilities and three of maxPacket.
 *
 * @param charset low byte of the collation, 0 in the short forms
 * @param reserved the reserved bytes, of a MariaDB client those before its extended capabilities
 * @param length bytes of the payload: 32, 5 or 4
 */
public record SslRequest(Capabilities capabilities, long maxPacket, int charset, Octets reserved, int length)
        implements Packet {
    /** Payload length of the usual form, and the longest there is. */
    public static final int LENGTH = 32;

    private static final int CAPABILITIES_ONLY = 4;

    /**
     * Whether a client's first packet is an SSLRequest: the server's own rule, which looks at the flag and not at the
     * length alone, because an old login is short too.
     *
     * @param payload borrowed, indices not moved
     */
    public static boolean looksLike(ByteBuf payload) {
        int length = payload.readableBytes();
        if (length < CAPABILITIES_ONLY || length > LENGTH) {
            return false;
        }
        return (payload.getUnsignedShortLE(payload.readerIndex()) & Capability.SSL.mask()) != 0;
    }

    public static SslRequest decode(WireReader in) {
        int length = in.remaining();
        int low = in.uint16();
        if ((low & Capability.PROTOCOL_41.mask()) == 0 && length != CAPABILITIES_ONLY) {
            return new SslRequest(Capabilities.of(low, 0), in.uint24(), 0, Octets.EMPTY, in.offset());
        }
        long word = low | (long) in.uint16() << 16;
        if (length == CAPABILITIES_ONLY) {
            return new SslRequest(Capabilities.of(word, 0), 0, 0, Octets.EMPTY, length);
        }
        if (length != LENGTH) {
            throw new ProtocolException("SSLRequest length", "32, 5 or 4", length, -1);
        }
        long maxPacket = in.uint32();
        int charset = in.uint8();
        LoginFiller filler = LoginFiller.decode(in, Capabilities.of(word, 0));
        return new SslRequest(filler.capabilities(), maxPacket, charset, filler.reserved(), length);
    }

    /** Whether the reserved bytes are zero. */
    public boolean fillerZero() {
        return reserved.isZero();
    }

    @Override
    public void encode(WireWriter out, Capabilities agreed) {
        if (!capabilities.has(Capability.PROTOCOL_41) && length != CAPABILITIES_ONLY) {
            out.uint16((int) capabilities.word()).uint24((int) maxPacket);
            return;
        }
        out.uint32(capabilities.word()).uint32(maxPacket).uint8(charset);
        LoginFiller.encode(out, capabilities, reserved);
        out.cutTo(length);
    }
}
