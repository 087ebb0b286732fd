package io.github.mysqlmonitor.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PacketStreamTest {
    private final InflateMemory memory = new InflateMemory(new InflateBudget(InflateBudget.DEFAULT_BYTES));
    private final List<String> seen = new ArrayList<>();
    private PacketStream stream;

    @AfterEach
    void nothingIsHeld() {
        assertEquals(0, memory.budget().reservedBytes());
    }

    @ParameterizedTest
    @EnumSource
    void serverCompressesRightBehindItsOk(Compression compression) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(frame(0, "greeting"));
        bytes.writeBytes(frame(2, "OK"));
        bytes.writeBytes(compressed(compression, 1, 40));
        List<String> expected = new ArrayList<>(List.of("0 greeting", "2 OK"));
        expected.addAll(names(1, 40));
        assertEverySplit(bytes.toByteArray(), expected, name -> {
            if (name.equals("OK")) {
                stream.compressFromHere(compression, memory);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void clientCompressesFromItsFirstCommandOn(Compression compression) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(frame(1, "login"));
        bytes.writeBytes(frame(3, "answer"));
        bytes.writeBytes(frame(5, ""));
        bytes.writeBytes(compressed(compression, 0, 30));
        List<String> expected = new ArrayList<>(List.of("1 login", "3 answer", "5 "));
        expected.addAll(names(0, 30));
        assertEverySplit(bytes.toByteArray(), expected, name -> {
            if (name.equals("login")) {
                stream.compressFromSequenceZero(compression, memory);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void okOfALaterUserChangeAltersNothing(Compression compression) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        plain.writeBytes(frame(3, "OK"));
        plain.writeBytes(frame(1, "row"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(frame(2, "OK"));
        bytes.writeBytes(CompressedBytes.packets(compression, plain.toByteArray(), 5000, new Random(1)));
        assertEverySplit(bytes.toByteArray(), List.of("2 OK", "3 OK", "1 row"), name -> {
            if (name.equals("OK")) {
                stream.compressFromHere(compression, memory);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void isAtABorderOnlyIfBothLayersAre(Compression compression) {
        stream = new PacketStream(
                64, (sequence, lastSequence, length, head) -> stream.compressFromSequenceZero(compression, memory));
        stream.scan(Unpooled.wrappedBuffer(frame(1, "login")));
        assertTrue(stream.atBorder());
        stream.scan(Unpooled.wrappedBuffer(new byte[] {1, 0}));
        assertFalse(stream.atBorder(), "half a header");
        assertFalse(stream.isCompressed());
        stream.scan(Unpooled.wrappedBuffer(new byte[] {0, 0}));
        assertTrue(stream.isCompressed());
        stream.scan(Unpooled.wrappedBuffer(new byte[] {0, 0, 0, 1}));
        assertFalse(stream.atBorder(), "one byte of an inner header");
    }

    private void assertEverySplit(byte[] bytes, List<String> expected, Consumer<String> handler) {
        for (int seed = -2; seed < 200; seed++) {
            Random sizes = new Random(seed);
            int most = seed == -2 ? bytes.length : seed == -1 ? 1 : 1 + sizes.nextInt(60);
            seen.clear();
            stream = new PacketStream(64, (sequence, lastSequence, length, head) -> {
                String name = head.toString(US_ASCII);
                seen.add(sequence + " " + name);
                handler.accept(name);
            });
            ByteBuf rest = Unpooled.wrappedBuffer(bytes);
            while (rest.isReadable()) {
                int size = seed == -2 ? most : 1 + sizes.nextInt(most);
                stream.scan(rest.readSlice(Math.min(rest.readableBytes(), size)));
            }
            assertEquals(expected, seen, "seed " + seed);
            assertTrue(stream.isCompressed() && stream.atBorder(), "seed " + seed);
            stream.close();
        }
    }

    private static byte[] compressed(Compression compression, int first, int count) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        names(first, count).forEach(name -> {
            String[] parts = name.split(" ", -1);
            plain.writeBytes(frame(Integer.parseInt(parts[0]), parts[1]));
        });
        return CompressedBytes.packets(compression, plain.toByteArray(), 300, new Random(count));
    }

    private static List<String> names(int first, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(first + i + " " + "packet".repeat(i % 8) + i);
        }
        return names;
    }

    private static byte[] frame(int sequence, String payload) {
        ByteBuf out = Unpooled.buffer();
        Frames.write(out, sequence, payload.getBytes(US_ASCII));
        return ByteBufUtil.getBytes(out);
    }
}
