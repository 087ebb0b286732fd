package io.github.mysqlmonitor.sink.json;

import io.github.mysqlmonitor.sink.LineOutput;
import io.github.mysqlmonitor.sink.Show;
import io.github.mysqlmonitor.sink.Sink;
import io.github.mysqlmonitor.sink.SinkProvider;
import io.github.mysqlmonitor.sink.SinkSpec;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/** {@code json:-} and {@code json:FILE}, with the options {@code show}, {@code payload}, {@code max_payload}, {@code secrets}. */
public final class JsonSinkProvider implements SinkProvider {
    private static final int DEFAULT_PAYLOAD_BYTES = 4096;
    private static final int MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;

    @Override
    public String scheme() {
        return "json";
    }

    @Override
    public Set<String> options() {
        return Set.of("show", "payload", "max_payload", "secrets");
    }

    @Override
    public Sink open(SinkSpec spec) throws IOException {
        JsonOptions options = new JsonOptions(
                Show.of(spec, "sessions,commands"),
                payload(spec),
                spec.number("max_payload", DEFAULT_PAYLOAD_BYTES, MAX_PAYLOAD_BYTES),
                spec.flag("secrets"));
        return JsonSink.start(LineOutput.open(spec), options);
    }

    /** The default is in words of the text sink: whoever wants bytes there gets them here in hex. */
    private static PayloadMode payload(SinkSpec spec) {
        if (!spec.options().containsKey("payload")) {
            boolean none = spec.option("payload", "none").equals("none");
            return none ? PayloadMode.NONE : PayloadMode.HEX;
        }
        String mode = spec.choice("payload", "none", "none", "hex", "base64");
        return PayloadMode.valueOf(mode.toUpperCase(Locale.ROOT));
    }
}
