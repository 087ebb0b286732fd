package io.github.mysqlmonitor.sink.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import java.io.IOException;
import java.util.EnumSet;

/** What the JSON sink writes of single events. For one thread. */
public final class JsonLines {
    private final LineBuffer buffer = new LineBuffer(4096);
    private final JsonFormat format =
            new JsonFormat(buffer, new JsonOptions(EnumSet.allOf(Interest.class), PayloadMode.NONE, 0, false));

    /** One line, without its line feed. */
    public String of(MonitorEvent event) throws IOException {
        buffer.clear();
        format.append(event);
        return UTF_8.decode(buffer.bytes()).toString().strip();
    }
}
