package io.github.mysqlmonitor.auth;

import io.github.mysqlmonitor.packet.ConnectionAttributes;
import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Puts attributes of the proxy's own before those of a login and of a COM_CHANGE_USER, and takes away the client's that
 * have their names. A packet in which there is no place for them stays as it is; nothing is thrown.
 *
 * <p>The server goes by the capabilities of the client's first packet. A client that sends no attributes is made one
 * that does, in its login here and in an SSLRequest before it by {@link #announce}; it then owes them in each
 * COM_CHANGE_USER, too.
 */
public final class AttributeInjection {
    private static final int CONNECT_ATTRS = (int) Capability.CONNECT_ATTRS.mask();
    private static final int SHORT_FORM = 4;
    private static final int FIXED_PART = 32;
    private static final int CHARSET_AT = 8;
    private static final int CHARSET_LENGTH = 2;

    private final Supplier<List<Map.Entry<String, String>>> attributes;
    private final boolean mariaDb;
    private final Consumer<String> notice;
    private Capabilities client = Capabilities.NONE;
    private int charset;

    /**
     * For one session.
     *
     * @param attributes asked for with each packet; names in lower case, nothing empty, all of it ASCII and below 1 KiB
     * @param mariaDb whether the server is a MariaDB
     * @param notice told why nothing was injected
     */
    public AttributeInjection(
            Supplier<List<Map.Entry<String, String>>> attributes, boolean mariaDb, Consumer<String> notice) {
        this.attributes = attributes;
        this.mariaDb = mariaDb;
        this.notice = notice;
    }

    /** Whether the first packet of a client is of the protocol that has attributes. */
    public static boolean fits(ByteBuf payload) {
        return payload.readableBytes() >= SHORT_FORM
                && (payload.getIntLE(payload.readerIndex()) & Capability.PROTOCOL_41.mask()) != 0;
    }

    /**
     * Has an SSLRequest say that attributes will come.
     *
     * @param payload borrowed, changed; it {@link #fits}
     */
    public static void announce(ByteBuf payload) {
        int at = payload.readerIndex();
        payload.setIntLE(at, payload.getIntLE(at) | CONNECT_ATTRS);
    }

    /** Gives the login with attributes. Takes the payload; what is not given back is wiped. */
    byte[] login(byte[] payload) {
        try {
            WireReader in = new WireReader(payload);
            client = Capabilities.of(in.uint32(), 0);
            if (!client.has(Capability.PROTOCOL_41)) {
                throw new ProtocolException("login", "protocol 4.1", "an older one", 0);
            }
            in.skip(FIXED_PART - SHORT_FORM);
            charset = payload[CHARSET_AT] & 0xFF;
            in.nul();
            skipResponse(in);
            ByteBuf gap = Unpooled.buffer();
            if (client.has(Capability.CONNECT_WITH_DB)) {
                skipString(in, gap);
            }
            if (client.has(Capability.PLUGIN_AUTH)) {
                skipString(in, gap);
            } else if (!mariaDb) {
                // MySQL looks for the plugin's name whatever the flags say, and would take a NUL further on for its
                // end.
                gap.writeByte(0);
            }
            byte[] edited = edited(payload, in, gap);
            announce(Unpooled.wrappedBuffer(edited));
            return edited;
        } catch (ProtocolException unreadable) {
            notice.accept("no attributes were injected, the login cannot be read: " + unreadable.getMessage());
            return payload;
        }
    }

    private void skipResponse(WireReader in) {
        if (client.has(Capability.PLUGIN_AUTH_LENENC_CLIENT_DATA)) {
            in.skip(in.lenencLength());
        } else if (client.has(Capability.SECURE_CONNECTION)) {
            in.skip(in.uint8());
        } else {
            in.nul();
        }
    }

    /** Gives COM_CHANGE_USER with attributes. Takes the payload; what is not given back is wiped. */
    byte[] changeUser(byte[] payload) {
        try {
            WireReader in = new WireReader(payload);
            in.skip(1);
            in.nul();
            in.skip(in.uint8());
            ByteBuf gap = Unpooled.buffer();
            skipString(in, gap);
            if (!in.has(1) && !client.has(Capability.PLUGIN_AUTH)) {
                gap.writeShortLE(charset);
            } else {
                in.skip(CHARSET_LENGTH);
            }
            if (client.has(Capability.PLUGIN_AUTH)) {
                in.peek(); // a server refuses the packet that ends here
                skipString(in, gap);
            }
            return edited(payload, in, gap);
        } catch (ProtocolException unreadable) {
            notice.accept("no attributes were injected, COM_CHANGE_USER cannot be read: " + unreadable.getMessage());
            return payload;
        }
    }

    /** A string without its NUL, or no string at all, is completed if the client may leave out what follows. */
    private void skipString(WireReader in, ByteBuf gap) {
        int start = in.offset();
        if (client.has(Capability.CONNECT_ATTRS)) {
            in.nul();
        } else if (in.nulOrRest().length == in.offset() - start) {
            gap.writeByte(0);
        }
    }

    /**
     * Joins what was read, the gap, the attributes and what follows the client's.
     *
     * @param in before the client's attributes if it sends any
     */
    private byte[] edited(byte[] payload, WireReader in, ByteBuf gap) {
        int start = in.offset();
        ConnectionAttributes theirs = ConnectionAttributes.NONE;
        if (client.has(Capability.CONNECT_ATTRS)) {
            in.copy().lenencLength(); // fails if there are fewer bytes than it says
            theirs = ConnectionAttributes.decode(in);
        }
        ByteBuf out = Unpooled.buffer(payload.length + 512);
        WireWriter writer = new WireWriter(out).bytes(Arrays.copyOf(payload, start));
        out.writeBytes(gap);
        withOurs(theirs).encode(writer);
        writer.bytes(Arrays.copyOfRange(payload, in.offset(), payload.length));
        byte[] edited = ByteBufUtil.getBytes(out);
        out.setZero(0, out.writerIndex());
        Arrays.fill(payload, (byte) 0);
        return edited;
    }

    private ConnectionAttributes withOurs(ConnectionAttributes theirs) {
        List<Map.Entry<String, String>> ours = attributes.get();
        Set<String> names = ours.stream().map(Map.Entry::getKey).collect(Collectors.toSet());
        ConnectionAttributes all = theirs.withFirst(ours, names);
        if (all.total() <= ConnectionAttributes.MAX_BYTES) {
            return all;
        }
        notice.accept("no attributes were injected: with the client's own they would be " + all.total()
                + " bytes, and servers take at most " + ConnectionAttributes.MAX_BYTES);
        return theirs.withFirst(List.of(), names);
    }
}
