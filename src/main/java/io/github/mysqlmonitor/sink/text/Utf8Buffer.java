package io.github.mysqlmonitor.sink.text;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Collects text as UTF-8 and writes it out in large pieces. For one thread. */
final class Utf8Buffer {
    private static final int MAX_BYTES_PER_CHARACTER = 4;
    private static final int PIECE_CHARS = 1024;

    private final byte[] bytes;
    private final char[] chars = new char[PIECE_CHARS];
    private final Output output;
    private int size;

    /** @param capacity in bytes, for a few pieces at least */
    Utf8Buffer(int capacity, Output output) {
        this.bytes = new byte[capacity];
        this.output = output;
    }

    void append(StringBuilder text) throws IOException {
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + PIECE_CHARS);
            // Two halves of a character stay together.
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
                to--;
            }
            text.getChars(from, to, chars, 0);
            append(to - from);
            from = to;
        }
    }

    private void append(int count) throws IOException {
        if (bytes.length - size < count * MAX_BYTES_PER_CHARACTER) {
            flush();
        }
        int at = size;
        for (int i = 0; i < count; i++) {
            char c = chars[i];
            if (c < 0x80) {
                bytes[at++] = (byte) c;
            } else if (c < 0x800) {
                bytes[at++] = (byte) (0xc0 | c >> 6);
                bytes[at++] = tail(c);
            } else if (!Character.isSurrogate(c)) {
                bytes[at++] = (byte) (0xe0 | c >> 12);
                bytes[at++] = tail(c >> 6);
                bytes[at++] = tail(c);
            } else if (i + 1 < count && Character.isSurrogatePair(c, chars[i + 1])) {
                int codePoint = Character.toCodePoint(c, chars[++i]);
                bytes[at++] = (byte) (0xf0 | codePoint >> 18);
                bytes[at++] = tail(codePoint >> 12);
                bytes[at++] = tail(codePoint >> 6);
                bytes[at++] = tail(codePoint);
            } else {
                bytes[at++] = '?';
            }
        }
        size = at;
    }

    /** Writes all that is left, if anything. */
    void flush() throws IOException {
        if (size > 0) {
            int end = size;
            size = 0;
            output.write(ByteBuffer.wrap(bytes, 0, end));
        }
    }

    private static byte tail(int bits) {
        return (byte) (0x80 | bits & 0x3f);
    }

    /** Takes all bytes, however long it needs. */
    interface Output {
        void write(ByteBuffer bytes) throws IOException;
    }
}
