package io.github.mysqlmonitor.sink.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.EndedBy;
import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.SessionFacts;
import io.github.mysqlmonitor.event.SessionId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureTest {
    private static final long TIME = 1_800_000_000_000_000L;
    private static final SessionId FIRST = new SessionId(1, -1);
    private static final SessionId SECOND = new SessionId(300, -1);

    @TempDir
    private Path dir;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        List<MonitorEvent> events = List.of(
                new MonitorEvent.SessionOpened(FIRST, TIME, "10.0.0.9:4711", "127.0.0.1:3307", "db:3306", "10.0.0.5"),
                new MonitorEvent.LegsSecured(
                        FIRST,
                        TIME + 5,
                        new LegSecurity(LegSecurity.Kind.TLS, "TLSv1.3", "AES", 123_456, "CN=ü", true),
                        LegSecurity.unix()),
                // Sessions of another thread may be told late.
                new MonitorEvent.SessionOpened(SECOND, TIME - 1000, "unix:/a", "unix:/b", "c", ""),
                new MonitorEvent.EventsDropped(new SessionId(0, -1), TIME, 7, "lost while it was recorded"),
                new MonitorEvent.SessionClosed(
                        FIRST,
                        TIME + 1_000_000,
                        EndedBy.SERVER,
                        "server closed",
                        List.of("killed", ""),
                        SessionFacts.NONE,
                        1_000_000,
                        1,
                        2,
                        Long.MAX_VALUE,
                        4,
                        5));
        assertEquals(events, read(written(events)));
    }

    @Test
    void lostBytesLeaveAGapInTheOffsets() throws IOException {
        List<MonitorEvent> read =
                read(written(List.of(chunk(FIRST, 0, "abc"), chunk(FIRST, 10, "k"), chunk(SECOND, 4, "x"))));
        List<Long> offsets = read.stream()
                .map(event -> ((MonitorEvent.BytesRelayed) event).offset())
                .toList();
        assertEquals(List.of(0L, 10L, 4L), offsets);
    }

    @Test
    void bytesAreThoseThatWereRelayed() throws IOException {
        byte[] bytes = new byte[70_000];
        new Random(1).nextBytes(bytes);
        MonitorEvent chunk = new MonitorEvent.BytesRelayed(FIRST, TIME, Direction.SERVER_TO_CLIENT, 0, bytes);
        MonitorEvent.BytesRelayed read =
                (MonitorEvent.BytesRelayed) read(written(List.of(chunk))).get(0);
        assertTrue(Arrays.equals(bytes, read.bytes()));
        assertEquals(Direction.SERVER_TO_CLIENT, read.direction());
    }

    @Test
    void everyTruncatedCaptureEndsWithTheOffsetOfItsEnd() throws IOException {
        byte[] whole = written(
                List.of(new MonitorEvent.SessionOpened(FIRST, TIME, "a", "b", "c", "d"), chunk(FIRST, 0, "abc")));
        int ended = 0;
        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            try {
                read(cut);
                ended++;
            } catch (CaptureException broken) {
                assertTrue(broken.getMessage().startsWith("offset "), broken.getMessage());
            }
        }
        // Behind the header, and behind the first record.
        assertEquals(2, ended);
    }

    @Test
    void garbageIsRefusedOrReadButNothingElse() throws IOException {
        byte[] whole = written(List.of(
                new MonitorEvent.SessionOpened(FIRST, TIME, "a", "b", "c", "d"),
                chunk(FIRST, 0, "abc"),
                chunk(FIRST, 100, "abc")));
        int refused = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] broken = whole.clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            try {
                read(broken);
            } catch (CaptureException expected) {
                refused++;
            } catch (RuntimeException | OutOfMemoryError defect) {
                throw new AssertionError("seed " + seed, defect);
            }
        }
        assertTrue(refused > 1000, "refused " + refused);
    }

    @Test
    void whatIsNoCaptureIsNamedSo() {
        CaptureException refused = assertThrows(CaptureException.class, () -> read(new byte[100]));
        assertEquals("offset 0: this is no capture: it does not begin with \"mysqlcap\"", refused.getMessage());
    }

    @Test
    void anEmptyFileIsACaptureOfNothing() throws IOException {
        assertNull(new CaptureReader(new ByteArrayInputStream(new byte[0])).next());
    }

    @Test
    void theFileIsForItsOwnerOnlyAndNeverOverwritten() throws IOException {
        Path file = dir.resolve("c.capture");
        try (CaptureSink sink = CaptureSink.file(file)) {
            sink.accept(chunk(FIRST, 0, "abc"));
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertThrows(FileAlreadyExistsException.class, () -> CaptureSink.file(file));
        assertEquals(1, read(Files.readAllBytes(file)).size());
    }

    private static MonitorEvent chunk(SessionId session, long offset, String text) {
        return new MonitorEvent.BytesRelayed(
                session,
                TIME,
                Direction.CLIENT_TO_SERVER,
                offset,
                text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private static byte[] written(List<MonitorEvent> events) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CaptureSink sink = new CaptureSink("memory", out)) {
            for (MonitorEvent event : events) {
                sink.accept(event);
            }
        }
        return out.toByteArray();
    }

    private static List<MonitorEvent> read(byte[] bytes) throws IOException {
        List<MonitorEvent> events = new ArrayList<>();
        try (CaptureReader reader = new CaptureReader(new ByteArrayInputStream(bytes))) {
            for (MonitorEvent event = reader.next(); event != null; event = reader.next()) {
                events.add(event);
            }
        }
        return events;
    }
}
