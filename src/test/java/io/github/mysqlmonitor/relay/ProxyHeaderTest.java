package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.github.mysqlmonitor.config.ProxyProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProxyHeaderTest {
    private static final Origin IPV4 =
            new Origin(new InetSocketAddress("192.0.2.7", 50_000), new InetSocketAddress("198.51.100.1", 3307));
    private static final Origin IPV6 =
            new Origin(new InetSocketAddress("2001:db8::7", 50_000), new InetSocketAddress("2001:db8::1", 3307));
    private static final Origin UNIX = new Origin(new DomainSocketAddress(""), new DomainSocketAddress("/s"));

    @Test
    void version1IsALineOfText() {
        assertEquals("PROXY TCP4 192.0.2.7 198.51.100.1 50000 3307\r\n", text(Optional.of(IPV4)));
        assertEquals("PROXY TCP6 2001:db8::7 2001:db8::1 50000 3307\r\n", text(Optional.of(IPV6)));
        assertEquals("PROXY UNKNOWN\r\n", text(Optional.of(UNIX)));
        assertEquals("PROXY UNKNOWN\r\n", text(Optional.empty()));
    }

    @Test
    void version2IsBinary() {
        String signature = "0d0a0d0a000d0a515549540a";
        assertEquals(
                signature
                        + "21" // version 2, PROXY
                        + "11" // TCP over IPv4
                        + "000c" // 12 bytes follow
                        + "c0000207" // 192.0.2.7
                        + "c6336401" // 198.51.100.1
                        + "c350" // 50000
                        + "0ceb", // 3307
                hex(Optional.of(IPV4)));
        assertEquals(
                signature
                        + "21" // version 2, PROXY
                        + "21" // TCP over IPv6
                        + "0024" // 36 bytes follow
                        + "20010db8000000000000000000000007"
                        + "20010db8000000000000000000000001"
                        + "c350"
                        + "0ceb",
                hex(Optional.of(IPV6)));
        assertEquals(signature + "21" + "00" + "0000", hex(Optional.of(UNIX)));
        assertEquals(signature + "20" + "00" + "0000", hex(Optional.empty()), "LOCAL");
    }

    @ParameterizedTest
    @EnumSource
    void anotherReaderUnderstandsIt(ProxyProtocol version) {
        for (Origin origin : new Origin[] {IPV4, IPV6}) {
            EmbeddedChannel channel = new EmbeddedChannel(new HAProxyMessageDecoder());
            channel.writeInbound(ProxyHeader.of(channel.alloc(), version, Optional.of(origin)));
            HAProxyMessage message = channel.readInbound();
            assertNotNull(message);
            assertEquals(origin.source(), new InetSocketAddress(message.sourceAddress(), message.sourcePort()));
            assertEquals(
                    origin.destination(),
                    new InetSocketAddress(message.destinationAddress(), message.destinationPort()));
            message.release();
            channel.finishAndReleaseAll();
        }
    }

    private static String text(Optional<Origin> origin) {
        ByteBuf header = ProxyHeader.of(UnpooledByteBufAllocator.DEFAULT, ProxyProtocol.V1, origin);
        String text = header.toString(StandardCharsets.US_ASCII);
        header.release();
        return text;
    }

    private static String hex(Optional<Origin> origin) {
        ByteBuf header = ProxyHeader.of(UnpooledByteBufAllocator.DEFAULT, ProxyProtocol.V2, origin);
        String hex = ByteBufUtil.hexDump(header);
        header.release();
        return hex;
    }
}
