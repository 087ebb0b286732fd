package io.github.mysqlmonitor.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Looks at the client's first packet: an SSLRequest is taken out whole, anything else is left for the relay as it is.
 *
 * <p>Bytes behind an SSLRequest are TLS records. They stay in this decoder's buffer and move on to whatever stands
 * behind it in the pipeline at the time it is removed, which by then is TLS.
 */
final class FirstPacketHandler extends ByteToMessageDecoder {
    /** The first 32 bytes of a login; pre-4.1 clients send 5, very old Connector/J sends 4. */
    private static final int MAX_SSL_REQUEST = 32;

    private static final int CLIENT_SSL = 0x0800;

    private final SessionOpening opening;

    FirstPacketHandler(SessionOpening opening) {
        this.opening = opening;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < 4) {
            return;
        }
        int length = in.getUnsignedMediumLE(in.readerIndex());
        if (length > MAX_SSL_REQUEST || length < 2) {
            if (in.readableBytes() >= Math.min(4 + length, 4 + MAX_SSL_REQUEST)) {
                opening.firstPacketIsNoSslRequest(in);
            }
            return;
        }
        if (in.readableBytes() < 4 + length) {
            return;
        }
        if ((in.getUnsignedShortLE(in.readerIndex() + 4) & CLIENT_SSL) == 0) {
            opening.firstPacketIsNoSslRequest(in);
        } else {
            opening.sslRequested(in.readRetainedSlice(4 + length));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        opening.clientLeftBeforeLogin();
        super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        opening.clientFailed(cause);
    }
}
