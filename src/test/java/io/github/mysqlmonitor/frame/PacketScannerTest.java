package io.github.mysqlmonitor.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketScannerTest {
    private static final int FULL = Frames.FULL_LENGTH;

    private final List<String> seen = new ArrayList<>();

    private void record(int sequence, int lastSequence, long length, ByteBuf head) {
        seen.add(sequence + "-" + lastSequence + " " + length + " " + ByteBufUtil.hexDump(head));
        // A handler may leave the indices anywhere.
        head.skipBytes(head.readableBytes() / 2);
    }

    @Test
    void showsEachPacketWithItsFirstBytes() {
        ByteBuf stream = Unpooled.buffer();
        Frames.write(stream, 0, new byte[] {1, 2, 3, 4, 5, 6});
        Frames.write(stream, 1, new byte[0]);
        Frames.write(stream, 2, new byte[] {7});
        PacketScanner scanner = new PacketScanner(4, this::record);
        scanner.scan(stream);
        assertEquals(List.of("0-0 6 01020304", "1-1 0 ", "2-2 1 07"), seen);
        assertFalse(stream.isReadable());
        assertTrue(scanner.atBorder());
    }

    @Test
    void anySplitGivesTheSamePackets() {
        Random random = new Random(1);
        ByteBuf stream = Unpooled.buffer();
        // 300 packets: the sequence number wraps.
        for (int number = 0; number < 300; number++) {
            byte[] payload = new byte[random.nextInt(5) == 0 ? random.nextInt(900) : random.nextInt(9)];
            random.nextBytes(payload);
            Frames.write(stream, number, payload);
        }
        List<String> whole = scan(stream, stream.readableBytes());
        assertEquals(300, whole.size());
        assertTrue(whole.get(256).startsWith("0-0 "));
        assertEquals(whole, scan(stream, 1));
        for (int seed = 0; seed < 200; seed++) {
            Random sizes = new Random(seed);
            seen.clear();
            PacketScanner scanner = new PacketScanner(64, this::record);
            ByteBuf rest = stream.duplicate();
            while (rest.isReadable()) {
                scanner.scan(rest.readSlice(Math.min(rest.readableBytes(), 1 + sizes.nextInt(1 << sizes.nextInt(12)))));
            }
            assertEquals(whole, seen, "seed " + seed);
        }
    }

    @Test
    void joinsPacketsOf16MbAndMore() {
        assertJoined(FULL - 1, "9-9 16777214 2a2a2a");
        assertJoined(FULL, "9-10 16777215 2a2a2a");
        assertJoined(FULL + 1, "9-10 16777216 2a2a2a");
        assertJoined(2 * FULL, "9-11 33554430 2a2a2a");
        assertJoined(2 * FULL + 7, "9-11 33554437 2a2a2a");
    }

    private void assertJoined(int length, String expected) {
        ByteBuf stream = Unpooled.buffer(length + 16);
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) 42);
        Frames.write(stream, 9, payload);
        Frames.write(stream, 0, new byte[] {1});
        for (int step : new int[] {stream.readableBytes(), 65536, FULL, FULL + 3, FULL + 4, FULL + 5}) {
            seen.clear();
            PacketScanner scanner = new PacketScanner(3, this::record);
            ByteBuf rest = stream.duplicate();
            while (rest.isReadable()) {
                scanner.scan(rest.readSlice(Math.min(step, rest.readableBytes())));
            }
            assertEquals(List.of(expected, "0-0 1 01"), seen, "step " + step);
        }
    }

    @Test
    void keptBytesReachOverTheFramesOfAPacket() {
        ByteBuf stream = Unpooled.buffer(FULL + 16);
        byte[] payload = new byte[FULL + 2];
        payload[FULL] = 5;
        payload[FULL + 1] = 6;
        Frames.write(stream, 0, payload);
        List<Integer> tail = new ArrayList<>();
        PacketScanner scanner = new PacketScanner(Integer.MAX_VALUE, (first, last, length, head) -> {
            assertEquals(length, head.readableBytes());
            tail.add(head.getUnsignedShortLE(FULL));
        });
        scanner.scan(stream);
        assertEquals(List.of(0x0605), tail);
    }

    @Test
    void wholePacketIsShownInPlace() {
        ByteBuf stream = Unpooled.buffer();
        Frames.write(stream, 0, new byte[] {1, 2});
        Frames.write(stream, 1, new byte[] {3});
        new PacketScanner(8, (first, last, length, head) -> assertSame(stream, head)).scan(stream);
    }

    @Test
    void handlerMayChangeTheLimitBetweenPackets() {
        ByteBuf stream = Unpooled.buffer();
        for (int number = 0; number < 3; number++) {
            Frames.write(stream, number, new byte[] {1, 2, 3});
        }
        PacketScanner[] scanner = new PacketScanner[1];
        scanner[0] = new PacketScanner(3, (first, last, length, head) -> {
            record(first, last, length, head);
            scanner[0].maxKept(first == 0 ? 0 : 2);
        });
        scanner[0].scan(stream);
        assertEquals(List.of("0-0 3 010203", "1-1 3 ", "2-2 3 0102"), seen);
    }

    @Test
    void borderIsWhereNoPacketIsPending() {
        ByteBuf stream = Unpooled.buffer();
        Frames.write(stream, 0, new byte[] {1, 2});
        PacketScanner scanner = new PacketScanner(8, this::record);
        assertTrue(scanner.atBorder());
        for (int i = 1; i <= 6; i++) {
            scanner.scan(stream.readSlice(1));
            assertEquals(i == 6, scanner.atBorder());
        }
        ByteBuf full =
                Unpooled.buffer(FULL + 8).writeMediumLE(FULL).writeByte(0).writeZero(FULL);
        scanner.scan(full);
        assertFalse(scanner.atBorder(), "a full frame wants another one");
        scanner.scan(Unpooled.wrappedBuffer(new byte[] {0, 0, 0, 1}));
        assertTrue(scanner.atBorder());
    }

    @Test
    void buffersAreNeverRetained() {
        ByteBuf stream = Unpooled.buffer();
        Frames.write(stream, 0, new byte[] {1, 2});
        stream.writeZero(2);
        PacketScanner scanner = new PacketScanner(8, this::record);
        scanner.scan(stream);
        assertEquals(1, stream.refCnt());
        assertTrue(stream.release());
    }

    @Test
    void throwingHandlerLeavesTheScannerAtTheNextPacket() {
        ByteBuf stream = Unpooled.buffer();
        Frames.write(stream, 0, new byte[] {1});
        Frames.write(stream, 1, new byte[] {2});
        PacketScanner scanner = new PacketScanner(8, (first, last, length, head) -> {
            record(first, last, length, head);
            if (first == 0) {
                throw new IllegalStateException("first");
            }
        });
        assertThrows(IllegalStateException.class, () -> scanner.scan(stream));
        scanner.scan(stream);
        assertEquals(List.of("0-0 1 01", "1-1 1 02"), seen);
    }

    private List<String> scan(ByteBuf stream, int step) {
        seen.clear();
        PacketScanner scanner = new PacketScanner(64, this::record);
        ByteBuf rest = stream.duplicate();
        while (rest.isReadable()) {
            scanner.scan(rest.readSlice(Math.min(step, rest.readableBytes())));
        }
        return List.copyOf(seen);
    }
}
