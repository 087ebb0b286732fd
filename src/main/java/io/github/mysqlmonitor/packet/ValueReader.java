package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;

/**
 * Reads values, of a whole packet or of its first bytes. Where these end within a string, its beginning is given; where
 * they end within or before anything else, null.
 */
final class ValueReader {
    private static final int NULL_MARKER = 0xFB;

    private final WireReader in;
    private final boolean cut;
    private final int maxBytes;

    /** @param cut whether the reader has only the first bytes of the packet */
    ValueReader(WireReader in, boolean cut, Limits limits) {
        this.in = in;
        this.cut = cut;
        this.maxBytes = limits.valueBytes();
    }

    /** A value of the binary protocol that is not NULL. */
    Value binary(ValueType type) {
        int width = type.width();
        if (width == ValueType.LENGTH_ENCODED) {
            return hasLength() ? string(type, true) : null;
        }
        if (width != ValueType.WITH_LENGTH_BYTE) {
            return ended(width) ? null : Value.binary(type, in.bytes(width), width);
        }
        if (ended(1)) {
            return null;
        }
        int length = in.peek();
        if (!type.allows(length)) {
            throw new ProtocolException("length of a time or date", "one that its type has", length, in.offset());
        }
        if (ended(1 + length)) {
            return null;
        }
        in.skip(1);
        return Value.binary(type, in.bytes(length), length);
    }

    /** A value of the text protocol. */
    Value text(ValueType type) {
        if (ended(1)) {
            return null;
        }
        if (in.peek() == NULL_MARKER) {
            in.skip(1);
            return Value.without(Value.Kind.NULL, type);
        }
        return hasLength() ? string(type, false) : null;
    }

    private Value string(ValueType type, boolean binary) {
        int from = in.offset();
        long length = cut ? in.lenenc() : in.lenencLength();
        if (length < 0) {
            throw new ProtocolException("length of a value", "below 2^63", Long.toUnsignedString(length), from);
        }
        int there = (int) Math.min(length, in.remaining());
        int kept = Math.min(there, maxBytes);
        byte[] bytes = in.bytes(kept);
        in.skip(there - kept);
        return binary ? Value.binary(type, bytes, length) : Value.text(type, bytes, length);
    }

    /** Whether the packet was cut before this many bytes; what is left is then consumed. */
    private boolean ended(int bytes) {
        if (!cut || in.has(bytes)) {
            return false;
        }
        in.skip(in.remaining());
        return true;
    }

    private boolean hasLength() {
        if (ended(1)) {
            return false;
        }
        return !in.has(1) || !ended(LengthEncoded.bytesOfInteger(in.peek()));
    }
}
