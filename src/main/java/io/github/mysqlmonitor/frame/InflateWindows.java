package io.github.mysqlmonitor.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/** Room for a piece of a compressed body and for a piece of what it inflates to; the same memory for all of a thread. */
final class InflateWindows {
    static final int BYTES = 64 * 1024;

    private final ByteBuffer compressed = ByteBuffer.allocateDirect(BYTES);
    private final ByteBuffer plain = ByteBuffer.allocateDirect(BYTES);
    private final ByteBuf shown = Unpooled.wrappedBuffer(plain.duplicate());

    /** Copies the next bytes in, at most {@code limit}; decompressors want direct memory in one piece. */
    ByteBuffer fill(ByteBuf bytes, int limit) {
        compressed.clear().limit(Math.min(limit, Math.min(bytes.readableBytes(), BYTES)));
        bytes.readBytes(compressed);
        return compressed.flip();
    }

    /** @param limit at least 1 */
    ByteBuffer room(long limit) {
        return plain.clear().limit((int) Math.min(limit, BYTES));
    }

    /** What was put into the room, as a buffer that is valid until the next call. */
    ByteBuf shown() {
        return shown.setIndex(0, plain.position());
    }
}
