package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mysqlmonitor.wire.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;

class LegNumbersTest {
    private static String sent(LegNumbers numbers, String payload) {
        ByteBuf packet = numbers.packet(UnpooledByteBufAllocator.DEFAULT, ByteBufUtil.decodeHexDump(payload));
        String hex = ByteBufUtil.hexDump(packet);
        packet.release();
        return hex;
    }

    private static ByteBuf received(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    }

    @Test
    void packetsOfBothDirectionsAreCountedTogether() {
        LegNumbers numbers = new LegNumbers(2);
        assertEquals("01000002aa", sent(numbers, "aa"));
        numbers.receive(received("01000003bb"), "server");
        assertEquals("00000004", sent(numbers, ""));
    }

    @Test
    void numbersWrapAt256() {
        LegNumbers numbers = new LegNumbers(255);
        numbers.receive(received("010000ffaa"), "client");
        assertEquals("01000000aa", sent(numbers, "aa"));
    }

    @Test
    void wrongNumberIsToldAndTheErrorTakesTheNextOne() {
        LegNumbers numbers = new LegNumbers(2);
        ProtocolException wrong =
                assertThrows(ProtocolException.class, () -> numbers.receive(received("01000007aa"), "client"));
        assertEquals("sequence number of the client: expected 2, got 7", wrong.getMessage());
        assertEquals(8, numbers.next());
    }

    @Test
    void compressedPacketsHaveACounterOfTheirOwn() {
        LegNumbers numbers = new LegNumbers(4);
        numbers.compress();
        numbers.restart();
        assertEquals("05000000000000" + "01000000aa", sent(numbers, "aa"));
        numbers.passedCompressed(1);
        numbers.receive(received("01000009bb"), "server");
        assertEquals("05000002000000" + "0100000acc", sent(numbers, "cc"));
    }
}
