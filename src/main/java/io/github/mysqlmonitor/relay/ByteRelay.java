package io.github.mysqlmonitor.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/** Moves the bytes read from one leg to the other: the very buffers that were read, in order, with back-pressure. */
final class ByteRelay extends RelayHandler {
    ByteRelay(Session session, Leg from, Leg to) {
        super(session, from, to, new Unobserved(session.observer()));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        assert ctx.channel().eventLoop().inEventLoop();
        relay((ByteBuf) message);
    }
}
