package io.github.mysqlmonitor.wire;

import io.netty.buffer.ByteBuf;

/**
 * Bounds-checked cursor over a borrowed buffer. It reads from the buffer's reader index to its writer index and moves
 * neither; every read past the end is a {@link ProtocolException}. Integers are little-endian.
 *
 * <p>A length found in the bytes is checked against what is left before anything is allocated.
 */
public final class WireReader {
    /** What {@link #lenencOrNull()} returns for NULL. */
    public static final long LENENC_NULL = -1;

    private static final int NULL_MARKER = 0xFB;
    private static final int ERR_MARKER = 0xFF;

    /** The bytes are here, or in the array; the other is null. */
    private final ByteBuf buffer;

    private final byte[] array;
    private final int start;
    private final int end;
    private int position;

    /**
     * Starts at the buffer's reader index.
     *
     * @param bytes borrowed for as long as the reader is used
     */
    public WireReader(ByteBuf bytes) {
        this.buffer = bytes;
        this.array = null;
        this.start = bytes.readerIndex();
        this.end = bytes.writerIndex();
        this.position = start;
    }

    /**
     * Reads the whole array.
     *
     * @param bytes borrowed for as long as the reader is used
     */
    public WireReader(byte[] bytes) {
        this.buffer = null;
        this.array = bytes;
        this.start = 0;
        this.end = bytes.length;
    }

    private WireReader(WireReader other) {
        this.buffer = other.buffer;
        this.array = other.array;
        this.start = other.start;
        this.end = other.end;
        this.position = other.position;
    }

    /** Another cursor at the same place, for a look ahead. */
    public WireReader copy() {
        return new WireReader(this);
    }

    public int uint8() {
        return octet(advance(1, "int<1>"));
    }

    public int uint16() {
        return uint16At(advance(2, "int<2>"));
    }

    public int uint24() {
        int at = advance(3, "int<3>");
        return uint16At(at) | octet(at + 2) << 16;
    }

    public long uint32() {
        return uint32At(advance(4, "int<4>"));
    }

    /** All 64 bits; a value of 2^63 or more comes out negative. */
    public long int64() {
        int at = advance(8, "int<8>");
        return uint32At(at) | uint32At(at + 4) << 32;
    }

    /** A length-encoded integer; a value of 2^63 or more comes out negative. NULL is an error here. */
    public long lenenc() {
        int first = uint8();
        if (first == NULL_MARKER) {
            throw new ProtocolException("length-encoded integer", "a value", "NULL", offset() - 1L);
        }
        return lenencAfter(first);
    }

    /** A length-encoded integer below 2^63, or {@link #LENENC_NULL}. */
    public long lenencOrNull() {
        int first = uint8();
        if (first == NULL_MARKER) {
            return LENENC_NULL;
        }
        long value = lenencAfter(first);
        if (value < 0) {
            throw new ProtocolException(
                    "length-encoded integer", "below 2^63", Long.toUnsignedString(value), offset() - 8L);
        }
        return value;
    }

    public byte[] bytes(int length) {
        byte[] copy = new byte[checked(length, "bytes")];
        if (array == null) {
            buffer.getBytes(position, copy);
        } else {
            System.arraycopy(array, position, copy, 0, length);
        }
        position += length;
        return copy;
    }

    /** The bytes up to the next NUL, which is consumed and left out. A missing NUL is an error. */
    public byte[] nul() {
        int zero = nextZero();
        if (zero < 0) {
            throw new ProtocolException("NUL-terminated string", "NUL", "end of packet", end - start);
        }
        byte[] copy = bytes(zero - position);
        position++;
        return copy;
    }

    /** As {@link #nul()}, but the end of the packet ends the string too. */
    public byte[] nulOrRest() {
        return nextZero() < 0 ? rest() : nul();
    }

    public byte[] lenencBytes() {
        return bytes(lenencLength());
    }

    /** Reads a length-encoded length and checks that this many bytes are left; the cursor stands on the first of them. */
    public int lenencLength() {
        int from = offset();
        long length = lenenc();
        if (length < 0 || length > remaining()) {
            throw new ProtocolException(
                    "length-encoded string", "at most " + remaining() + " bytes", Long.toUnsignedString(length), from);
        }
        return (int) length;
    }

    /** Everything that is left. */
    public byte[] rest() {
        return bytes(remaining());
    }

    public void skip(int length) {
        position += checked(length, "skipped bytes");
    }

    /** Whether at least this many bytes are left. */
    public boolean has(int length) {
        return remaining() >= length;
    }

    public int remaining() {
        return end - position;
    }

    /** Bytes consumed so far. */
    public int offset() {
        return position - start;
    }

    /** The next byte, not consumed. */
    public int peek() {
        checked(1, "int<1>");
        return octet(position);
    }

    /** Consumes one byte that must have the given value. */
    public void expect(int value, String what) {
        int actual = uint8();
        if (actual != value) {
            throw new ProtocolException(what, hex(value), hex(actual), offset() - 1L);
        }
    }

    private int octet(int at) {
        return array == null ? buffer.getUnsignedByte(at) : array[at] & 0xFF;
    }

    private int uint16At(int at) {
        return array == null ? buffer.getUnsignedShortLE(at) : octet(at) | octet(at + 1) << 8;
    }

    private long uint32At(int at) {
        return array == null ? buffer.getUnsignedIntLE(at) : uint16At(at) | (long) uint16At(at + 2) << 16;
    }

    private int nextZero() {
        for (int at = position; at < end; at++) {
            if (octet(at) == 0) {
                return at;
            }
        }
        return -1;
    }

    private long lenencAfter(int first) {
        return switch (first) {
            case 0xFC -> uint16();
            case 0xFD -> uint24();
            case 0xFE -> int64();
            case ERR_MARKER ->
                throw new ProtocolException("length-encoded integer", "0x00-0xFE", hex(first), offset() - 1L);
            default -> first;
        };
    }

    private int advance(int length, String what) {
        int from = position;
        position += checked(length, what);
        return from;
    }

    private int checked(int length, String what) {
        if (length < 0 || length > end - position) {
            throw new ProtocolException(what, length + " bytes", remaining() + " left", offset());
        }
        return length;
    }

    private static String hex(int value) {
        return String.format("0x%02X", value);
    }
}
