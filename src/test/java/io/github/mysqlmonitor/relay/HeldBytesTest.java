package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class HeldBytesTest {
    @Test
    void whatIsHeldComesInOrderAndOnlyWhenReleased() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline().addLast(HandlerNames.HELD, new HeldBytes());
        channel.writeInbound(Unpooled.copiedBuffer(new byte[] {1}));
        channel.writeInbound(Unpooled.copiedBuffer(new byte[] {2}));
        assertNull(channel.readInbound());
        HeldBytes.release(channel.pipeline());
        channel.writeInbound(Unpooled.copiedBuffer(new byte[] {3}));
        for (int expected = 1; expected <= 3; expected++) {
            ByteBuf bytes = channel.readInbound();
            assertEquals(expected, bytes.readByte());
            bytes.release();
        }
        HeldBytes.release(channel.pipeline());
        assertTrue(!channel.finish());
    }

    @Test
    void aClientThatLeavesTakesItAlong() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline().addLast(HandlerNames.HELD, new HeldBytes());
        ByteBuf bytes = Unpooled.copiedBuffer(new byte[] {1});
        channel.writeInbound(bytes);
        channel.close();
        channel.runPendingTasks();
        assertEquals(0, bytes.refCnt());
    }
}
