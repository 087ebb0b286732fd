package io.github.mysqlmonitor.sink.text;

import io.github.mysqlmonitor.sink.LineOutput;
import io.github.mysqlmonitor.sink.Show;
import io.github.mysqlmonitor.sink.Sink;
import io.github.mysqlmonitor.sink.SinkProvider;
import io.github.mysqlmonitor.sink.SinkSpec;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;

/** {@code text:-} and {@code text:FILE}, with the options {@code show}, {@code payload}, {@code max_payload}, {@code secrets} and
 * {@code colour}. */
public final class TextSinkProvider implements SinkProvider {
    private static final int DEFAULT_PAYLOAD_BYTES = 4096;
    private static final int MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;

    @Override
    public String scheme() {
        return "text";
    }

    @Override
    public Set<String> options() {
        return Set.of("show", "colour", "payload", "max_payload", "secrets");
    }

    @Override
    public Sink open(SinkSpec spec) throws IOException {
        TextOptions options = new TextOptions(
                Show.of(spec, "packets"),
                colour(spec),
                PayloadMode.valueOf(
                        spec.choice("payload", "none", "none", "text", "hex").toUpperCase(Locale.ROOT)),
                spec.number("max_payload", DEFAULT_PAYLOAD_BYTES, MAX_PAYLOAD_BYTES),
                spec.flag("secrets"));
        return new TextSink(LineOutput.open(spec), options, ZoneId.systemDefault());
    }

    /** The default tells whether stdout is a terminal that wants colour; files get it only if it is written down. */
    private static boolean colour(SinkSpec spec) {
        boolean asked = spec.flag("colour");
        return asked && (spec.target().equals("-") || spec.options().containsKey("colour"));
    }
}
