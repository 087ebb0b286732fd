package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.wire.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Bytes of one leg that wait for the rest of their packet. They may hold a password: what was read is wiped. */
final class UnreadBytes {
    private static final int INITIAL_BYTES = 256;

    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

    /** Takes the buffer and wipes it. */
    void add(ByteBuf more) {
        if (!bytes.isReadable()) {
            bytes = Unpooled.buffer(Math.max(INITIAL_BYTES, more.readableBytes()));
        } else {
            makeRoom(more.readableBytes());
        }
        int start = more.readerIndex();
        int length = more.readableBytes();
        bytes.writeBytes(more);
        more.setZero(start, length);
        more.release();
    }

    /**
     * Copies bytes that somebody else has.
     *
     * @param more borrowed
     * @throws ProtocolException if more than {@code limit} would be held
     */
    void addCopy(ByteBuf more, int limit) {
        if (bytes.readableBytes() + more.readableBytes() > limit) {
            throw new ProtocolException("packet", "at most " + limit + " bytes", "more", -1);
        }
        add(more.copy());
    }

    /** A buffer that grew by itself would leave a copy behind. */
    private void makeRoom(int length) {
        if (bytes.writableBytes() < length) {
            ByteBuf larger = Unpooled.buffer(Math.max(2 * bytes.readableBytes(), bytes.readableBytes() + length));
            larger.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
            wipe();
            bytes = larger;
        }
    }

    boolean isEmpty() {
        return !bytes.isReadable();
    }

    /** What is held; whoever reads of it moves its reader index. */
    ByteBuf bytes() {
        return bytes;
    }

    /** Wipes what was read. */
    void discardRead() {
        bytes.setZero(0, bytes.readerIndex());
    }

    /** Gives what is held, and holds nothing any more. */
    ByteBuf take() {
        discardRead();
        ByteBuf taken = bytes;
        bytes = Unpooled.EMPTY_BUFFER;
        return taken;
    }

    void wipe() {
        bytes.setZero(0, bytes.writerIndex());
        bytes = Unpooled.EMPTY_BUFFER;
    }
}
