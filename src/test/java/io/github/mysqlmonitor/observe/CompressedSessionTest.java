package io.github.mysqlmonitor.observe;

import static io.github.mysqlmonitor.observe.Script.MODERN;
import static io.github.mysqlmonitor.observe.Script.OK;
import static io.github.mysqlmonitor.observe.Script.bytes;
import static io.github.mysqlmonitor.observe.Script.column;
import static io.github.mysqlmonitor.observe.Script.end;
import static io.github.mysqlmonitor.observe.Script.greeted;
import static io.github.mysqlmonitor.observe.Script.hex;
import static io.github.mysqlmonitor.observe.Script.mask;
import static io.github.mysqlmonitor.observe.Script.query;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ValuePolicy;
import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.frame.CompressedBytes;
import io.github.mysqlmonitor.frame.Compression;
import io.github.mysqlmonitor.frame.InflateBudget;
import io.github.mysqlmonitor.frame.InflateMemory;
import io.github.mysqlmonitor.wire.Capability;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A compressed session gives the same events as the same session without compression. */
class CompressedSessionTest {
    private static final int ROUNDS = 200;

    @ParameterizedTest
    @EnumSource
    void anySplitGivesTheEventsOfAPlainSession(Compression compression) {
        List<String> expected = conversationLines(commands(MODERN));
        assertTrue(expected.size() > 20, expected.toString());
        Script script = commands(agreed(compression));
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            List<Script.Part> parts = compressed(script, compression, random);
            assertEquals(
                    expected, conversation(Script.lines(Script.play(cut(parts, random), EXPANDED))), "seed " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void commandsAreReadThoughTheLoginIsNotAnsweredYet(Compression compression) {
        Script script = greeted(agreed(compression))
                .server(hex("01 04"))
                .sequence(3)
                .client(bytes("'hUsH'", "00"))
                .command(query("DO 1"))
                .command(query("DO 2"))
                .sequence(4)
                .server(OK)
                .sequence(1)
                .server(OK)
                .sequence(1)
                .server(OK);
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            List<String> lines = Script.lines(
                    Script.play(cut(compressed(script, compression, random), random), ObserveOptions.DEFAULT));
            assertEquals("C 3 AuthAnswer ***(5)", lines.get(3), "seed " + seed);
            assertEquals("C 0 Query DO 1", lines.get(4), "seed " + seed);
            assertEquals("C 0 Query DO 2", lines.get(5), "seed " + seed);
            assertTrue(lines.get(8).startsWith("S 1 OK"), "seed " + seed);
            assertEquals(9, lines.size(), "seed " + seed);
        }
    }

    @Test
    void brokenCompressionStopsTheObservingOnceAndSaysWhy() {
        Script script = greeted(agreed(Compression.ZLIB)).server(OK);
        List<Script.Part> parts = new ArrayList<>(script.parts());
        byte[] bomb = CompressedBytes.packet(0, CompressedBytes.compress(Compression.ZLIB, new byte[100_000]), 60);
        parts.add(new Script.Part(Direction.CLIENT_TO_SERVER, bomb));
        parts.add(new Script.Part(Direction.CLIENT_TO_SERVER, bomb));
        List<String> lines = Script.lines(Script.play(parts, ObserveOptions.DEFAULT));
        assertEquals("stopped inflated length: expected 60, got more", lines.get(3));
        assertEquals(4, lines.size());
    }

    @Test
    void aBudgetThatIsUsedUpStopsTheObservingAndSaysWhy() {
        InflateMemory none = new InflateMemory(new InflateBudget(1000));
        Script script = greeted(agreed(Compression.ZSTD)).server(OK);
        List<Script.Part> parts = new ArrayList<>(script.parts());
        byte[] body = CompressedBytes.compress(Compression.ZSTD, CompressedBytes.text(1000, 1));
        parts.add(new Script.Part(Direction.CLIENT_TO_SERVER, CompressedBytes.packet(0, body, 1000)));
        List<MonitorEvent> events = new ArrayList<>();
        SessionObserver observer = new PacketObserver(
                1,
                ObserveOptions.DEFAULT,
                new ObserverFactory.SharedMemory(none, new KillBook()),
                events::add,
                () -> 0);
        for (Script.Part part : parts) {
            observer.bytes(part.direction(), Unpooled.wrappedBuffer(part.bytes()));
        }
        assertEquals(
                "stopped compressed: no memory to inflate, 0 of 1000 bytes are in use by all sessions and 102304 more"
                        + " are needed",
                Script.lines(events).get(3));
        assertEquals(0, none.budget().reservedBytes());
    }

    @ParameterizedTest
    @EnumSource
    void brokenBytesNeverThrow(Compression compression) {
        Script script = commands(agreed(compression));
        for (int seed = 0; seed < 5 * ROUNDS; seed++) {
            Random random = new Random(seed);
            List<Script.Part> parts = cut(compressed(script, compression, random), random);
            for (Script.Part part : parts) {
                if (random.nextInt(40) == 0) {
                    part.bytes()[random.nextInt(part.bytes().length)] = (byte) random.nextInt(256);
                }
            }
            List<MonitorEvent> events = Script.play(parts, EXPANDED);
            Script.lines(events);
            long stops = events.stream()
                    .filter(MonitorEvent.ObservationStopped.class::isInstance)
                    .count();
            assertTrue(stops <= 1, "seed " + seed);
        }
    }

    private static final ObserveOptions EXPANDED =
            new ObserveOptions(ObserveOptions.DEFAULT.interests(), true, 0, false, ValuePolicy.SHOW, 16 * 1024);

    private static Script commands(long capabilities) {
        String longText = "x".repeat(500);
        Script script = greeted(capabilities)
                .server(OK)
                .command(query("SELECT '" + longText + "'"))
                .server(hex("02"), column("id"), column("name"));
        for (int i = 0; i < 10; i++) {
            script.server(bytes("01", "'" + i + "'", "64", "'" + "abcdefghij".repeat(10) + "'"));
        }
        return script.server(end(2))
                .command(query("LOAD DATA LOCAL"))
                .server(bytes("fb", "'/tmp/x'"))
                .client(bytes("'" + "some row\n".repeat(100) + "'"), hex(""))
                .server(OK)
                .command(bytes("11", "'bob'", "00 03", "'pWd'", "'shop'", "00 ff00", "'p'", "00"))
                .server(bytes("fe", "'p'", "00", "'nonce'", "00"))
                .client(bytes("'hUsH'"))
                .server(OK)
                .command(query("DO 1"))
                .server(OK)
                .command(hex("01"));
    }

    private static long agreed(Compression compression) {
        return MODERN
                | mask(compression == Compression.ZLIB ? Capability.COMPRESS : Capability.ZSTD_COMPRESSION_ALGORITHM);
    }

    /** Lines behind greeting and login, which differ by the capabilities. */
    private static List<String> conversation(List<String> lines) {
        return lines.subList(2, lines.size());
    }

    private static List<String> conversationLines(Script script) {
        return conversation(Script.lines(Script.play(script.parts(), EXPANDED)));
    }

    /** Leaves everything up to the login's OK as it is, and for the client up to its first command. */
    private static List<Script.Part> compressed(Script script, Compression compression, Random random) {
        List<Script.Part> parts = new ArrayList<>();
        boolean ok = false;
        boolean command = false;
        for (Script.Part part : script.parts()) {
            boolean fromClient = part.direction() == Direction.CLIENT_TO_SERVER;
            command |= fromClient && part.bytes()[3] == 0;
            boolean plain = fromClient ? !command : !ok;
            ok |= !fromClient && part.bytes().length > 8 && part.bytes()[4] == 0;
            parts.add(
                    plain
                            ? part
                            : new Script.Part(
                                    part.direction(), CompressedBytes.packets(compression, part.bytes(), 400, random)));
        }
        return parts;
    }

    private static List<Script.Part> cut(List<Script.Part> parts, Random random) {
        int most = 1 << random.nextInt(9);
        List<Script.Part> pieces = new ArrayList<>();
        for (Script.Part part : Script.joined(parts)) {
            int from = 0;
            while (from < part.bytes().length) {
                int to = Math.min(part.bytes().length, from + 1 + random.nextInt(most));
                pieces.add(new Script.Part(part.direction(), Arrays.copyOfRange(part.bytes(), from, to)));
                from = to;
            }
        }
        return pieces;
    }
}
