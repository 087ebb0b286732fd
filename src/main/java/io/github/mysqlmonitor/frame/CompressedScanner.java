package io.github.mysqlmonitor.frame;

import io.github.mysqlmonitor.wire.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/**
 * Inflates one direction of a compressed session, however the bytes are split, and gives out the plain bytes in pieces of
 * at most 64 KiB. The borders of the packets inside are wherever they like to be.
 *
 * <p>Nothing is kept of the bytes. Native memory is held from the first to the last byte of a body that is not stored,
 * and reserved for as long, by what the body needs: 48 KiB for zlib; for zstd 96 KiB, the frame's window, and up to 384 KiB
 * of blocks. Servers write a body per 16 KiB of a result, and then that is 160 KiB. But a row of 16 MiB is in one body,
 * and zstd refers back to all of it: that takes 16.5 MiB, or the observing stops.
 *
 * <p>Confined to the session's event loop. After an exception the scanner is of no use and must be closed.
 */
public final class CompressedScanner implements AutoCloseable {
    /** More than this from one call would keep the event loop from its other sessions for too long. */
    static final long MOST_PER_SCAN = 64L * 1024 * 1024;

    private final Compression compression;
    private final InflateMemory memory;
    private final Output output;

    private final ByteBuf start = Unpooled.buffer(BodyHeader.LENGTH + BodyHeader.ZSTD_START_LENGTH);
    private BodyHeader body;
    private int bodyLeft;
    private long plainLeft;
    private long scanned;
    private boolean complete;
    private InflateMemory.Loan loan;

    /** Takes the plain bytes. */
    @FunctionalInterface
    public interface Output {
        /** @param plain borrowed: the next bytes; it must not close the scanner */
        void inflated(ByteBuf plain);
    }

    /** Starts at the border of a compressed packet. */
    public CompressedScanner(Compression compression, InflateMemory memory, Output output) {
        this.compression = compression;
        this.memory = memory;
        this.output = output;
    }

    /** Sequence number of the compressed packet of which bytes were last given out or read, 0 to 255; -1 before the first. */
    public int sequence() {
        return body == null ? -1 : body.sequence();
    }

    /** Whether everything scanned so far belongs to compressed packets that are complete. */
    public boolean atBorder() {
        return bodyLeft == 0 && !start.isReadable();
    }

    /**
     * Goes on where the bytes of the last call ended.
     *
     * @param bytes borrowed; read to their end
     * @throws ProtocolException if a body is not what its header says
     * @throws InflateException if there is no memory left to inflate it, or if it becomes more than 64 MiB
     */
    public void scan(ByteBuf bytes) {
        scanned = 0;
        while (bytes.isReadable()) {
            if (bodyLeft == 0) {
                readStart(bytes);
            } else if (body.stored()) {
                readStored(bytes);
            } else {
                inflate(bytes);
            }
        }
    }

    /** Gives back what is held, if the stream ends within a body. */
    @Override
    public void close() {
        if (loan != null) {
            memory.takeBack(loan);
            loan = null;
        }
    }

    private void readStart(ByteBuf bytes) {
        start.writeBytes(bytes, Math.min(bytes.readableBytes(), startLength() - start.readableBytes()));
        if (start.readableBytes() < startLength()) {
            return;
        }
        body = BodyHeader.read(start, compression);
        bodyLeft = body.bodyLength();
        plainLeft = body.plainLength();
        start.skipBytes(BodyHeader.LENGTH);
        if (!body.stored()) {
            if (bodyLeft == 0) {
                throw new ProtocolException("compressed body", plainLeft + " bytes when inflated", "an empty one", -1);
            }
            complete = false;
            loan = memory.lend(body, compression);
            if (start.isReadable()) {
                inflate(start);
            }
        }
        start.clear();
    }

    /** Grows when the header shows that a look at the body is needed. */
    private int startLength() {
        boolean deflated = start.readableBytes() >= BodyHeader.LENGTH && start.getUnsignedMediumLE(4) > 0;
        return deflated && compression == Compression.ZSTD
                ? BodyHeader.LENGTH + Math.min(BodyHeader.ZSTD_START_LENGTH, start.getUnsignedMediumLE(0))
                : BodyHeader.LENGTH;
    }

    private void readStored(ByteBuf bytes) {
        int end = bytes.writerIndex();
        int taken = Math.min(Math.min(bodyLeft, InflateWindows.BYTES), bytes.readableBytes());
        int next = bytes.readerIndex() + taken;
        bodyLeft -= taken;
        bytes.writerIndex(next);
        try {
            output.inflated(bytes);
        } finally {
            bytes.setIndex(next, end);
        }
    }

    private void inflate(ByteBuf bytes) {
        InflateWindows windows = memory.lendWindows();
        try {
            ByteBuffer in = windows.fill(bytes, bodyLeft);
            bodyLeft -= in.remaining();
            while (step(in, windows)) {
                output.inflated(windows.shown());
            }
        } finally {
            memory.takeBack(windows);
        }
        if (bodyLeft == 0) {
            finishBody();
        }
    }

    /** Returns whether there is something to show. */
    private boolean step(ByteBuffer in, InflateWindows windows) {
        if (complete) {
            if (in.hasRemaining() || bodyLeft > 0) {
                throw new ProtocolException("compressed body", "its end", "more bytes", -1);
            }
            return false;
        }
        // One byte more than announced, so that a body which gives more is noticed.
        ByteBuffer out = windows.room(plainLeft + 1);
        complete = loan.inflation().inflate(in, out);
        if (out.position() > plainLeft) {
            throw new ProtocolException("inflated length", body.plainLength(), "more", -1);
        }
        if (out.position() == 0 && in.hasRemaining() && !complete) {
            throw new ProtocolException("compressed body", "data that can be inflated", "other data", -1);
        }
        plainLeft -= out.position();
        scanned += out.position();
        if (scanned > MOST_PER_SCAN) {
            throw new InflateException("compressed: what was read at once inflates to more than 64 MiB");
        }
        return out.position() > 0;
    }

    private void finishBody() {
        close();
        if (!complete || plainLeft > 0) {
            throw new ProtocolException("inflated length", body.plainLength(), body.plainLength() - plainLeft, -1);
        }
    }
}
