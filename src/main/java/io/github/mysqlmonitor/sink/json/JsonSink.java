package io.github.mysqlmonitor.sink.json;

import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.sink.LineOutput;
import io.github.mysqlmonitor.sink.Sink;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** An object per line. The first one of each process says which version of the keys follows. */
final class JsonSink implements Sink {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final LineOutput output;
    private final JsonOptions options;
    private final LineBuffer lines = new LineBuffer(BUFFER_BYTES);
    private final JsonFormat format;

    private JsonSink(LineOutput output, JsonOptions options) {
        this.output = output;
        this.options = options;
        this.format = new JsonFormat(lines, options);
    }

    /** Takes the output, and writes the first line to it; closes it if that fails. */
    static JsonSink start(LineOutput output, JsonOptions options) throws IOException {
        JsonSink sink = new JsonSink(output, options);
        boolean started = false;
        try {
            String version = JsonSink.class.getPackage().getImplementationVersion();
            sink.format.start(
                    TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()), version == null ? "" : version);
            sink.flush();
            started = true;
            return sink;
        } finally {
            if (!started) {
                output.close();
            }
        }
    }

    @Override
    public Set<Interest> interests() {
        return options.interests();
    }

    @Override
    public int payloadBytes() {
        return options.payload() == PayloadMode.NONE ? 0 : options.payloadBytes();
    }

    @Override
    public void accept(MonitorEvent event) throws IOException {
        format.append(event);
        if (lines.size() >= BUFFER_BYTES) {
            flush();
        }
    }

    @Override
    public void flush() throws IOException {
        if (lines.size() > 0) {
            output.write(lines.bytes());
            lines.clear();
        }
    }

    @Override
    public String target() {
        return output.target();
    }

    @Override
    public String product() {
        return "event log";
    }

    @Override
    public void close() throws IOException {
        try {
            if (!output.failed()) {
                flush();
            }
        } finally {
            output.close();
        }
    }
}
