package io.github.mysqlmonitor.sink.text;

import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.sink.LineOutput;
import io.github.mysqlmonitor.sink.Sink;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Set;

/** The packet log: a line per event, in UTF-8. */
public final class TextSink implements Sink {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int MAX_KEPT_CHARS = 256 * 1024;

    private final Set<Interest> interests;
    private final int payloadBytes;
    private final LineOutput output;
    private final TextFormat format;
    private final Utf8Buffer buffer;
    private StringBuilder lines = new StringBuilder(1024);

    TextSink(LineOutput output, TextOptions options, ZoneId zone) {
        this.output = output;
        this.buffer = new Utf8Buffer(BUFFER_BYTES, output::write);
        this.interests = options.interests();
        this.payloadBytes = options.payload() == PayloadMode.NONE ? 0 : options.payloadBytes();
        this.format = new TextFormat(options, zone);
    }

    @Override
    public Set<Interest> interests() {
        return interests;
    }

    @Override
    public int payloadBytes() {
        return payloadBytes;
    }

    @Override
    public void accept(MonitorEvent event) throws IOException {
        lines.setLength(0);
        format.append(lines, event);
        buffer.append(lines);
        if (lines.capacity() > MAX_KEPT_CHARS) {
            lines = new StringBuilder(1024);
        }
    }

    @Override
    public void flush() throws IOException {
        buffer.flush();
    }

    @Override
    public String target() {
        return output.target();
    }

    @Override
    public String product() {
        return "packet log";
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
