package io.github.mysqlmonitor.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Finishes a login that its client never sent, as one that the server refuses: an unknown user, and an empty answer to
 * whatever the server asks. A server counts a connection that ends without a login against the proxy's address and in
 * the end blocks everybody (1129); a refused login does not count.
 */
final class AbandonedLogin extends ByteToMessageDecoder {
    static final String USER = "mysql_monitor_abandoned";

    private static final long PATIENCE_MILLIS = 2_000;
    private static final int MAX_PACKET = 64 * 1024;
    private static final int OK = 0x00;
    private static final int ERR = 0xFF;
    private static final int MORE_DATA = 0x01;
    /** The content of more data that asks for nothing: the answer was right, and an OK follows. */
    private static final int FAST_AUTH_SUCCESS = 0x03;

    private static final int COM_QUIT = 0x01;

    private static final int LONG_PASSWORD = 0x1;
    private static final int CONNECT_WITH_DB = 0x8;
    private static final int PROTOCOL_41 = 0x200;
    /** CLIENT_SSL, 0x800, in the second byte. */
    private static final byte CLIENT_SSL_HIGH = 0x08;

    private static final int SECURE_CONNECTION = 0x8000;
    private static final int PLUGIN_AUTH = 0x80000;
    private static final int CONNECT_ATTRS = 0x100000;
    private static final int ZSTD_COMPRESSION = 0x4000000;
    private static final int UTF8MB4_GENERAL_CI = 45;
    private static final int MAX_ALLOWED_PACKET = 16 * 1024 * 1024;
    private static final int FIXED_PART = 32;

    private final Runnable finished;
    private boolean done;

    private AbandonedLogin(Runnable finished) {
        this.finished = finished;
    }

    /**
     * Sends the login and closes the channel when the server has refused it, or after two seconds.
     *
     * @param server the server leg, on its event loop; its relay handler must be gone
     * @param sslRequest the 32 bytes sent before TLS, to which the login must agree; null if there were none. Borrowed.
     * @param finished runs once, before the channel is closed
     */
    static void finish(Channel server, byte[] sslRequest, Runnable finished) {
        if (sslRequest != null && sslRequest.length != FIXED_PART) {
            finished.run();
            server.close();
            return;
        }
        byte[] fixed = sslRequest == null ? fixedPart() : sslRequest;
        int sequence = sslRequest == null ? 1 : 2;
        new AbandonedLogin(finished).start(server, frame(sequence, login(fixed)));
    }

    /**
     * Finishes a login of somebody else, which was sent: the server's questions are answered by no password.
     *
     * @param server the server leg, on its event loop; its relay handler must be gone
     * @param sequence number of the answer that the server waits for; negative if it has not asked yet
     * @param question the first byte of what it asked
     */
    static void answer(Channel server, int sequence, int question) {
        if (!server.isActive()) {
            server.close();
            return;
        }
        new AbandonedLogin(() -> {})
                .start(server, sequence < 0 ? Unpooled.EMPTY_BUFFER : frame(sequence, nothing(question)));
    }

    private void start(Channel server, ByteBuf first) {
        QuietEnd.addBefore(server.pipeline(), HandlerNames.ABANDONED_LOGIN, this);
        server.writeAndFlush(first);
        server.config().setAutoRead(true);
        var timer = server.eventLoop().schedule(() -> end(server), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        server.closeFuture().addListener(closed -> timer.cancel(false));
    }

    /**
     * No password, in the way in which the server refuses it and does not count it: a NUL where more data is asked for, as
     * caching_sha2_password does, for which an empty packet is a broken handshake; nothing at all for any other question.
     */
    private static ByteBuf nothing(int question) {
        return question == MORE_DATA ? Unpooled.buffer(1).writeByte(0) : Unpooled.EMPTY_BUFFER;
    }

    /** An SSLRequest of our own; {@link #finish} then wants it. */
    static byte[] sslRequest() {
        byte[] request = fixedPart();
        request[1] |= CLIENT_SSL_HIGH;
        return request;
    }

    private static byte[] fixedPart() {
        byte[] fixed = new byte[FIXED_PART];
        Unpooled.wrappedBuffer(fixed)
                .writerIndex(0)
                .writeIntLE(LONG_PASSWORD | PROTOCOL_41 | SECURE_CONNECTION | PLUGIN_AUTH)
                .writeIntLE(MAX_ALLOWED_PACKET)
                .writeByte(UTF8MB4_GENERAL_CI);
        return fixed;
    }

    /** The fields that the capabilities in the fixed part promise, all empty but the user. */
    private static ByteBuf login(byte[] fixed) {
        ByteBuf payload = Unpooled.buffer(128).writeBytes(fixed);
        int capabilities = payload.getIntLE(0);
        ByteBufUtil.writeAscii(payload, USER);
        payload.writeByte(0); // end of user
        payload.writeByte(0); // authentication response: length 0, or the end of an empty string
        if ((capabilities & CONNECT_WITH_DB) != 0) {
            payload.writeByte(0);
        }
        if ((capabilities & PLUGIN_AUTH) != 0) {
            ByteBufUtil.writeAscii(payload, "mysql_native_password");
            payload.writeByte(0);
        }
        if ((capabilities & CONNECT_ATTRS) != 0) {
            payload.writeByte(0);
        }
        if ((capabilities & ZSTD_COMPRESSION) != 0) {
            payload.writeByte(3);
        }
        return payload;
    }

    /** Takes the payload. */
    private static ByteBuf frame(int sequence, ByteBuf payload) {
        ByteBuf frame = Unpooled.buffer(4 + payload.readableBytes());
        frame.writeMediumLE(payload.readableBytes());
        frame.writeByte(sequence).writeBytes(payload);
        payload.release();
        return frame;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < 4) {
            return;
        }
        int length = in.getUnsignedMediumLE(in.readerIndex());
        if (length == 0 || length > MAX_PACKET) {
            in.skipBytes(in.readableBytes());
            end(ctx.channel());
            return;
        }
        if (in.readableBytes() < 4 + length) {
            return;
        }
        int sequence = in.getUnsignedByte(in.readerIndex() + 3);
        int marker = in.getUnsignedByte(in.readerIndex() + 4);
        boolean isQuestion =
                marker != MORE_DATA || length != 2 || in.getByte(in.readerIndex() + 5) != FAST_AUTH_SUCCESS;
        in.skipBytes(4 + length);
        switch (marker) {
            case ERR -> end(ctx.channel());
            case OK -> {
                // A server with an anonymous account lets anybody in.
                ctx.writeAndFlush(frame(0, Unpooled.buffer(1).writeByte(COM_QUIT)));
                end(ctx.channel());
            }
            default -> {
                if (isQuestion) {
                    ctx.writeAndFlush(frame(sequence + 1, nothing(marker)));
                }
            }
        }
    }

    private void end(Channel server) {
        if (!done) {
            done = true;
            finished.run();
            server.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        end(ctx.channel());
        super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // The server is gone before it refused; there is nothing left to finish.
        end(ctx.channel());
    }
}
