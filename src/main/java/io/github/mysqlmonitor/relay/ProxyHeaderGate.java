package io.github.mysqlmonitor.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the PROXY header with which a trusted neighbour's connection must begin, and says who the client is. Nothing
 * is done for the connection before; what follows the header is kept in {@link HeldBytes}.
 */
final class ProxyHeaderGate extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(ProxyHeaderGate.class);

    /** Addresses take 216 bytes at most; what else there may be (TLS facts, cloud tags) is read and ignored. */
    private static final int MAX_TLV_BYTES = 4 * 1024;

    private final Leg client;
    private final Occasionally broken;
    private final Consumer<Origin> whenTold;
    private boolean told;

    private ProxyHeaderGate(Leg client, Occasionally broken, Consumer<Origin> whenTold) {
        this.client = client;
        this.broken = broken;
        this.whenTold = whenTold;
    }

    /**
     * Runs {@code whenTold} with who the client is, on the event loop, if the connection is still there; if not, the
     * channel was closed.
     *
     * @param client an accepted connection of which nothing was read, with its last handler in place
     * @param broken whether a warning is due
     */
    static void await(Leg client, long timeoutMillis, Occasionally broken, Consumer<Origin> whenTold) {
        Channel channel = client.channel();
        ProxyHeaderGate gate = new ProxyHeaderGate(client, broken, whenTold);
        QuietEnd.addBefore(channel.pipeline(), HandlerNames.PROXY_HEADER, new HAProxyMessageDecoder(MAX_TLV_BYTES));
        QuietEnd.addBefore(channel.pipeline(), HandlerNames.PROXY_HEADER_GATE, gate);
        var timer =
                channel.eventLoop().schedule(() -> gate.timedOut(timeoutMillis), timeoutMillis, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> timer.cancel(false));
        client.reading(true);
    }

    private void timedOut(long timeoutMillis) {
        if (told) {
            return;
        }
        told = true;
        Channel channel = client.channel();
        String why = "no PROXY header within " + timeoutMillis + " ms";
        say(channel, why);
        channel.pipeline().remove(HandlerNames.PROXY_HEADER);
        channel.pipeline().remove(this);
        client.write(ErrorPackets.first(
                channel.alloc(),
                ErrorPackets.BAD_HANDSHAKE,
                "mysql-monitor: " + why + ", which this address must send (--proxy-protocol-from)"));
        client.finish(SessionEnding.CLIENT_GRACE_MILLIS);
    }

    private void say(Channel channel, String why) {
        String more = broken.turn();
        if (more != null) {
            log.warn(
                    "client {} refused: {}; connections from --proxy-protocol-from must begin with a PROXY header{}",
                    Addresses.hostAndPort(channel.remoteAddress()),
                    why,
                    more);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof HAProxyMessage header)) {
            ctx.fireChannelRead(message);
            return;
        }
        told = true;
        client.reading(false);
        Origin origin;
        try {
            origin = origin(header, ctx.channel());
        } finally {
            header.release();
        }
        ctx.pipeline().replace(this, HandlerNames.HELD, new HeldBytes());
        // Behind this read, when all that came with the header is held.
        ctx.executor().execute(() -> {
            if (ctx.channel().isActive()) {
                whenTold.accept(origin);
            } else {
                ctx.channel().close();
            }
        });
    }

    /** A connection of the neighbour's own (LOCAL), or one whose client it does not know, is the neighbour's. */
    private static Origin origin(HAProxyMessage header, Channel channel) {
        boolean known = header.command() == HAProxyCommand.PROXY
                && header.sourceAddress() != null
                && header.destinationAddress() != null;
        return switch (known ? header.proxiedProtocol() : HAProxyProxiedProtocol.UNKNOWN) {
            case TCP4, TCP6 ->
                new Origin(
                        address(header.sourceAddress(), header.sourcePort()),
                        address(header.destinationAddress(), header.destinationPort()));
            default -> Origin.ofSocket(channel);
        };
    }

    private static InetSocketAddress address(String host, int port) {
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(host)), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the decoder lets addresses through only", e);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        told = true;
        ctx.close();
        ctx.fireChannelInactive();
    }

    /** What the decoder throws is not always an exception of its own: a broken length is an index out of bounds. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof DecoderException) {
            told = true;
            say(ctx.channel(), "its header is broken: " + Reasons.root(cause));
            ctx.close();
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }
}
