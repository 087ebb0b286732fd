package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.frame.Frames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;

/**
 * ERR packets of the proxy's own.
 *
 * <p>As a first packet, when no capabilities are agreed yet, an ERR carries no SQLSTATE: clients would show it as text.
 */
final class ErrorPackets {
    /** Client-side number for "can't connect"; no server sends it, so that it cannot be mistaken for the server's. */
    static final int CANNOT_CONNECT = 2003;

    static final int SSL_CONNECTION = 2026;
    static final int TOO_MANY_CONNECTIONS = 1040;
    static final int SERVER_SHUTDOWN = 1053;
    static final int ACCESS_DENIED = 1045;
    static final int BAD_HANDSHAKE = 1043;
    static final int SECURE_TRANSPORT_REQUIRED = 3159;

    /** Servers cap messages at 512 bytes. */
    private static final int MAX_MESSAGE = 512;

    private ErrorPackets() {}

    static ByteBuf first(ByteBufAllocator alloc, int code, String message) {
        return frame(alloc, 0, code, "", message);
    }

    static ByteBuf withSqlState(ByteBufAllocator alloc, int sequence, int code, String sqlState, String message) {
        return frame(alloc, sequence, code, "#" + sqlState, message);
    }

    /** An ERR without its header. */
    static byte[] payload(int code, String sqlState, String message) {
        ByteBuf frame = frame(UnpooledByteBufAllocator.DEFAULT, 0, code, "#" + sqlState, message);
        byte[] payload = ByteBufUtil.getBytes(Frames.payload(frame));
        frame.release();
        return payload;
    }

    private static ByteBuf frame(ByteBufAllocator alloc, int sequence, int code, String state, String message) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        int textLength = Math.min(text.length, MAX_MESSAGE);
        int length = 3 + state.length() + textLength;
        ByteBuf frame = alloc.buffer(4 + length);
        frame.writeMediumLE(length);
        frame.writeByte(sequence);
        frame.writeByte(ServerHello.ERR);
        frame.writeShortLE(code);
        ByteBufUtil.writeAscii(frame, state);
        return frame.writeBytes(text, 0, textLength);
    }
}
