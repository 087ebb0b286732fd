package io.github.mysqlmonitor.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mysqlmonitor.wire.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
    private final FrameDecoder decoder = new FrameDecoder(16);

    @Test
    void takesOneWholeFrameAndLeavesTheSurplus() {
        ByteBuf in = Unpooled.buffer();
        Frames.write(in, 3, new byte[] {7, 8});
        // What follows an SSLRequest is TLS and belongs to somebody else.
        in.writeBytes(new byte[] {0x16, 3, 1});
        ByteBuf frame = decoder.next(in);
        assertEquals("020000030708", ByteBufUtil.hexDump(frame));
        assertEquals(3, Frames.sequence(frame));
        assertEquals("0708", ByteBufUtil.hexDump(Frames.payload(frame)));
        assertEquals(3, in.readableBytes());
    }

    @Test
    void waitsForTheLastByte() {
        ByteBuf in = Unpooled.buffer();
        for (int each : new int[] {1, 0, 0, 0}) {
            assertNull(decoder.next(in));
            in.writeByte(each);
        }
        assertNull(decoder.next(in));
        in.writeByte(9);
        assertEquals(5, decoder.next(in).readableBytes());
        assertNull(decoder.next(in));
    }

    @Test
    void refusesALongFrameByItsHeader() {
        ByteBuf in = Unpooled.wrappedBuffer(new byte[] {17, 0, 0, 0});
        ProtocolException thrown = assertThrows(ProtocolException.class, () -> decoder.next(in));
        assertEquals("frame length: expected at most 16, got 17", thrown.getMessage());
    }

    @Test
    void sequenceIsRewrittenInPlace() {
        ByteBuf in = Unpooled.buffer();
        Frames.write(in, 1, new byte[] {7});
        ByteBuf frame = decoder.next(in);
        Frames.setSequence(frame, 258);
        assertEquals(2, Frames.sequence(frame));
    }
}
