package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.config.ProxyProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The header with which a connection to the upstream begins, so that the upstream learns who the client is.
 *
 * <pre>
 * version 1: PROXY TCP4|TCP6 source destination sourcePort destinationPort CR LF, or PROXY UNKNOWN CR LF
 *
 * version 2:
 *  off len
 *    0  12 signature
 *   12   1 0x21 for a client, 0x20 for a connection of the proxy's own
 *   13   1 0x11 TCP over IPv4, 0x21 TCP over IPv6, 0x00 unknown
 *   14   2 length of what follows, big-endian
 *   16   . source, destination; source port, destination port
 * </pre>
 *
 * @see <a href="https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt">specification</a>
 */
final class ProxyHeader {
    private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};
    private static final int PROXIED = 0x21;
    private static final int LOCAL = 0x20;
    private static final int TCP_IPV4 = 0x11;
    private static final int TCP_IPV6 = 0x21;
    private static final int IPV4_BYTES = 4;
    private static final int PORTS_BYTES = 4;
    private static final int MAX_LENGTH = 108;

    private ProxyHeader() {}

    /** @param origin empty for a connection that the proxy makes for itself */
    static ByteBuf of(ByteBufAllocator alloc, ProxyProtocol version, Optional<Origin> origin) {
        ByteBuf header = alloc.buffer(MAX_LENGTH);
        Optional<Origin> known = origin.filter(ProxyHeader::isTcp);
        if (version == ProxyProtocol.V1) {
            ByteBufUtil.writeAscii(header, known.map(ProxyHeader::line).orElse("PROXY UNKNOWN\r\n"));
            return header;
        }
        header.writeBytes(SIGNATURE).writeByte(origin.isPresent() ? PROXIED : LOCAL);
        if (known.isEmpty()) {
            return header.writeByte(0).writeShort(0);
        }
        InetSocketAddress source = (InetSocketAddress) known.get().source();
        InetSocketAddress destination = (InetSocketAddress) known.get().destination();
        byte[] from = source.getAddress().getAddress();
        byte[] to = destination.getAddress().getAddress();
        return header.writeByte(from.length == IPV4_BYTES ? TCP_IPV4 : TCP_IPV6)
                .writeShort(from.length + to.length + PORTS_BYTES)
                .writeBytes(from)
                .writeBytes(to)
                .writeShort(source.getPort())
                .writeShort(destination.getPort());
    }

    /** Both ends are known, and of one family. */
    private static boolean isTcp(Origin origin) {
        return origin.source() instanceof InetSocketAddress source
                && origin.destination() instanceof InetSocketAddress destination
                && source.getAddress().getAddress().length
                        == destination.getAddress().getAddress().length;
    }

    private static String line(Origin origin) {
        InetSocketAddress source = (InetSocketAddress) origin.source();
        InetSocketAddress destination = (InetSocketAddress) origin.destination();
        boolean ipv4 = source.getAddress().getAddress().length == IPV4_BYTES;
        return "PROXY " + (ipv4 ? "TCP4 " : "TCP6 ")
                + NetUtil.toAddressString(source.getAddress()) + ' '
                + NetUtil.toAddressString(destination.getAddress()) + ' '
                + source.getPort() + ' '
                + destination.getPort() + "\r\n";
    }
}
