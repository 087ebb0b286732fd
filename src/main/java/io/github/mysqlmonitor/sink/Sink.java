package io.github.mysqlmonitor.sink;

import io.github.mysqlmonitor.event.MonitorEvent;
import java.io.IOException;

/** Where events leave the process. All calls come from the sink's own thread. */
public interface Sink extends AutoCloseable {
    /** Takes one event. An exception ends the sink, never the traffic. */
    void accept(MonitorEvent event) throws IOException;

    /** The queue is empty for now: bring out what was buffered. */
    default void flush() throws IOException {}

    @Override
    void close() throws IOException;
}
