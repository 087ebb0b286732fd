package io.github.mysqlmonitor.sink.json;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Lines that wait to be written; the last one can be taken back. Grows as needed. For one thread. */
final class LineBuffer {
    private static final int MAX_KEPT_BYTES = 1024 * 1024;
    private static final int LONGEST_NUMBER = 20;

    private byte[] bytes;
    private int size;

    LineBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    int size() {
        return size;
    }

    /** Forgets all from this position on. */
    void cut(int at) {
        size = at;
    }

    /** A copy of all from this position on. */
    byte[] since(int start) {
        return Arrays.copyOfRange(bytes, start, size);
    }

    /** Everything, for reading before the next change. */
    ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    /** Forgets everything, and the memory that a long line needed. */
    void clear() {
        size = 0;
        if (bytes.length > MAX_KEPT_BYTES) {
            bytes = new byte[MAX_KEPT_BYTES];
        }
    }

    void append(int octet) {
        reserve(1);
        bytes[size++] = (byte) octet;
    }

    void append(byte[] octets) {
        reserve(octets.length);
        System.arraycopy(octets, 0, bytes, size, octets.length);
        size += octets.length;
    }

    /** Text that is known to be ASCII. */
    void ascii(String text) {
        ascii(text, 0, text.length());
    }

    /** Part of a text, known to be ASCII. */
    @SuppressWarnings(
            "deprecation") // it takes the low byte of each character, which is what ASCII needs, without an object
    void ascii(String text, int from, int to) {
        reserve(to - from);
        text.getBytes(from, to, bytes, size);
        size += to - from;
    }

    void number(long value) {
        if (value == Long.MIN_VALUE) {
            ascii(Long.toString(value));
            return;
        }
        reserve(LONGEST_NUMBER);
        long left = value;
        if (left < 0) {
            bytes[size++] = '-';
            left = -left;
        }
        int end = size + 1;
        for (long rest = left; rest >= 10; rest /= 10) {
            end++;
        }
        digits(left, end - size);
    }

    /** The last decimal digits of a number, with zeros in front. */
    void digits(long value, int count) {
        reserve(count);
        long left = value;
        size += count;
        for (int at = size - 1; at >= size - count; at--) {
            bytes[at] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }

    private void reserve(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), 2 * bytes.length));
        }
    }
}
