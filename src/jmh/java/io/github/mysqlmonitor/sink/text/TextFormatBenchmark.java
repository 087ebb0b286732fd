package io.github.mysqlmonitor.sink.text;

import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.jmh.Recordings;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Lines of text. One operation is a whole session. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TextFormatBenchmark {
    @Param({"PACKETS", "COMMANDS"})
    public Interest show;

    private final StringBuilder lines = new StringBuilder(1 << 16);
    private TextFormat format;
    private List<MonitorEvent> events;

    @Setup
    public void events(Recordings recordings) {
        Set<Interest> interests = Set.of(show, Interest.SESSIONS);
        format = new TextFormat(new TextOptions(interests, false, PayloadMode.NONE, 0, false), ZoneOffset.UTC);
        events = recordings.session.events(interests);
    }

    @Benchmark
    public int lines() throws IOException {
        lines.setLength(0);
        for (MonitorEvent event : events) {
            format.append(lines, event);
        }
        return lines.length();
    }
}
