package io.github.mysqlmonitor.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GtidSetTest {
    private static final String UUID_BYTES = "3e11fa4771ca11e19e33c80aa9429562";
    private static final String UUID_TEXT = "3e11fa47-71ca-11e1-9e33-c80aa9429562";

    static final byte[] UNTAGGED = Bytes.of(
            "0100000000000000", // one source
            UUID_BYTES,
            "0200000000000000", // two intervals
            "0100000000000000 0600000000000000", // 1 to 5
            "0700000000000000 0800000000000000"); // 7

    static final byte[] TAGGED = Bytes.of(
            "01 020000000000 01", // two sources, tagged
            UUID_BYTES,
            "00", // no tag
            "0100000000000000",
            "0100000000000000 0200000000000000", // 1
            UUID_BYTES,
            "04", // two characters
            "'ab'",
            "0100000000000000",
            "0300000000000000 0500000000000000"); // 3 and 4

    @Test
    void bothFormatsAreReadAndWritten() {
        assertEquals(UUID_TEXT + ":1-5:7", read(UNTAGGED).text());
        assertEquals(UUID_TEXT + ":1:ab:3-4", read(TAGGED).text());
        assertArrayEquals(UNTAGGED, written(read(UNTAGGED)));
        assertArrayEquals(TAGGED, written(read(TAGGED)));
    }

    @Test
    void nothingIsTheEmptySet() {
        assertEquals("", read(new byte[0]).text());
        assertEquals("", read(new byte[8]).text());
    }

    @Test
    void ofACutSetTheWholeSourcesAreShown() {
        for (int length = 0; length < TAGGED.length; length++) {
            byte[] cut = Arrays.copyOf(TAGGED, length);
            String text = GtidSet.decode(Octets.of(cut), true).text();
            boolean first = length >= 49;
            String expected = first ? UUID_TEXT + ":1…" : length >= 8 ? "…" : "";
            assertEquals(expected, text, "cut at " + length);
            if (length > 0) {
                assertThrows(ProtocolException.class, () -> read(cut), "not cut, but " + length + " bytes long");
            }
        }
    }

    @Test
    void whatNoServerWritesIsRefused() {
        assertRefused(0, 7, 2);
        assertRefused(0, 0, 2);
        assertRefused(24, 0, 3);
        assertRefused(32, 0, 0);
        assertRefused(40, 0, 1);
        assertRefused(48, 0, 1);
        assertRefused(56, 0, 1);
    }

    @Test
    void brokenBytesThrowNothingElse() {
        long seed = 20;
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = (random.nextBoolean() ? TAGGED : UNTAGGED).clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            try {
                GtidSet.decode(Octets.of(bytes), random.nextBoolean()).text();
                read++;
            } catch (ProtocolException expected) {
                assertTrue(expected.what().length() > 0, "seed " + seed);
            }
        }
        assertTrue(read > 1000 && read < 20_000, "seed " + seed + ": " + read);
    }

    /** Changes one byte of the number at an offset of the set without tags. */
    private static void assertRefused(int offset, int index, int value) {
        byte[] bytes = UNTAGGED.clone();
        bytes[offset + index] = (byte) value;
        assertThrows(ProtocolException.class, () -> read(bytes), "offset " + offset);
    }

    private static GtidSet read(byte[] bytes) {
        return GtidSet.decode(Octets.of(bytes), false);
    }

    private static byte[] written(GtidSet set) {
        ByteBuf bytes = Unpooled.buffer();
        set.encode(new WireWriter(bytes));
        return ByteBufUtil.getBytes(bytes);
    }
}
