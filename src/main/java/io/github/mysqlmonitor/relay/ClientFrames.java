package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.frame.Frames;
import io.github.mysqlmonitor.wire.CommandCode;
import io.netty.buffer.ByteBuf;

/**
 * What the client sends in a session without compression, and in a login. Of commands only the headers are looked at: COM_CHANGE_USER
 * is held until all before it is answered, so that what the server sends next is about it.
 */
final class ClientFrames extends FrameReader {
    private static final int CHANGE_USER = CommandCode.CHANGE_USER.code();

    /** Bytes of the current frame that are still to come. */
    private int frameBytesLeft;

    ClientFrames(FrameRelay relay, AuthBridge bridge) {
        super(relay, bridge, new UnreadBytes());
    }

    @Override
    boolean step() {
        return switch (bridge.stage()) {
            case LOGIN_DUE -> authenticate();
            case AUTHENTICATING -> bridge.isDecrypting() || commandIsEarly() ? hold() : authenticate();
            case COMMANDS -> command();
            case COPIED, ENDED -> false;
        };
    }

    private boolean authenticate() {
        ByteBuf frame = nextFrame(held);
        if (frame == null) {
            return false;
        }
        bridge.fromClient(frame);
        return true;
    }

    /** A client may send its first command before it has seen that it is let in. */
    private boolean commandIsEarly() {
        return startsWithNumberZero(held.bytes());
    }

    static boolean startsWithNumberZero(ByteBuf bytes) {
        return bytes.readableBytes() >= Frames.HEADER_LENGTH && Frames.sequence(bytes) == 0;
    }

    private boolean hold() {
        relay.hold();
        return false;
    }

    /** Held is, from its first byte on, either an incomplete header or what looks like COM_CHANGE_USER. */
    private boolean command() {
        ByteBuf bytes = held.bytes();
        int start = bytes.readerIndex();
        if (isCutOff(bytes, start)) {
            return false;
        }
        if (!looksLikeUserChange(bytes, start) || !bridge.userChanges().isToBeTaken(true)) {
            frameBytesLeft = Frames.HEADER_LENGTH + length(bytes, start);
            commandBytes(held.take());
            return true;
        }
        ByteBuf frame = nextFrame(held);
        if (frame == null) {
            return false;
        }
        if (!bridge.userChanges().mayGoOn()) {
            bytes.readerIndex(start);
            return hold();
        }
        bridge.changeUser(frame);
        return true;
    }

    @Override
    void commandBytes(ByteBuf bytes) {
        int end = bytes.writerIndex();
        int at = bytes.readerIndex() + frameBytesLeft;
        while (at < end && !isCutOff(bytes, at) && !looksLikeUserChange(bytes, at)) {
            at += Frames.HEADER_LENGTH + length(bytes, at);
        }
        frameBytesLeft = Math.max(0, at - end);
        if (at >= end) {
            relay.relay(bytes);
            return;
        }
        if (at > bytes.readerIndex()) {
            relay.relay(bytes.readRetainedSlice(at - bytes.readerIndex()));
        }
        held.add(bytes);
        advance();
    }

    /** Whether the byte that tells the command is missing. */
    static boolean isCutOff(ByteBuf bytes, int at) {
        int seen = bytes.writerIndex() - at;
        return seen < Frames.HEADER_LENGTH || seen == Frames.HEADER_LENGTH && length(bytes, at) > 0;
    }

    static boolean looksLikeUserChange(ByteBuf bytes, int at) {
        int header = bytes.getIntLE(at);
        return header > 0 && header <= Frames.FULL_LENGTH && bytes.getByte(at + Frames.HEADER_LENGTH) == CHANGE_USER;
    }

    static int length(ByteBuf bytes, int at) {
        return bytes.getUnsignedMediumLE(at);
    }
}
