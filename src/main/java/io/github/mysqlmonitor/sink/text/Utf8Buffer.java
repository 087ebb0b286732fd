package io.github.mysqlmonitor.sink.text;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Collects text as UTF-8 and writes it out in large pieces. For one thread. */
final class Utf8Buffer {
    private static final int MAX_BYTES_PER_CHARACTER = 4;

    private final ByteBuffer bytes;
    private final Output output;

    Utf8Buffer(int size, Output output) {
        this.bytes = ByteBuffer.allocateDirect(size);
        this.output = output;
    }

    void append(CharSequence text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            if (bytes.remaining() < MAX_BYTES_PER_CHARACTER) {
                flush();
            }
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes.put((byte) c);
            } else if (c < 0x800) {
                bytes.put((byte) (0xc0 | c >> 6)).put(tail(c));
            } else if (!Character.isSurrogate(c)) {
                bytes.put((byte) (0xe0 | c >> 12)).put(tail(c >> 6)).put(tail(c));
            } else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
                int codePoint = Character.toCodePoint(c, text.charAt(++i));
                bytes.put((byte) (0xf0 | codePoint >> 18)).put(tail(codePoint >> 12));
                bytes.put(tail(codePoint >> 6)).put(tail(codePoint));
            } else {
                bytes.put((byte) '?');
            }
        }
    }

    /** Writes all that is left, if anything. */
    void flush() throws IOException {
        if (bytes.position() > 0) {
            bytes.flip();
            try {
                output.write(bytes);
            } finally {
                bytes.clear();
            }
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
