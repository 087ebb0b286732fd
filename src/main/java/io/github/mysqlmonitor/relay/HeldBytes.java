package io.github.mysqlmonitor.relay;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps what a client says too early: behind its TLS handshake until the server leg's TLS is in place, for a login that
 * came in the same segment would else be written in clear; and behind a PROXY header until the server has greeted.
 * Little can come, for the client leg is not read on meanwhile.
 */
final class HeldBytes extends ChannelInboundHandlerAdapter {
    private final List<Object> held = new ArrayList<>(2);

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        held.add(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // Nothing has been read that may go on.
    }

    /** Hands on what was held, and all that comes. */
    static void release(io.netty.channel.ChannelPipeline pipeline) {
        if (pipeline.get(HandlerNames.HELD) != null) {
            pipeline.remove(HandlerNames.HELD);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (held.isEmpty()) {
            return;
        }
        List<Object> all = List.copyOf(held);
        held.clear();
        if (ctx.channel().isActive()) {
            all.forEach(ctx::fireChannelRead);
            ctx.fireChannelReadComplete();
        } else {
            all.forEach(ReferenceCountUtil::release);
        }
    }
}
