package io.github.mysqlmonitor.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class WireReaderTest {
    @Test
    void integersAreLittleEndianAndUnsigned() {
        WireReader in = reader("ff feff fdfeff fcfdfeff fffffffffffffff7");
        assertEquals(0xFF, in.uint8());
        assertEquals(0xFFFE, in.uint16());
        assertEquals(0xFFFEFD, in.uint24());
        assertEquals(0xFFFEFDFCL, in.uint32());
        assertEquals(0xF7FFFFFFFFFFFFFFL, in.int64());
        assertEquals(0, in.remaining());
        assertEquals(18, in.offset());
    }

    @Test
    void lengthEncodedIntegersOfAllWidthsEvenNonMinimalOnes() {
        WireReader in = reader("fa fc0500 fdffffff feffffffffffffffff");
        assertEquals(250, in.lenenc());
        assertEquals(5, in.lenenc());
        assertEquals(0xFFFFFF, in.lenenc());
        assertEquals(-1L, in.lenenc());
    }

    @Test
    void nullIsReadOnlyWhereItMayBe() {
        assertEquals(WireReader.LENENC_NULL, reader("fb").lenencOrNull());
        assertThrows(ProtocolException.class, () -> reader("fb").lenenc());
        assertThrows(ProtocolException.class, () -> reader("ff").lenencOrNull());
        assertThrows(ProtocolException.class, () -> reader("feffffffffffffffff").lenencOrNull());
    }

    @Test
    void lengthsBeyondThePacketAreRefusedBeforeAllocation() {
        assertThrows(
                ProtocolException.class, () -> reader("feffffffffffffff7f00").lenencBytes());
        assertThrows(
                ProtocolException.class, () -> reader("feffffffffffffffff00").lenencBytes());
        assertThrows(ProtocolException.class, () -> reader("00").bytes(Integer.MAX_VALUE));
        assertThrows(ProtocolException.class, () -> reader("00").bytes(-1));
        assertThrows(ProtocolException.class, () -> reader("00").skip(2));
    }

    @Test
    void exceptionSaysWhatAndWhere() {
        WireReader in = reader("0102");
        in.skip(1);
        ProtocolException thrown = assertThrows(ProtocolException.class, () -> in.expect(0xFF, "ERR marker"));
        assertEquals("ERR marker: expected 0xFF, got 0x02, at offset 1", thrown.getMessage());
        assertEquals(1, thrown.offset());
    }

    @Test
    void stringsEndAtNulOrAtTheEnd() {
        WireReader in = reader("6162 00 63");
        assertArrayEquals(new byte[] {'a', 'b'}, in.nul());
        assertTrue(in.has(1));
        assertFalse(in.has(2));
        assertThrows(ProtocolException.class, in::nul);
        assertArrayEquals(new byte[] {'c'}, in.nulOrRest());
        assertEquals(0, in.rest().length);
    }

    @Test
    void neitherIndexOfTheBufferMoves() {
        ByteBuf bytes = Unpooled.wrappedBuffer(new byte[] {9, 1, 2, 9});
        bytes.setIndex(1, 3);
        WireReader in = new WireReader(bytes);
        assertEquals(0x0201, in.uint16());
        assertThrows(ProtocolException.class, in::uint8);
        assertEquals(1, bytes.readerIndex());
        assertEquals(3, bytes.writerIndex());
    }

    @Test
    void writesWhatItReads() {
        ByteBuf bytes = Unpooled.buffer();
        long[] values = {0, 250, 251, 0xFFFF, 0x10000, 0xFFFFFF, 0x1000000, Long.MAX_VALUE, -1};
        WireWriter out = new WireWriter(bytes);
        for (long value : values) {
            out.lenenc(value);
        }
        out.nul(new byte[] {'u'}).lenencBytes(new byte[300]).uint24(7).zeros(2);
        WireReader in = new WireReader(bytes);
        for (long value : values) {
            assertEquals(value, in.lenenc());
        }
        assertArrayEquals(new byte[] {'u'}, in.nul());
        assertEquals(300, in.lenencBytes().length);
        assertEquals(7, in.uint24());
        assertEquals(0, in.uint16());
        assertThrows(IllegalArgumentException.class, () -> out.nul(new byte[] {0}));
    }

    private static WireReader reader(String hex) {
        return new WireReader(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }
}
