package io.github.mysqlmonitor.sink.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.SessionId;
import io.github.mysqlmonitor.sink.LineOutput;
import io.github.mysqlmonitor.sink.Sink;
import io.github.mysqlmonitor.sink.SinkSpec;
import io.github.mysqlmonitor.sink.Sinks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSinkTest {
    private static final TextOptions PLAIN =
            new TextOptions(Set.of(Interest.PACKETS, Interest.SESSIONS), false, PayloadMode.NONE, 0, false);

    @Test
    void channelThatTakesSomeBytesOrNoneGetsAll() throws IOException {
        Trickle trickle = new Trickle();
        TextSink sink = new TextSink(new LineOutput("trickle", trickle, true), PLAIN, ZoneOffset.UTC);
        sink.accept(notice("ü€😀"));
        sink.close();
        assertEquals("00:00:00.000 #1       note  ü€😀\n", trickle.taken.toString(UTF_8));
    }

    @Test
    void lineLongerThanTheBufferIsWrittenWhole() throws IOException {
        Trickle trickle = new Trickle();
        TextSink sink = new TextSink(new LineOutput("trickle", trickle, true), PLAIN, ZoneOffset.UTC);
        sink.accept(notice("€".repeat(100_000)));
        sink.accept(notice("end"));
        sink.close();
        String text = trickle.taken.toString(UTF_8);
        assertTrue(text.contains("€".repeat(100_000) + "\n"));
        assertTrue(text.endsWith("note  end\n"));
    }

    @Test
    void closedPipeEndsTheSink() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().close();
        TextSink text = new TextSink(new LineOutput("stdout", pipe.sink(), true), PLAIN, ZoneOffset.UTC);
        Sinks sinks = Sinks.start(List.of(text));
        sinks.offer(notice("nobody reads this"));
        sinks.close(Duration.ofSeconds(30));
        assertTrue(sinks.workers().get(0).failed());
        assertEquals(1, sinks.workers().get(0).dropped());
    }

    @Test
    void fileIsForItsOwnerAndGrows(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("packets.log");
        for (int i = 0; i < 2; i++) {
            try (Sink sink =
                    SinkSpec.parse("text:" + file, Map.of("payload", "hex")).open()) {
                sink.accept(notice("a"));
            }
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(2, Files.readAllLines(file).size());
    }

    @Test
    void fullDiskEndsTheSink() throws IOException {
        Path full = Path.of("/dev/full");
        if (Files.isWritable(full)) {
            Sink sink = SinkSpec.parse("text:" + full, Map.of()).open();
            sink.accept(notice("a"));
            assertThrows(IOException.class, sink::flush);
            sink.close();
        }
    }

    @Test
    void refusesUnknownSchemesAndOptions() {
        for (String spec :
                List.of("tetx:-", "text:", "text", "text:-?payload=all", "text:-?colour", "text:-?secrets=1")) {
            assertThrows(
                    ConfigException.class, () -> SinkSpec.parse(spec, Map.of()).open(), spec);
        }
    }

    private static MonitorEvent notice(String text) {
        return new MonitorEvent.Notice(new SessionId(1, -1), 0, text);
    }

    /** Takes up to three bytes at every other call. */
    private static final class Trickle implements WritableByteChannel {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private boolean busy;

        @Override
        public int write(ByteBuffer bytes) {
            busy = !busy && bytes.remaining() < 100;
            int count = busy ? 0 : Math.min(bytes.remaining(), bytes.remaining() < 100 ? 3 : 10_000);
            for (int i = 0; i < count; i++) {
                taken.write(bytes.get());
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
