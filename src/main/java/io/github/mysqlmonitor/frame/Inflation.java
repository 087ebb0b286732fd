package io.github.mysqlmonitor.frame;

import java.nio.ByteBuffer;

/** A decompressor with its native memory: used for one body at a time, and again after {@link #prepare}. */
interface Inflation {
    /** Forgets what was before. */
    void prepare(BodyHeader body);

    /**
     * Goes on with the body.
     *
     * @param in direct; its position moves over what was consumed, which is all of it unless {@code out} became full
     * @param out direct, with room for at least one byte; its position moves over what was produced
     * @return whether the compressed data is complete
     * @throws io.github.mysqlmonitor.wire.ProtocolException if this is no compressed data
     */
    boolean inflate(ByteBuffer in, ByteBuffer out);

    /** Gives the native memory back to the system. */
    void close();
}
