package io.github.mysqlmonitor.sink;

import io.github.mysqlmonitor.event.EventVisitor;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import java.io.IOException;
import java.util.Set;

/** Where events leave the process. All calls but {@link #interests} come from the sink's own thread. */
public interface Sink extends AutoCloseable {
    /**
     * Takes one event of those it asked for, or one that every sink gets; most hand it to an {@link EventVisitor} with
     * {@link MonitorEvent#visit}. An exception ends the sink, never the traffic.
     */
    void accept(MonitorEvent event) throws IOException;

    /** What it wants to get; asked once, before the first event. */
    Set<Interest> interests();

    /** How many bytes of each packet it wants to see, in events of PACKETS and RAW_PACKETS. */
    default int payloadBytes() {
        return 0;
    }

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
