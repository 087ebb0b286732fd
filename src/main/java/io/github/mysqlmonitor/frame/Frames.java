package io.github.mysqlmonitor.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Reads and writes the 4-byte header of a frame. */
public final class Frames {
    public static final int HEADER_LENGTH = 4;
    /** Payload bytes of a frame that another one continues. */
    public static final int FULL_LENGTH = 0xFFFFFF;

    private static final int SEQUENCE_OFFSET = 3;

    private Frames() {}

    /** As {@link #write(ByteBuf, int, ByteBuf)}. */
    public static void write(ByteBuf out, int sequence, byte[] payload) {
        write(out, sequence, Unpooled.wrappedBuffer(payload));
    }

    /**
     * Appends a packet, in several frames if it is that long.
     *
     * @param sequence of the first frame; only its low 8 bits count
     * @param payload borrowed, its indices are not moved
     */
    public static void write(ByteBuf out, int sequence, ByteBuf payload) {
        int from = payload.readerIndex();
        int left = payload.readableBytes();
        int number = sequence;
        int length;
        do {
            length = Math.min(left, FULL_LENGTH);
            out.writeMediumLE(length).writeByte(number++).writeBytes(payload, from, length);
            from += length;
            left -= length;
        } while (length == FULL_LENGTH);
    }

    /** Sequence number of a whole frame, 0 to 255. */
    public static int sequence(ByteBuf frame) {
        return frame.getUnsignedByte(frame.readerIndex() + SEQUENCE_OFFSET);
    }

    public static void setSequence(ByteBuf frame, int sequence) {
        frame.setByte(frame.readerIndex() + SEQUENCE_OFFSET, sequence);
    }

    /** What follows the header of a whole frame, as a slice that shares the frame's memory and lifetime. */
    public static ByteBuf payload(ByteBuf frame) {
        return frame.slice(frame.readerIndex() + HEADER_LENGTH, frame.readableBytes() - HEADER_LENGTH);
    }
}
