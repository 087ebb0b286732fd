package io.github.mysqlmonitor.frame;

import io.github.mysqlmonitor.wire.ProtocolException;
import io.netty.buffer.ByteBuf;

/**
 * Hands out whole frames of the login phase, where every packet is small. A longer one is refused as soon as its header
 * is there, so that nobody accumulates what a stranger announces.
 */
public final class FrameDecoder {
    private final int maxPayloadBytes;

    /** @param maxPayloadBytes below {@link Frames#FULL_LENGTH}, for continued packets are not joined here */
    public FrameDecoder(int maxPayloadBytes) {
        if (maxPayloadBytes < 1 || maxPayloadBytes >= Frames.FULL_LENGTH) {
            throw new IllegalArgumentException("maxPayloadBytes " + maxPayloadBytes);
        }
        this.maxPayloadBytes = maxPayloadBytes;
    }

    /**
     * Takes the next frame off the accumulated bytes.
     *
     * @param in borrowed; its reader index moves past the frame, or stays if the frame is not complete
     * @return a slice with header and payload that shares the memory and lifetime of {@code in} (retain it to keep it),
     *     or null if bytes are missing
     */
    public ByteBuf next(ByteBuf in) {
        if (in.readableBytes() < Frames.HEADER_LENGTH) {
            return null;
        }
        int length = in.getUnsignedMediumLE(in.readerIndex());
        if (length > maxPayloadBytes) {
            throw new ProtocolException("frame length", "at most " + maxPayloadBytes, length, -1);
        }
        int whole = Frames.HEADER_LENGTH + length;
        return in.readableBytes() < whole ? null : in.readSlice(whole);
    }
}
