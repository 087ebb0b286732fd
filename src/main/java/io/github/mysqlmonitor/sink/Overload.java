package io.github.mysqlmonitor.sink;

import java.util.Locale;

/** The option {@code overload}, which every sink has: what happens when its queue is full. */
public enum Overload {
    /** What finds no room is dropped and counted. */
    DROP,
    /** All sessions are no longer read until the queue has drained; what was read by then is still admitted. */
    PAUSE;

    static final String OPTION = "overload";

    static Overload of(SinkSpec spec) {
        return valueOf(spec.choice(OPTION, "drop", "drop", "pause").toUpperCase(Locale.ROOT));
    }
}
