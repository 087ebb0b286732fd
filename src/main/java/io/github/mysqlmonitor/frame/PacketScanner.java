package io.github.mysqlmonitor.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Cuts one direction of a session into packets, however the bytes are split, and shows the first bytes of each.
 *
 * <p>A packet of one frame that lies wholly in the given buffer is shown in place: the buffer's own indices are set on
 * it, nothing is copied or allocated. All others are joined, up to the limit, in a buffer that is used again.
 *
 * <p>Confined to the session's event loop. The scanner checks no sequence numbers and knows no packet types.
 */
public final class PacketScanner {
    private static final int INITIAL_JOINED_BYTES = 256;
    /** A buffer that grew beyond this is given back after its packet. */
    private static final int MOST_IDLE_BYTES = 2 * 1024;

    private final Handler handler;
    private int maxKept;

    private ByteBuf joined = Unpooled.buffer(INITIAL_JOINED_BYTES);
    private int header;
    private int headerBytes;
    private int frameBytesLeft;
    private boolean lastFrame;
    private boolean inPacket;
    private boolean paused;
    private int packetKept;
    private int sequence;
    private int lastSequence;
    private long length;

    /** Gets each packet when its last byte was seen. */
    @FunctionalInterface
    public interface Handler {
        /**
         * One packet.
         *
         * @param sequence number of the packet's first frame, 0 to 255
         * @param lastSequence number of its last frame
         * @param length payload bytes of the whole packet
         * @param head borrowed: the first bytes of the payload, as many as are kept; indices may be moved
         */
        void packet(int sequence, int lastSequence, long length, ByteBuf head);
    }

    /**
     * Starts at the border of a packet.
     *
     * @param maxKept how many bytes of each packet the handler gets to see at most
     */
    public PacketScanner(int maxKept, Handler handler) {
        this.handler = handler;
        maxKept(maxKept);
    }

    /** Changes the limit from the next packet on. */
    public void maxKept(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("maxKept " + bytes);
        }
        maxKept = bytes;
    }

    /** Called by the handler: the bytes behind the packet it is shown are left to whoever called {@link #scan}. */
    public void pause() {
        paused = true;
    }

    /** Whether everything scanned so far belongs to packets that are complete. */
    public boolean atBorder() {
        return !inPacket && headerBytes == 0;
    }

    /**
     * Goes on where the bytes of the last call ended.
     *
     * @param bytes borrowed; read to their end, unless the handler asks for a pause
     */
    public void scan(ByteBuf bytes) {
        paused = false;
        while (bytes.isReadable() && !paused) {
            if (atBorder() && showInPlace(bytes)) {
                continue;
            }
            if (frameBytesLeft > 0) {
                readBody(bytes);
            } else {
                readHeader(bytes);
            }
        }
    }

    private boolean showInPlace(ByteBuf bytes) {
        int start = bytes.readerIndex();
        int end = bytes.writerIndex();
        if (end - start < Frames.HEADER_LENGTH) {
            return false;
        }
        int word = bytes.getIntLE(start);
        int payloadLength = word & Frames.FULL_LENGTH;
        int payload = start + Frames.HEADER_LENGTH;
        if (payloadLength == Frames.FULL_LENGTH || payloadLength > end - payload) {
            return false;
        }
        bytes.setIndex(payload, payload + Math.min(payloadLength, maxKept));
        try {
            handler.packet(word >>> 24, word >>> 24, payloadLength, bytes);
        } finally {
            bytes.setIndex(payload + payloadLength, end);
        }
        return true;
    }

    private void readHeader(ByteBuf bytes) {
        header |= bytes.readUnsignedByte() << (Byte.SIZE * headerBytes++);
        if (headerBytes < Frames.HEADER_LENGTH) {
            return;
        }
        int frameLength = header & Frames.FULL_LENGTH;
        lastSequence = header >>> 24;
        header = 0;
        headerBytes = 0;
        if (!inPacket) {
            inPacket = true;
            sequence = lastSequence;
            packetKept = maxKept;
            length = 0;
        }
        length += frameLength;
        frameBytesLeft = frameLength;
        lastFrame = frameLength < Frames.FULL_LENGTH;
        if (frameLength == 0) {
            finishPacket();
        }
    }

    private void readBody(ByteBuf bytes) {
        int taken = Math.min(frameBytesLeft, bytes.readableBytes());
        int kept = Math.min(taken, packetKept - joined.readableBytes());
        joined.writeBytes(bytes, kept);
        bytes.skipBytes(taken - kept);
        frameBytesLeft -= taken;
        if (frameBytesLeft == 0 && lastFrame) {
            finishPacket();
        }
    }

    private void finishPacket() {
        inPacket = false;
        try {
            handler.packet(sequence, lastSequence, length, joined);
        } finally {
            joined = joined.capacity() > MOST_IDLE_BYTES ? Unpooled.buffer(INITIAL_JOINED_BYTES) : joined.clear();
        }
    }
}
