package io.github.mysqlmonitor.sink;

import java.io.IOException;

/** Makes the sinks of one scheme; found by {@link java.util.ServiceLoader}. Needs a public constructor without arguments. */
public interface SinkProvider {
    /** The word before the colon in {@code --sink}, such as {@code text}. */
    String scheme();

    /**
     * Opens the sink; it is used by one thread from then on.
     *
     * @throws io.github.mysqlmonitor.config.ConfigException if the target or an option makes no sense
     * @throws IOException if the target cannot be opened
     */
    Sink open(SinkSpec spec) throws IOException;
}
