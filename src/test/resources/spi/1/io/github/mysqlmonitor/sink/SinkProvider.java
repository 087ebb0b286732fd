package io.github.mysqlmonitor.sink;

import java.io.IOException;
import java.util.Set;

/** Makes the sinks of one scheme; found by {@link java.util.ServiceLoader}. Needs a public constructor without arguments. */
public interface SinkProvider {
    /** The word before the colon in {@code --sink}, such as {@code text}. */
    String scheme();

    /** Names of the options it knows; others are refused before {@link #open}. */
    default Set<String> options() {
        return Set.of();
    }

    /**
     * Opens the sink; it is used by one thread from then on.
     *
     * @throws io.github.mysqlmonitor.config.ConfigException if the target or an option makes no sense
     * @throws IOException if the target cannot be opened; the message says why, the target is named around it
     */
    Sink open(SinkSpec spec) throws IOException;
}
