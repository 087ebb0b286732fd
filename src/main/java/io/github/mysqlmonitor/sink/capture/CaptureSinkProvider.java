package io.github.mysqlmonitor.sink.capture;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.sink.Sink;
import io.github.mysqlmonitor.sink.SinkProvider;
import io.github.mysqlmonitor.sink.SinkSpec;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** {@code capture:FILE}; no options. */
public final class CaptureSinkProvider implements SinkProvider {
    @Override
    public String scheme() {
        return "capture";
    }

    @Override
    public Sink open(SinkSpec spec) throws IOException {
        if (spec.target().isEmpty() || spec.target().equals("-")) {
            throw new ConfigException(ConfigException.Kind.USAGE, "sink capture: expected a file after the colon");
        }
        try {
            return CaptureSink.file(Path.of(spec.target()));
        } catch (InvalidPathException e) {
            throw new ConfigException(ConfigException.Kind.USAGE, "sink capture: " + e.getMessage());
        } catch (FileAlreadyExistsException e) {
            throw new ConfigException(
                    ConfigException.Kind.USAGE,
                    "sink capture: " + spec.target() + " is there already, and a recording is never overwritten");
        }
    }
}
