package io.github.mysqlmonitor.observe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.capture.Captures;
import io.github.mysqlmonitor.capture.Replayed;
import io.github.mysqlmonitor.config.ValuePolicy;
import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.MonitorEvent.BytesRelayed;
import io.github.mysqlmonitor.frame.InflateBudget;
import io.github.mysqlmonitor.frame.InflateMemory;
import io.github.mysqlmonitor.sink.json.JsonLines;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Recorded sessions with bytes changed, lost, doubled and in the wrong order: the observer may stop, but it does not
 * throw, keeps little, and leaves the bytes that it was lent as they are.
 */
class MutatedCapturesTest {
    private static final int MUTATIONS = 100_000;
    /** Every so many times what came of it is also put into words. */
    private static final int SHOWN = 16;

    private static final int SQL_BYTES = 200;
    /** Facts of the session, a statement, its values, its error. */
    private static final int MOST_WEIGHT = 16 * 1024;

    private static final int LARGEST_CAPTURE = 4_000;

    private final InflateMemory inflating = new InflateMemory(new InflateBudget(InflateBudget.DEFAULT_BYTES));

    @Test
    void mutatedCapturesNeitherThrowNorGrowNorChange() throws IOException {
        List<List<MonitorEvent>> captures = new ArrayList<>();
        for (String name : Captures.names()) {
            List<MonitorEvent> records = Captures.read(name);
            if (length(records) <= LARGEST_CAPTURE) {
                captures.add(records);
            }
        }
        assertTrue(captures.size() > 100);
        JsonLines lines = new JsonLines();
        int stopped = 0;
        for (int seed = 0; seed < MUTATIONS; seed++) {
            Random random = new Random(seed);
            List<MonitorEvent> records = mutated(captures.get(seed % captures.size()), random);
            try {
                List<MonitorEvent> events = observed(records, seed);
                stopped += events.stream().anyMatch(MonitorEvent.ObservationStopped.class::isInstance) ? 1 : 0;
                for (MonitorEvent event : events) {
                    assertTrue(event.weight() <= MOST_WEIGHT, () -> event.toString());
                    if (seed % SHOWN == 0) {
                        String line = lines.of(event);
                        assertTrue(!line.contains("not_shown"), line);
                    }
                }
            } catch (RuntimeException | AssertionError failed) {
                throw new AssertionError("seed " + seed, failed);
            }
        }
        // Else the mutations were too tame to prove anything.
        assertTrue(stopped > MUTATIONS / 10, "stopped only " + stopped);
    }

    private List<MonitorEvent> observed(List<MonitorEvent> records, int seed) throws IOException {
        ValuePolicy[] policies = ValuePolicy.values();
        ObserveOptions options = new ObserveOptions(
                Set.of(Interest.PACKETS, Interest.COMMANDS, Interest.SESSIONS),
                false,
                seed % 3 == 0 ? 100 : 0,
                false,
                policies[seed % policies.length],
                SQL_BYTES);
        ObserverFactory.SharedMemory shared = new ObserverFactory.SharedMemory(inflating, new KillBook());
        List<MonitorEvent> events = new ArrayList<>();
        Replayed.show(
                records, number -> new Unchanged(new PacketObserver(number, options, shared, events::add, () -> 0)));
        assertEquals(0, inflating.budget().reservedBytes(), "memory for inflating was kept");
        return events;
    }

    /** Hands everything on, and looks at whether the bytes were left alone. */
    private record Unchanged(SessionObserver observer) implements SessionObserver {
        @Override
        public void opened(String client, String listener, String upstream, String upstreamAddress) {
            observer.opened(client, listener, upstream, upstreamAddress);
        }

        @Override
        public void bytes(Direction direction, ByteBuf bytes) {
            byte[] lent = new byte[bytes.readableBytes()];
            bytes.getBytes(bytes.readerIndex(), lent);
            int start = bytes.readerIndex();
            observer.bytes(direction, bytes);
            byte[] left = new byte[lent.length];
            bytes.getBytes(start, left);
            assertArrayEquals(lent, left);
            assertEquals(1, bytes.refCnt());
        }

        @Override
        public void secured(LegSecurity client, LegSecurity server) {
            observer.secured(client, server);
        }

        @Override
        public void closed(Closing closing) {
            observer.closed(closing);
        }
    }

    private static List<MonitorEvent> mutated(List<MonitorEvent> records, Random random) {
        List<MonitorEvent> mutated = new ArrayList<>(records);
        int mutations = 1 + random.nextInt(3);
        for (int i = 0; i < mutations; i++) {
            // A capture of one chunk may have lost all of its bytes by now.
            int[] places = IntStream.range(0, mutated.size())
                    .filter(at -> mutated.get(at) instanceof BytesRelayed chunk && chunk.bytes().length > 0)
                    .toArray();
            if (places.length > 0) {
                int at = places[random.nextInt(places.length)];
                mutate(mutated, at, (BytesRelayed) mutated.get(at), random);
            }
        }
        return mutated;
    }

    private static void mutate(List<MonitorEvent> records, int at, BytesRelayed chunk, Random random) {
        byte[] bytes = chunk.bytes();
        int place = random.nextInt(bytes.length);
        switch (random.nextInt(8)) {
            case 0 -> records.set(at, with(chunk, Arrays.copyOf(bytes, place)));
            case 1 -> records.add(at, chunk);
            case 2 -> records.set(at, with(chunk, new byte[0]));
            case 3 -> records.set(at, with(chunk, inserted(bytes, place, random)));
            default -> {
                byte[] changed = bytes.clone();
                // The edges of headers and counts are worth more than chance gives them.
                int[] telling = {0, 1, 0x7F, 0x80, 0xFB, 0xFC, 0xFD, 0xFE, 0xFF};
                int value = random.nextBoolean() ? telling[random.nextInt(telling.length)] : random.nextInt(256);
                changed[random.nextInt(4) == 0 ? Math.min(place, 5) : place] = (byte) value;
                records.set(at, with(chunk, changed));
            }
        }
    }

    private static byte[] inserted(byte[] bytes, int place, Random random) {
        byte[] more = new byte[bytes.length + 1 + random.nextInt(8)];
        random.nextBytes(more);
        System.arraycopy(bytes, 0, more, 0, place);
        System.arraycopy(bytes, place, more, more.length - bytes.length + place, bytes.length - place);
        return more;
    }

    private static BytesRelayed with(BytesRelayed chunk, byte[] bytes) {
        return new BytesRelayed(chunk.session(), chunk.epochMicros(), chunk.direction(), chunk.offset(), bytes);
    }

    private static long length(List<MonitorEvent> records) {
        return records.stream()
                .mapToLong(record -> record instanceof BytesRelayed chunk ? chunk.bytes().length : 0)
                .sum();
    }
}
