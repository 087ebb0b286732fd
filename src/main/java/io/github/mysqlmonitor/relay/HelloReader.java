package io.github.mysqlmonitor.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/** Reads the greeting of an upstream that is asked about itself, and leaves the pipeline. */
final class HelloReader extends ByteToMessageDecoder {
    private static final int HEADER = 4;

    /** What comes of it, exactly one of the two; called on the event loop. */
    interface Outcome {
        /**
         * The server waits for a login, which is owed to it.
         *
         * @param greeting the packet's payload, for whoever wants it
         */
        void greeted(Channel channel, ServerHello hello, byte[] greeting);

        /** @param why what there is instead of a greeting; the channel closes */
        void failed(String why);
    }

    private final Outcome outcome;
    private boolean told;

    HelloReader(Outcome outcome) {
        this.outcome = outcome;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.readableBytes() <= HEADER || in.readableBytes() < HEADER + in.getUnsignedMediumLE(in.readerIndex())) {
            return;
        }
        int length = in.getUnsignedMediumLE(in.readerIndex());
        ByteBuf payload = in.skipBytes(HEADER).readSlice(length);
        Channel channel = ctx.channel();
        if (length == 0 || !ServerHello.isMarker(payload.getUnsignedByte(payload.readerIndex()))) {
            in.skipBytes(in.readableBytes());
            failed(channel, Addresses.host(channel.remoteAddress()) + " does not speak MySQL");
            return;
        }
        ServerHello hello = ServerHello.read(payload);
        byte[] greeting = ByteBufUtil.getBytes(payload);
        in.skipBytes(in.readableBytes());
        if (hello.error()) {
            failed(channel, Addresses.host(channel.remoteAddress()) + " refuses connections");
            return;
        }
        told = true;
        ctx.pipeline().remove(this);
        outcome.greeted(channel, hello, greeting);
    }

    private void failed(Channel channel, String why) {
        if (!told) {
            told = true;
            outcome.failed(why);
        }
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        failed(ctx.channel(), "NOT REACHABLE: it closed the connection before its greeting");
        super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(ctx.channel(), "NOT REACHABLE: " + Reasons.of(cause));
    }
}
