package io.github.mysqlmonitor.sink.text;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.sink.Show;
import io.github.mysqlmonitor.sink.Sink;
import io.github.mysqlmonitor.sink.SinkProvider;
import io.github.mysqlmonitor.sink.SinkSpec;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/** {@code text:-} and {@code text:FILE}, with the options {@code payload}, {@code secrets} and {@code colour}. */
public final class TextSinkProvider implements SinkProvider {
    private static final int DEFAULT_PAYLOAD_BYTES = 4096;
    private static final int MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;

    @Override
    public String scheme() {
        return "text";
    }

    @Override
    public Sink open(SinkSpec spec) throws IOException {
        TextOptions options = new TextOptions(
                Show.of(spec, "packets"),
                flag(spec, "colour"),
                payload(spec),
                spec.number("max_payload", DEFAULT_PAYLOAD_BYTES, MAX_PAYLOAD_BYTES),
                flag(spec, "secrets"));
        if (spec.target().equals("-")) {
            return TextSink.stdout(options);
        }
        if (spec.target().isEmpty()) {
            throw new ConfigException(ConfigException.Kind.USAGE, "sink text: expected - or a file after the colon");
        }
        try {
            return TextSink.file(Path.of(spec.target()), options);
        } catch (InvalidPathException e) {
            throw new ConfigException(ConfigException.Kind.USAGE, "sink text: " + e.getMessage());
        }
    }

    private static boolean flag(SinkSpec spec, String name) {
        String value = spec.options().getOrDefault(name, "off");
        if (!value.equals("on") && !value.equals("off")) {
            throw new ConfigException(
                    ConfigException.Kind.USAGE, "sink text: " + name + " must be on or off, not \"" + value + "\"");
        }
        return value.equals("on");
    }

    private static PayloadMode payload(SinkSpec spec) {
        String value = spec.options().getOrDefault("payload", "none");
        for (PayloadMode mode : PayloadMode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(value)) {
                return mode;
            }
        }
        throw new ConfigException(
                ConfigException.Kind.USAGE, "sink text: payload must be none, text or hex, not \"" + value + "\"");
    }
}
