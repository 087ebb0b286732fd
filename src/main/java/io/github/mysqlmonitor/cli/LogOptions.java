package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.ValuePolicy;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.observe.ObserveOptions;
import io.github.mysqlmonitor.sink.Sink;
import io.github.mysqlmonitor.sink.SinkSpec;
import io.github.mysqlmonitor.sink.Sinks;
import io.github.mysqlmonitor.sink.text.PayloadMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** What is shown of the traffic, and where it goes. */
final class LogOptions {
    @Option(
            names = "--show",
            paramLabel = "packets|commands|sessions|all",
            description = "What sinks show that do not say it themselves. Default: packets for text, sessions and"
                    + " commands for json.")
    String show;

    @Option(
            names = "--sink",
            paramLabel = "URI",
            description = "Where events go: text:-, text:FILE, json:FILE, null:; options follow, such as"
                    + " text:FILE?show=commands. Repeatable. Default: text:-.")
    List<String> sinks = List.of("text:-");

    @Option(
            names = "--values",
            paramLabel = "show|mask|hash",
            defaultValue = "show",
            description =
                    "Literals, bound values, rows, attribute values and values in error messages: as they are, as ?,"
                            + " or as a keyed hash. Passwords are always masked. Default: ${DEFAULT-VALUE}.")
    ValuePolicy values;

    @Option(
            names = "--max-sql",
            paramLabel = "SIZE",
            defaultValue = "16KiB",
            converter = ByteSizes.class,
            description = "At most so many bytes of each statement. Default: ${DEFAULT-VALUE}.")
    Integer maxSql;

    @Option(names = "--expand", description = "A line for each packet, also within long runs of rows.")
    boolean expand;

    @Option(
            names = "--payload",
            paramLabel = "none|text|hex",
            defaultValue = "none",
            description = "Adds each packet's bytes. Default: ${DEFAULT-VALUE}.")
    PayloadMode payload;

    @Option(
            names = "--max-payload",
            paramLabel = "SIZE",
            defaultValue = "4KiB",
            converter = ByteSizes.class,
            description = "At most so many bytes of each packet. Default: ${DEFAULT-VALUE}.")
    Integer maxPayload;

    @Option(
            names = "--show-secrets",
            description = "Passwords and authentication data in clear. Whoever reads the log can then log in.")
    boolean showSecrets;

    /** Opens all sinks; none stays open if one cannot be. */
    List<Sink> open(boolean colour) {
        List<Sink> open = new ArrayList<>();
        try {
            for (String uri : sinks) {
                open.add(open(SinkSpec.parse(uri, defaults(colour))));
            }
        } catch (ConfigException wrong) {
            open.forEach(LogOptions::close);
            throw wrong;
        }
        return open;
    }

    ObserveOptions observe(Sinks to) {
        return new ObserveOptions(to.interests(), expand, to.payloadBytes(), showSecrets, values, maxSql);
    }

    private Sink open(SinkSpec spec) {
        Sink sink;
        try {
            sink = spec.open();
        } catch (IOException failed) {
            throw new ConfigException(
                    ConfigException.Kind.USAGE,
                    "sink " + spec.scheme() + ":" + spec.target() + ": cannot be opened: " + failed.getMessage());
        }
        Set<Interest> raw = EnumSet.of(Interest.CHUNKS, Interest.RAW_PACKETS);
        if ((!showSecrets || values != ValuePolicy.SHOW)
                && sink.interests().stream().anyMatch(raw::contains)) {
            close(sink);
            throw new ConfigException(
                    ConfigException.Kind.USAGE,
                    "sink " + spec.scheme() + ": takes raw bytes, in which nothing can be masked: it needs"
                            + " --show-secrets and --values show");
        }
        return sink;
    }

    private static void close(Sink sink) {
        try {
            sink.close();
        } catch (IOException notClosed) {
            throw new ConfigException(ConfigException.Kind.USAGE, sink.target() + ": " + notClosed.getMessage());
        }
    }

    private Map<String, String> defaults(boolean colour) {
        Map<String, String> defaults = new HashMap<>();
        defaults.put("colour", OnOff.of(colour));
        defaults.put("secrets", OnOff.of(showSecrets));
        defaults.put("payload", payload.name().toLowerCase(Locale.ROOT));
        defaults.put("max_payload", maxPayload.toString());
        if (show != null) {
            defaults.put("show", show);
        }
        return defaults;
    }
}
