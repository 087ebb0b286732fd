package io.github.mysqlmonitor.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/** Waits for the server's first packet, hands it over whole, and is then replaced by the relay. */
final class GreetingHandler extends ByteToMessageDecoder {
    /** A greeting has about 100 bytes; an ERR is capped at 512 by servers. */
    private static final int MAX_LENGTH = 16 * 1024;

    /** Enough to recognise another protocol, or what is wrong. */
    private static final int SHOWN_BYTES = 16;

    private final SessionOpening opening;

    GreetingHandler(SessionOpening opening) {
        this.opening = opening;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < 5) {
            return;
        }
        int length = in.getUnsignedMediumLE(in.readerIndex());
        int sequence = in.getUnsignedByte(in.readerIndex() + 3);
        int marker = in.getUnsignedByte(in.readerIndex() + 4);
        // A server that refuses says so with whatever number it is at.
        boolean numbered = sequence == 0 || marker == ServerHello.ERR;
        if (length == 0 || length > MAX_LENGTH || !numbered || !ServerHello.isMarker(marker)) {
            String shown = ByteBufUtil.hexDump(in, in.readerIndex(), Math.min(SHOWN_BYTES, in.readableBytes()));
            in.skipBytes(in.readableBytes());
            opening.notMySql(shown);
        } else if (in.readableBytes() >= 4 + length) {
            opening.greeted(in.readRetainedSlice(4 + length));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        opening.serverLeftBeforeGreeting();
        super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset: channelInactive follows. A failure of our own is unwrapped and told by the session.
        opening.serverFailed(cause);
    }
}
