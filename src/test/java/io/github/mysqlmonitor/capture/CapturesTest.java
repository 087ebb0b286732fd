package io.github.mysqlmonitor.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.capture.Replayed.Cut;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.MonitorEvent.BytesRelayed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However the bytes of a recorded session are cut, the same events come of them: those of the golden file beside it.
 * With {@code -Dgolden.update=true} the golden files are written anew, to be read before they are committed.
 */
class CapturesTest {
    private static final int SPLITS = 200;

    static Stream<String> captures() {
        return Captures.names().stream();
    }

    @Test
    void thereAreCaptures() {
        assertTrue(Captures.names().size() > 100);
    }

    @ParameterizedTest
    @MethodSource("captures")
    void theEventsOfACaptureAreTheGoldenOnes(String name) throws IOException {
        List<String> events = new EventLines().of(play(Captures.read(name), Cut.WHOLE, true));
        Path golden = Captures.golden(name);
        if (Boolean.getBoolean("golden.update")) {
            Files.write(golden, events);
        }
        assertEquals(String.join("\n", Files.readAllLines(golden)), String.join("\n", events));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void splitsDoNotChangeTheEvents(String name) throws IOException {
        List<MonitorEvent> records = Captures.read(name);
        EventLines lines = new EventLines();
        List<String> whole = lines.of(play(records, Cut.WHOLE, true));
        assertEquals(whole, lines.of(play(records, Cut.BYTE_BY_BYTE, true)), "byte by byte");
        for (int seed = 0; seed < SPLITS; seed++) {
            assertEquals(whole, lines.of(play(records, randomly(new Random(seed)), true)), "split with seed " + seed);
        }
    }

    /** One read may bring what came in several before; only its time is another then. */
    @ParameterizedTest
    @MethodSource("captures")
    void joinedReadsDoNotChangeTheEvents(String name) throws IOException {
        List<MonitorEvent> records = Captures.read(name);
        EventLines lines = new EventLines();
        assertEquals(lines.of(play(records, Cut.WHOLE, false)), lines.of(play(joined(records), Cut.WHOLE, false)));
    }

    private static List<MonitorEvent> play(List<MonitorEvent> records, Cut cut, boolean timed) throws IOException {
        return Replayed.events(records, Replayed.ALL, cut, timed);
    }

    private static Cut randomly(Random random) {
        return (bytes, to) -> {
            int from = 0;
            while (from < bytes.length) {
                int end = Math.min(bytes.length, from + 1 + random.nextInt(random.nextBoolean() ? 6 : 60));
                to.piece(from, end);
                from = end;
            }
        };
    }

    private static List<MonitorEvent> joined(List<MonitorEvent> records) {
        List<MonitorEvent> joined = new ArrayList<>();
        for (MonitorEvent record : records) {
            MonitorEvent last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (record instanceof BytesRelayed next
                    && last instanceof BytesRelayed before
                    && before.session().equals(next.session())
                    && before.direction() == next.direction()) {
                ByteArrayOutputStream both = new ByteArrayOutputStream();
                both.writeBytes(before.bytes());
                both.writeBytes(next.bytes());
                joined.set(
                        joined.size() - 1,
                        new BytesRelayed(
                                before.session(),
                                before.epochMicros(),
                                before.direction(),
                                before.offset(),
                                both.toByteArray()));
            } else {
                joined.add(record);
            }
        }
        return joined;
    }
}
