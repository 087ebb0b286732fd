package io.github.mysqlmonitor.observe;

import io.netty.buffer.ByteBuf;

/** A cursor over the first bytes of a packet that answers -1 where bytes are missing; reused, so it costs nothing. */
final class Head {
    private ByteBuf bytes;
    private int position;
    private int end;
    private long length;

    /** Borrows the head; its indices stay as they are. */
    void of(ByteBuf head, long packetLength) {
        bytes = head;
        position = head.readerIndex();
        end = head.writerIndex();
        length = packetLength;
    }

    void release() {
        bytes = null;
    }

    /** Payload bytes of the whole packet, not only of its head. */
    long length() {
        return length;
    }

    /** The first byte, -1 for an empty packet. */
    int first() {
        return at(0);
    }

    /** The byte at an offset from the packet's start, without moving; -1 if it is not there. */
    int at(int offset) {
        int index = bytes.readerIndex() + offset;
        return index < end ? bytes.getUnsignedByte(index) : -1;
    }

    /** Little-endian integer of {@code size} ≤ 7 bytes at an offset from the start; -1 if it is not all there. */
    long uintAt(int offset, int size) {
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            int b = at(offset + i);
            if (b < 0) {
                return -1;
            }
            value = value << 8 | b;
        }
        return value;
    }

    /** Moves to an offset from the packet's start. */
    Head seek(int offset) {
        position = bytes.readerIndex() + offset;
        return this;
    }

    /** The current offset from the packet's start. */
    int offset() {
        return position - bytes.readerIndex();
    }

    /** Reads a little-endian integer; -1 if it is not all there. */
    long uint(int size) {
        long value = uintAt(offset(), size);
        position += size;
        return value;
    }

    /** Skips a length-encoded integer; false if there is none or it is cut off. */
    boolean skipLengthEncoded() {
        int marker = at(offset());
        if (marker < 0 || marker == 0xFB || marker == 0xFF) {
            return false;
        }
        position += 1 + bytesAfter(marker);
        return position <= end;
    }

    /** Reads a length-encoded integer of at most three bytes; -1 if there is none, it is cut off or larger. */
    long lengthEncoded() {
        int marker = at(offset());
        if (marker < 0 || marker == 0xFB || marker >= 0xFE) {
            return -1;
        }
        position++;
        return marker < 0xFB ? marker : uint(bytesAfter(marker));
    }

    /** Moves behind the next NUL; false if there is none. */
    boolean skipNulTerminated() {
        for (int index = position; index < end; index++) {
            if (bytes.getByte(index) == 0) {
                position = index + 1;
                return true;
            }
        }
        return false;
    }

    private static int bytesAfter(int marker) {
        return switch (marker) {
            case 0xFC -> 2;
            case 0xFD -> 3;
            case 0xFE -> 8;
            default -> 0;
        };
    }
}
