package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.sink.Sink;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Sinks that are written to by the thread that has the events: nothing waits in a queue, so nothing is lost. */
final class SinksAtOnce implements AutoCloseable {
    private final List<Sink> sinks;
    private IOException failure;

    /** Owns the sinks from now on. */
    SinksAtOnce(List<Sink> sinks) {
        this.sinks = List.copyOf(sinks);
    }

    Set<Interest> interests() {
        EnumSet<Interest> all = EnumSet.noneOf(Interest.class);
        sinks.forEach(sink -> all.addAll(sink.interests()));
        return all;
    }

    int payloadBytes() {
        return sinks.stream().mapToInt(Sink::payloadBytes).max().orElse(0);
    }

    /** Never throws: after the first failure nothing more is written, see {@link #check}. */
    void offer(MonitorEvent event) {
        if (failure != null) {
            return;
        }
        try {
            for (Sink sink : sinks) {
                if (event.interest() == null || sink.interests().contains(event.interest())) {
                    sink.accept(event);
                }
            }
        } catch (IOException failed) {
            failure = failed;
        }
    }

    /** @throws IOException if a sink failed */
    void check() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        IOException failed = null;
        for (Sink sink : sinks) {
            try {
                if (failure == null) {
                    sink.flush();
                }
                sink.close();
            } catch (IOException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
