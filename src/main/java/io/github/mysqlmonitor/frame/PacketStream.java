package io.github.mysqlmonitor.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * One direction of a session from its first byte to its last: packets that are plain at first, and from some packet on
 * compressed if the two ends agreed on it.
 *
 * <pre>
 *  PLAIN ── compressFromHere ──────────────────────────────────────▶ COMPRESSED
 *    └───── compressFromSequenceZero ──▶ CHOOSING ── a number of 0 ─────▲
 * </pre>
 *
 * Confined to the session's event loop.
 */
public final class PacketStream implements AutoCloseable {
    private static final int SEQUENCE_OFFSET = 3;

    private enum State {
        PLAIN,
        CHOOSING,
        COMPRESSED
    }

    private final PacketScanner packets;
    private final PacketScanner.Handler handler;
    private State state = State.PLAIN;
    private CompressedScanner compressed;
    private ByteBuf header = Unpooled.EMPTY_BUFFER;

    /** @param maxKept how many bytes of each packet the handler gets to see at most */
    public PacketStream(int maxKept, PacketScanner.Handler handler) {
        this.handler = handler;
        this.packets = new PacketScanner(maxKept, this::packet);
    }

    /** Called by the handler: what follows the packet it is shown is compressed, if it is not compressed itself. */
    public void compressFromHere(Compression compression, InflateMemory memory) {
        if (state != State.COMPRESSED) {
            compressed = new CompressedScanner(compression, memory, packets::scan);
            state = State.COMPRESSED;
            packets.pause();
        }
    }

    /**
     * Called by the handler on a client's login: what follows are plain answers to the server's authentication packets,
     * which have numbers from 1 on, and then compressed commands, of which the first has the number 0. A client may send
     * it before the server has said that the login succeeded, so that the number is all there is to go by.
     */
    public void compressFromSequenceZero(Compression compression, InflateMemory memory) {
        compressed = new CompressedScanner(compression, memory, packets::scan);
        header = Unpooled.buffer(Frames.HEADER_LENGTH);
        state = State.CHOOSING;
        packets.pause();
    }

    public boolean isCompressed() {
        return state == State.COMPRESSED;
    }

    /** Whether everything scanned so far belongs to packets, plain and compressed, that are complete. */
    public boolean atBorder() {
        return packets.atBorder() && !header.isReadable() && (compressed == null || compressed.atBorder());
    }

    /**
     * Goes on where the bytes of the last call ended.
     *
     * @param bytes borrowed; read to their end
     * @throws io.github.mysqlmonitor.wire.ProtocolException if what should be compressed is not
     * @throws InflateException if there is no memory left to inflate it
     */
    public void scan(ByteBuf bytes) {
        while (bytes.isReadable()) {
            switch (state) {
                case PLAIN -> packets.scan(bytes);
                case COMPRESSED -> compressed.scan(bytes);
                case CHOOSING -> {
                    if (packets.atBorder()) {
                        choose(bytes);
                    } else {
                        packets.scan(bytes);
                    }
                }
            }
        }
    }

    /** Both headers begin with three bytes of length and the number. */
    private void choose(ByteBuf bytes) {
        header.writeBytes(bytes, Math.min(bytes.readableBytes(), header.writableBytes()));
        if (header.isWritable()) {
            return;
        }
        if (header.getByte(SEQUENCE_OFFSET) == 0) {
            state = State.COMPRESSED;
            compressed.scan(header);
            header = Unpooled.EMPTY_BUFFER;
        } else {
            packets.scan(header);
            header.clear();
        }
    }

    private void packet(int sequence, int lastSequence, long length, ByteBuf head) {
        if (state == State.CHOOSING) {
            packets.pause();
        }
        handler.packet(sequence, lastSequence, length, head);
    }

    /** Gives back the native memory that it holds, if any; not to be called by the handler. */
    @Override
    public void close() {
        if (compressed != null) {
            compressed.close();
        }
    }
}
