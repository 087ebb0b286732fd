package io.github.mysqlmonitor.sink.json;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Lines that wait to be written; the last one can be taken back. For one thread. */
final class LineBuffer extends ByteArrayOutputStream {
    private static final int MAX_KEPT_BYTES = 1024 * 1024;

    LineBuffer(int size) {
        super(size);
    }

    /** Forgets all from this position on. */
    void cut(int size) {
        count = size;
    }

    /** Everything, for reading before the next change. */
    ByteBuffer bytes() {
        return ByteBuffer.wrap(buf, 0, count);
    }

    /** Forgets everything, and the memory that a long line needed. */
    void clear() {
        count = 0;
        if (buf.length > MAX_KEPT_BYTES) {
            buf = new byte[MAX_KEPT_BYTES];
        }
    }
}
