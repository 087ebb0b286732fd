package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.frame.CompressedScanner;
import io.github.mysqlmonitor.frame.Frames;
import io.github.mysqlmonitor.frame.InflateException;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.netty.buffer.ByteBuf;

/**
 * One direction of a compressed session after its login. A copy is inflated to follow the conversation; the compressed
 * packets go on as they are, but for those of a COM_CHANGE_USER and its authentication.
 */
abstract sealed class CompressedFrames extends FrameReader permits CompressedClientFrames, CompressedServerFrames {
    static final int HEADER_LENGTH = 7;
    /** A compressed packet up to this length is relayed when it is complete, so that it can be held back. */
    static final int MOST_HELD = 128 * 1024;

    /** What packets of an authentication inflate to. */
    final UnreadBytes plain = new UnreadBytes();

    private final Direction direction;
    private final CompressedScanner scanner;

    CompressedFrames(FrameRelay relay, AuthBridge bridge, UnreadBytes held) {
        super(relay, bridge, held);
        this.direction = relay.from.direction();
        this.scanner = bridge.newScanner(this::inflated);
    }

    /** @param piece borrowed: the next of what the packets inflate to */
    abstract void inflated(ByteBuf piece);

    /** Has a copy of these bytes inflated. Borrows them, the indices stay. */
    final void inflate(ByteBuf bytes) {
        int start = bytes.readerIndex();
        try {
            scanner.scan(bytes);
        } catch (InflateException undecodable) {
            throw new ProtocolException("compressed packet", "one that can be inflated", undecodable.getMessage(), -1);
        } finally {
            bytes.readerIndex(start);
        }
    }

    /** Relays compressed bytes that were inflated. Takes the buffer. */
    final void relayCompressed(ByteBuf bytes) {
        bridge.flow().passedCompressed(direction, bytes.readableBytes());
        relay.relayUnfollowed(bytes);
    }

    /** The next whole compressed packet of what is held, or null. It shares the memory of what is held. */
    final ByteBuf nextPacket() {
        ByteBuf bytes = held.bytes();
        if (bytes.readableBytes() < HEADER_LENGTH) {
            return null;
        }
        int length = HEADER_LENGTH + bodyLength(bytes, bytes.readerIndex());
        if (length > HEADER_LENGTH + MOST_HELD) {
            throw new ProtocolException("compressed packet", "at most " + MOST_HELD + " bytes", length, -1);
        }
        return bytes.readableBytes() < length ? null : bytes.readSlice(length);
    }

    static int bodyLength(ByteBuf bytes, int at) {
        return bytes.getUnsignedMediumLE(at);
    }

    static int sequence(ByteBuf packet) {
        return Frames.sequence(packet);
    }

    @Override
    boolean atBorder() {
        return scanner.atBorder();
    }

    @Override
    void close() {
        scanner.close();
        plain.wipe();
        super.close();
    }
}
