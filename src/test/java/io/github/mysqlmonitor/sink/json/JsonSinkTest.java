package io.github.mysqlmonitor.sink.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.sink.LineOutput;
import io.github.mysqlmonitor.sink.SampleEvents;
import io.github.mysqlmonitor.sink.Sinks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class JsonSinkTest {
    private static final Pattern DROPPED = Pattern.compile("\"mysql_monitor\\.dropped\":(\\d+)");
    private static final JsonOptions OPTIONS = new JsonOptions(Set.of(Interest.COMMANDS), PayloadMode.NONE, 0, false);

    @Test
    void blockedOutputGetsTheSizeOfItsGapAndTheOthersHaveNone() throws Exception {
        Blocking blocked = new Blocking();
        ByteArrayOutputStream free = new ByteArrayOutputStream();
        Sinks sinks = Sinks.start(List.of(
                JsonSink.start(new LineOutput("blocked", blocked, true), OPTIONS),
                JsonSink.start(new LineOutput("free", Channels.newChannel(free), true), OPTIONS)));
        int offered = 0;
        while (sinks.workers().get(0).dropped() < 1000) {
            sinks.offer(SampleEvents.query());
            offered++;
            while (sinks.workers().get(1).written() < offered) {
                Thread.onSpinWait();
            }
        }
        blocked.release.countDown();
        sinks.close(Duration.ofSeconds(30));
        List<String> lines = blocked.taken.toString(UTF_8).lines().toList();
        long lost = 0;
        for (String line : lines) {
            Matcher dropped = DROPPED.matcher(line);
            lost += dropped.find() ? Long.parseLong(dropped.group(1)) : 0;
        }
        long commands = lines.stream()
                .filter(line -> line.contains("\"command_finished\""))
                .count();
        assertEquals(1000, lost);
        assertEquals(offered, commands + lost);
        assertEquals(1000, sinks.workers().get(0).dropped());
        assertEquals(0, sinks.workers().get(1).dropped());
        assertEquals(offered + 1, free.toString(UTF_8).lines().count());
        assertTrue(free.toString(UTF_8).startsWith("{\"v\":1,"));
    }

    /** Takes the first line, then nothing until it is released. */
    private static final class Blocking implements WritableByteChannel {
        private final CountDownLatch release = new CountDownLatch(1);
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (taken.size() > 0) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            int count = bytes.remaining();
            while (bytes.hasRemaining()) {
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
