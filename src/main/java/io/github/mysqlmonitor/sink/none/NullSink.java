package io.github.mysqlmonitor.sink.none;

import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.sink.Sink;
import java.util.Set;

/** Takes what it asked for and forgets it: to relay only, or to have everything decoded and nothing written. */
record NullSink(Set<Interest> interests) implements Sink {
    @Override
    public void accept(MonitorEvent event) {}

    @Override
    public String target() {
        return "null:";
    }

    @Override
    public void close() {}
}
