package io.github.mysqlmonitor.frame;

import static io.github.mysqlmonitor.frame.CompressedBytes.compress;
import static io.github.mysqlmonitor.frame.CompressedBytes.packet;
import static io.github.mysqlmonitor.frame.CompressedBytes.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStream;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressedScannerTest {
    private static final int WINDOW = 64 * 1024;

    private final InflateMemory memory = new InflateMemory(new InflateBudget(InflateBudget.DEFAULT_BYTES));
    private final ByteArrayOutputStream inflated = new ByteArrayOutputStream();
    private final List<Integer> pieces = new ArrayList<>();

    @AfterEach
    void nothingIsHeld() {
        assertEquals(0, memory.budget().reservedBytes());
    }

    private void record(ByteBuf plain) {
        pieces.add(plain.readableBytes());
        inflated.writeBytes(ByteBufUtil.getBytes(plain));
        plain.skipBytes(plain.readableBytes());
    }

    private CompressedScanner scanner(Compression compression) {
        return new CompressedScanner(compression, memory, this::record);
    }

    @ParameterizedTest
    @EnumSource
    void anySplitGivesTheSamePackets(Compression compression) {
        ByteBuf plain = Unpooled.buffer();
        Random random = new Random(1);
        for (int number = 0; number < 300; number++) {
            Frames.write(
                    plain, number, text(random.nextInt(5) == 0 ? random.nextInt(4000) : random.nextInt(9), number));
        }
        List<String> expected = packets(plain.duplicate());
        byte[] stream = CompressedBytes.packets(compression, ByteBufUtil.getBytes(plain), 3000, random);
        assertEquals(300, expected.size());
        assertEquals(expected, inflatedPackets(compression, stream, new Random(0), stream.length));
        assertEquals(expected, inflatedPackets(compression, stream, new Random(0), 1));
        for (int seed = 0; seed < 200; seed++) {
            Random sizes = new Random(seed);
            int most = 1 << sizes.nextInt(14);
            assertEquals(expected, inflatedPackets(compression, stream, sizes, most), "seed " + seed);
        }
    }

    private List<String> inflatedPackets(Compression compression, byte[] stream, Random sizes, int most) {
        List<String> seen = new ArrayList<>();
        PacketScanner packets = new PacketScanner(64, recorder(seen));
        try (CompressedScanner scanner = new CompressedScanner(compression, memory, packets::scan)) {
            ByteBuf rest = Unpooled.wrappedBuffer(stream);
            while (rest.isReadable()) {
                int size = most == stream.length ? most : 1 + sizes.nextInt(most);
                scanner.scan(rest.readSlice(Math.min(rest.readableBytes(), size)));
            }
            assertTrue(scanner.atBorder());
            assertTrue(packets.atBorder());
        }
        return seen;
    }

    private static List<String> packets(ByteBuf plain) {
        List<String> seen = new ArrayList<>();
        new PacketScanner(64, recorder(seen)).scan(plain);
        return seen;
    }

    private static PacketScanner.Handler recorder(List<String> seen) {
        return (sequence, lastSequence, length, head) ->
                seen.add(sequence + "-" + lastSequence + " " + length + " " + ByteBufUtil.hexDump(head));
    }

    @ParameterizedTest
    @EnumSource
    void largestPacketComesInPiecesOfAWindow(Compression compression) {
        byte[] plain = text(0xFFFFFF, 3);
        byte[] stream = packet(7, compress(compression, plain), plain.length);
        for (int step : new int[] {stream.length, 16 * 1024, 1000}) {
            inflated.reset();
            pieces.clear();
            try (CompressedScanner scanner = scanner(compression)) {
                for (int from = 0; from < stream.length; from += step) {
                    scanner.scan(Unpooled.wrappedBuffer(stream, from, Math.min(step, stream.length - from)));
                }
                assertEquals(7, scanner.sequence());
                assertTrue(scanner.atBorder());
            }
            assertArrayEquals(plain, inflated.toByteArray(), "step " + step);
            assertTrue(pieces.stream().allMatch(size -> size <= WINDOW), "step " + step);
        }
    }

    @Test
    void storedBodyIsPassedOnInPlace() {
        ByteBuf stream = Unpooled.wrappedBuffer(packet(0, new byte[] {1, 2, 3}, 0), packet(1, new byte[] {4}, 0));
        ByteBuf bytes = stream.copy();
        stream.release();
        List<String> seen = new ArrayList<>();
        CompressedScanner[] scanner = new CompressedScanner[1];
        scanner[0] = new CompressedScanner(Compression.ZLIB, memory, plain -> {
            assertSame(bytes, plain);
            seen.add(scanner[0].sequence() + " " + ByteBufUtil.hexDump(plain));
        });
        assertEquals(-1, scanner[0].sequence());
        scanner[0].scan(bytes);
        assertEquals(List.of("0 010203", "1 04"), seen);
        assertFalse(bytes.isReadable());
        bytes.release();
    }

    @Test
    void borderIsWhereNoCompressedPacketIsPending() {
        byte[] stream = packet(0, compress(Compression.ZSTD, text(100, 1)), 100);
        try (CompressedScanner scanner = scanner(Compression.ZSTD)) {
            assertTrue(scanner.atBorder());
            for (int i = 0; i < stream.length; i++) {
                scanner.scan(Unpooled.wrappedBuffer(stream, i, 1));
                assertEquals(i == stream.length - 1, scanner.atBorder(), "byte " + i);
            }
        }
    }

    @Test
    void emptyStoredBodyIsNothing() {
        scanner(Compression.ZLIB).scan(Unpooled.wrappedBuffer(packet(0, new byte[0], 0)));
        assertEquals(List.of(), pieces);
    }

    @ParameterizedTest
    @EnumSource
    void memoryIsHeldOnlyWithinABody(Compression compression) {
        byte[] stream = packet(0, compress(compression, text(16 * 1024, 1)), 16 * 1024);
        CompressedScanner scanner = scanner(compression);
        scanner.scan(Unpooled.wrappedBuffer(stream, 0, stream.length - 1));
        long held = memory.budget().reservedBytes();
        assertTrue(held > 0 && held <= 256 * 1024, "held " + held);
        scanner.scan(Unpooled.wrappedBuffer(stream, stream.length - 1, 1));
        assertEquals(0, memory.budget().reservedBytes());
        scanner.scan(Unpooled.wrappedBuffer(stream, 0, stream.length - 1));
        scanner.close();
        scanner.close();
        assertEquals(0, memory.budget().reservedBytes());
    }

    @ParameterizedTest
    @EnumSource
    void bodyThatGivesMoreThanAnnouncedIsRefused(Compression compression) {
        byte[] bomb = compress(compression, new byte[0xFFFFFF]);
        for (int announced : new int[] {1, 100, WINDOW, WINDOW + 1, 0xFFFFFE}) {
            pieces.clear();
            assertRefused(compression, packet(0, bomb, announced));
            assertTrue(pieces.stream().mapToInt(Integer::intValue).sum() <= announced, "announced " + announced);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bodyThatGivesLessThanAnnouncedIsRefused(Compression compression) {
        byte[] body = compress(compression, text(1000, 1));
        assertRefused(compression, packet(0, body, 1001));
        assertRefused(compression, packet(0, body, 0xFFFFFF));
        assertRefused(compression, packet(0, Arrays.copyOf(body, body.length - 1), 1000));
        assertRefused(compression, packet(0, new byte[0], 1000));
    }

    @ParameterizedTest
    @EnumSource
    void bytesBehindTheCompressedDataAreRefused(Compression compression) {
        byte[] body = compress(compression, text(1000, 1));
        assertRefused(compression, packet(0, Arrays.copyOf(body, body.length + 1), 1000));
        byte[] twice = Arrays.copyOf(body, 2 * body.length);
        System.arraycopy(body, 0, twice, body.length, body.length);
        assertRefused(compression, packet(0, twice, 2000));
    }

    @ParameterizedTest
    @EnumSource
    void otherDataIsRefused(Compression compression) {
        assertRefused(compression, packet(0, text(1000, 5), 2000));
        for (Compression other : Compression.values()) {
            if (other != compression) {
                assertRefused(compression, packet(0, compress(other, text(1000, 1)), 1000));
            }
        }
        int refused = 0;
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            byte[] stream = packet(0, compress(compression, text(5000, 1)), 5000);
            stream[7 + random.nextInt(stream.length - 7)] ^= (byte) (1 + random.nextInt(255));
            refused += isRefused(compression, stream) ? 1 : 0;
        }
        // A zstd frame has no checksum here, so that a changed literal is no fault.
        assertTrue(refused > (compression == Compression.ZLIB ? 490 : 10), "refused " + refused);
    }

    @Test
    void zstdDictionaryIsRefused() {
        byte[] body = compress(Compression.ZSTD, text(1000, 1));
        body[4] |= 1;
        assertRefused(Compression.ZSTD, packet(0, body, 1000));
    }

    @Test
    void zstdFrameOfUnknownLengthIsInflatedInItsOwnWindow() throws IOException {
        byte[] plain = text(200_000, 2);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(frame, 3)) {
            out.write(plain);
        }
        byte[] stream = packet(0, frame.toByteArray(), plain.length);
        assertEquals(0, stream[11] & 0x20, "the window is in the header");
        try (CompressedScanner scanner = scanner(Compression.ZSTD)) {
            scanner.scan(Unpooled.wrappedBuffer(stream, 0, 100));
            assertTrue(memory.budget().reservedBytes() > 2 << 20);
            scanner.scan(Unpooled.wrappedBuffer(stream, 100, stream.length - 100));
        }
        assertArrayEquals(plain, inflated.toByteArray());
    }

    @Test
    void zstdWindowThatNobodyHasMemoryForIsNotTaken() {
        byte[] body = new byte[20];
        System.arraycopy(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, (byte) 0xFF}, 0, body, 0, 6);
        InflateException refused = assertThrows(
                InflateException.class,
                () -> scanner(Compression.ZSTD).scan(Unpooled.wrappedBuffer(packet(0, body, 100))));
        assertTrue(refused.getMessage().startsWith("compressed: no memory to inflate, 0 of"), refused.getMessage());
    }

    @Test
    void sessionsShareTheBudget() {
        InflateMemory small = new InflateMemory(new InflateBudget(100 * 1024));
        byte[] stream = packet(0, compress(Compression.ZLIB, text(1000, 1)), 1000);
        List<CompressedScanner> scanners = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            scanners.add(new CompressedScanner(Compression.ZLIB, small, this::record));
        }
        for (CompressedScanner each : scanners.subList(0, 2)) {
            each.scan(Unpooled.wrappedBuffer(stream, 0, 20));
        }
        CompressedScanner third = scanners.get(2);
        assertThrows(InflateException.class, () -> third.scan(Unpooled.wrappedBuffer(stream, 0, 20)));
        scanners.get(0).close();
        try (CompressedScanner fourth = new CompressedScanner(Compression.ZLIB, small, this::record)) {
            fourth.scan(Unpooled.wrappedBuffer(stream, 0, 20));
        }
        scanners.forEach(CompressedScanner::close);
        assertEquals(0, small.budget().reservedBytes());
    }

    @Test
    void fewBytesThatInflateToVeryManyAreRefused() {
        byte[] body = packet(0, compress(Compression.ZSTD, new byte[0xFFFFFF]), 0xFFFFFF);
        byte[] five = new byte[5 * body.length];
        for (int i = 0; i < 5; i++) {
            System.arraycopy(body, 0, five, i * body.length, body.length);
        }
        assertTrue(five.length < 10_000, "bytes " + five.length);
        long[] seen = {0};
        CompressedScanner scanner = new CompressedScanner(Compression.ZSTD, memory, p -> seen[0] += p.readableBytes());
        for (int i = 0; i < 5; i++) {
            scanner.scan(Unpooled.wrappedBuffer(body));
        }
        assertEquals(5L * 0xFFFFFF, seen[0]);
        seen[0] = 0;
        assertThrows(InflateException.class, () -> scanner.scan(Unpooled.wrappedBuffer(five)));
        assertTrue(seen[0] <= CompressedScanner.MOST_PER_SCAN, "seen " + seen[0]);
        scanner.close();
    }

    @Test
    void anOutputThatScansAnotherSessionGetsWindowsOfItsOwn() {
        byte[] stream = packet(0, compress(Compression.ZLIB, text(1000, 1)), 1000);
        CompressedScanner outer = new CompressedScanner(Compression.ZLIB, memory, plain -> {
            scanner(Compression.ZLIB)
                    .scan(Unpooled.wrappedBuffer(packet(0, compress(Compression.ZLIB, text(1000, 2)), 1000)));
            record(plain);
        });
        outer.scan(Unpooled.wrappedBuffer(stream));
        byte[] both = Arrays.copyOf(text(1000, 2), 2000);
        System.arraycopy(text(1000, 1), 0, both, 1000, 1000);
        assertArrayEquals(both, inflated.toByteArray());
    }

    private void assertRefused(Compression compression, byte[] stream) {
        assertTrue(isRefused(compression, stream));
        for (int step : new int[] {1, 7, 13}) {
            assertTrue(isRefused(compression, stream, step), "step " + step);
        }
    }

    private boolean isRefused(Compression compression, byte[] stream) {
        return isRefused(compression, stream, stream.length);
    }

    private boolean isRefused(Compression compression, byte[] stream, int step) {
        pieces.clear();
        inflated.reset();
        try (CompressedScanner scanner = scanner(compression)) {
            for (int from = 0; from < stream.length; from += step) {
                scanner.scan(Unpooled.wrappedBuffer(stream, from, Math.min(step, stream.length - from)));
            }
            return false;
        } catch (ProtocolException refused) {
            return true;
        }
    }
}
