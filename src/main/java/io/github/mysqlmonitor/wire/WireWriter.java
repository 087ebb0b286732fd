package io.github.mysqlmonitor.wire;

import io.netty.buffer.ByteBuf;

/** Appends MySQL's primitive types to a borrowed buffer, integers little-endian. */
public final class WireWriter {
    private final ByteBuf out;
    private final int start;

    /** @param out borrowed; the bytes go to its writer index */
    public WireWriter(ByteBuf out) {
        this.out = out;
        this.start = out.writerIndex();
    }

    public WireWriter uint8(int value) {
        out.writeByte(value);
        return this;
    }

    public WireWriter uint16(int value) {
        out.writeShortLE(value);
        return this;
    }

    public WireWriter uint24(int value) {
        out.writeMediumLE(value);
        return this;
    }

    public WireWriter uint32(long value) {
        out.writeIntLE((int) value);
        return this;
    }

    public WireWriter int64(long value) {
        out.writeLongLE(value);
        return this;
    }

    /** The shortest length-encoded form of an unsigned value. */
    public WireWriter lenenc(long value) {
        if (value >= 0 && value < 0xFB) {
            return uint8((int) value);
        }
        if (value >= 0 && value <= 0xFFFF) {
            return uint8(0xFC).uint16((int) value);
        }
        if (value >= 0 && value <= 0xFFFFFF) {
            return uint8(0xFD).uint24((int) value);
        }
        return uint8(0xFE).int64(value);
    }

    public WireWriter bytes(byte[] value) {
        out.writeBytes(value);
        return this;
    }

    public WireWriter lenencBytes(byte[] value) {
        return lenenc(value.length).bytes(value);
    }

    /** The bytes and a NUL; a NUL inside would end the string early and is refused. */
    public WireWriter nul(byte[] value) {
        for (byte each : value) {
            if (each == 0) {
                throw new IllegalArgumentException("a NUL-terminated string cannot contain NUL");
            }
        }
        return bytes(value).uint8(0);
    }

    public WireWriter zeros(int count) {
        out.writeZero(count);
        return this;
    }

    /** Bytes written so far. */
    public int offset() {
        return out.writerIndex() - start;
    }

    /** Takes back what was written beyond the given length; a shorter text stays as it is. */
    public WireWriter cutTo(int length) {
        if (offset() > length) {
            out.writerIndex(start + length);
        }
        return this;
    }
}
