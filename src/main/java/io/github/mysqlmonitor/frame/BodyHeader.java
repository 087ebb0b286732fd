package io.github.mysqlmonitor.frame;

import io.github.mysqlmonitor.wire.ProtocolException;
import io.netty.buffer.ByteBuf;

/**
 * The start of a compressed packet, as far as it tells the memory that inflating takes.
 *
 * <pre>
 *  off len
 *    0   3 body length
 *    3   1 sequence number, of a counter of its own
 *    4   3 length when inflated; 0: the body is stored as it is
 *  of a zstd body:
 *    7   4 magic 28 B5 2F FD
 *   11   1 descriptor; bit 5: the window is the content, bits 0–1: a dictionary is needed
 *   12   1 window, unless it is the content: 5 bits exponent, 3 bits mantissa
 * </pre>
 *
 * @param windowBytes how far back the compressed data may refer
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1.1">RFC 8878, frame header</a>
 */
record BodyHeader(int sequence, int bodyLength, int plainLength, long windowBytes) {
    static final int LENGTH = 7;
    /** How many bytes of a zstd body must be seen before memory is taken for it. */
    static final int ZSTD_START_LENGTH = 6;

    private static final int ZSTD_LEAST_LENGTH = 9;
    private static final int ZSTD_MAGIC = 0xFD2FB528;
    private static final int SINGLE_SEGMENT = 0x20;
    private static final int DICTIONARY = 0x03;
    private static final int ZSTD_BLOCK_BYTES = 128 * 1024;
    private static final int ZSTD_CONTEXT_BYTES = 96 * 1024;
    private static final int ZLIB_WINDOW_BYTES = 32 * 1024;
    private static final int ZLIB_CONTEXT_BYTES = 16 * 1024;
    private static final int LEAST_WINDOW_LOG = 10;

    /** @param start borrowed: the 7 bytes of the header, and of a zstd body that is not stored 6 more */
    static BodyHeader read(ByteBuf start, Compression compression) {
        int at = start.readerIndex();
        int bodyLength = start.getUnsignedMediumLE(at);
        int plainLength = start.getUnsignedMediumLE(at + 4);
        long window = ZLIB_WINDOW_BYTES;
        if (plainLength > 0 && compression == Compression.ZSTD) {
            window = zstdWindow(start, at + LENGTH, bodyLength, plainLength);
        }
        return new BodyHeader(start.getUnsignedByte(at + 3), bodyLength, plainLength, window);
    }

    private static long zstdWindow(ByteBuf start, int at, int bodyLength, int plainLength) {
        if (bodyLength < ZSTD_LEAST_LENGTH || start.getIntLE(at) != ZSTD_MAGIC) {
            throw new ProtocolException("compressed body", "a zstd frame", "something else", -1);
        }
        int descriptor = start.getUnsignedByte(at + 4);
        if ((descriptor & DICTIONARY) != 0) {
            throw new ProtocolException("compressed body", "a zstd frame", "one with a dictionary", -1);
        }
        if ((descriptor & SINGLE_SEGMENT) != 0) {
            return plainLength;
        }
        int window = start.getUnsignedByte(at + 5);
        long power = 1L << (LEAST_WINDOW_LOG + (window >>> 3));
        return power + power / 8 * (window & 7);
    }

    boolean stored() {
        return plainLength == 0;
    }

    /** The power of two that holds the window. */
    int windowLog() {
        return Math.max(LEAST_WINDOW_LOG, Long.SIZE - Long.numberOfLeadingZeros(windowBytes - 1));
    }

    /**
     * Native memory that inflating this body takes at most; of zstd also the block being read and, if the frame is longer
     * than its window, two that were produced.
     */
    long memoryBytes(Compression compression) {
        return switch (compression) {
            case ZLIB -> ZLIB_CONTEXT_BYTES + windowBytes;
            case ZSTD -> ZSTD_CONTEXT_BYTES + windowBytes + 3L * Math.min(windowBytes, ZSTD_BLOCK_BYTES);
        };
    }
}
