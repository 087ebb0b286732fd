package io.github.mysqlmonitor.sink.json;

import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.jmh.Recordings;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Lines of JSON. One operation is a whole session; a command's digest is made once and then known. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class JsonFormatBenchmark {
    private final LineBuffer lines = new LineBuffer(1 << 16);
    private JsonFormat format;
    private List<MonitorEvent> events;

    @Setup
    public void events(Recordings recordings) {
        Set<Interest> interests = Set.of(Interest.COMMANDS, Interest.SESSIONS);
        format = new JsonFormat(lines, new JsonOptions(interests, PayloadMode.NONE, 0, false));
        events = recordings.session.events(interests);
    }

    @Benchmark
    public int commands() throws IOException {
        lines.clear();
        for (MonitorEvent event : events) {
            format.append(event);
        }
        return lines.size();
    }
}
