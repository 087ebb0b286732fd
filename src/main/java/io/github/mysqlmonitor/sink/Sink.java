package io.github.mysqlmonitor.sink;

import io.github.mysqlmonitor.event.MonitorEvent;
import java.io.IOException;

/** Where events leave the process. All calls come from the sink's own thread. */
public interface Sink extends AutoCloseable {
    /** Takes one event; ignores types it does not know. An exception ends the sink, never the traffic. */
    void accept(MonitorEvent event) throws IOException;

    /** The queue is empty for now: bring out what was buffered. */
    default void flush() throws IOException {}

    /** Where it writes to, as an operator calls it, such as {@code stdout} or a file's name. */
    default String target() {
        return getClass().getName();
    }

    /** What it writes there, for messages such as {@code stdout closed, packet log ends}. */
    default String product() {
        return "sink";
    }

    /** Also called after {@link #accept} or {@link #flush} failed; must not try to write again then. */
    @Override
    void close() throws IOException;
}
