package io.github.mysqlmonitor.sink.none;

import io.github.mysqlmonitor.sink.Show;
import io.github.mysqlmonitor.sink.Sink;
import io.github.mysqlmonitor.sink.SinkProvider;
import io.github.mysqlmonitor.sink.SinkSpec;
import java.util.Set;

/** {@code null:}, which asks for nothing unless {@code show} says otherwise. */
public final class NullSinkProvider implements SinkProvider {
    @Override
    public String scheme() {
        return "null";
    }

    @Override
    public Set<String> options() {
        return Set.of("show");
    }

    @Override
    public Sink open(SinkSpec spec) {
        if (!spec.target().isEmpty()) {
            throw spec.wrong("null takes no target");
        }
        return new NullSink(Show.of(spec, "none"));
    }
}
