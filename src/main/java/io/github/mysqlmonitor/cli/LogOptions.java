package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.ValuePolicy;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.observe.ObserveOptions;
import io.github.mysqlmonitor.sink.Show;
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
            description = "What sinks show that do not say it themselves; several with commas, such as"
                    + " sessions,commands. Default: packets for text, sessions,commands for json, none for null.")
    String show;

    @Option(
            names = "--sink",
            paramLabel = "URI",
            description =
                    "Where events go: text:FILE for people, json:FILE for programs, capture:FILE for replay, null: for"
                            + " nobody; - is stdout."
                            + " Options follow, such as text:-?show=commands or json:FILE?show=all&payload=hex."
                            + " Repeatable; replaces the default text:-.")
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
    OpenSinks open(boolean colour) {
        List<SinkSpec> specs =
                sinks.stream().map(uri -> SinkSpec.parse(uri, defaults(colour))).toList();
        checkShow();
        checkTargets(specs);
        List<Sink> open = new ArrayList<>();
        try {
            for (SinkSpec spec : specs) {
                open.add(open(spec));
            }
        } catch (ConfigException wrong) {
            open.forEach(LogOptions::close);
            throw wrong;
        }
        return new OpenSinks(specs, open);
    }

    /**
     * Reads what is asked for, and opens nothing.
     *
     * @throws ConfigException for what cannot be opened in any case
     */
    List<SinkSpec> check() {
        List<SinkSpec> specs =
                sinks.stream().map(uri -> SinkSpec.parse(uri, defaults(false))).toList();
        checkShow();
        checkTargets(specs);
        return specs;
    }

    /** A wrong word is an error also where every sink has its own. */
    private void checkShow() {
        try {
            if (show != null) {
                Show.parse(show);
            }
        } catch (IllegalArgumentException unknown) {
            throw new ConfigException(ConfigException.Kind.USAGE, "--" + unknown.getMessage());
        }
    }

    /** Two sinks in one place would cut each other's lines. */
    private static void checkTargets(List<SinkSpec> specs) {
        Map<String, SinkSpec> taken = new HashMap<>();
        for (SinkSpec spec : specs) {
            SinkSpec other = spec.target().isEmpty() ? null : taken.put(spec.target(), spec);
            if (other != null) {
                String place = spec.target().equals("-") ? "stdout" : spec.target();
                throw spec.wrong("the sink " + other + " writes to " + place + " already, and their lines would mix");
            }
        }
    }

    ObserveOptions observe(Sinks to) {
        return observe(to.interests(), to.payloadBytes());
    }

    ObserveOptions observe(Set<Interest> interests, int payloadBytes) {
        return new ObserveOptions(interests, expand, payloadBytes, showSecrets, values, maxSql);
    }

    private Sink open(SinkSpec spec) {
        Sink sink;
        try {
            sink = spec.open();
        } catch (IOException failed) {
            throw spec.wrong("cannot be opened: " + failed.getMessage());
        }
        Set<Interest> raw = EnumSet.of(Interest.CHUNKS, Interest.RAW_PACKETS);
        if ((!showSecrets || values != ValuePolicy.SHOW)
                && sink.interests().stream().anyMatch(raw::contains)) {
            close(sink);
            throw spec.wrong(
                    "takes raw bytes, in which nothing can be masked: it needs --show-secrets and --values show");
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
