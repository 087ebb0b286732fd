package io.github.mysqlmonitor.sink;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.Suggestion;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/**
 * A sink as the operator wrote it: {@code SCHEME:TARGET[?OPTION=VALUE[&OPTION=VALUE…]]}. In target and values
 * {@code %3F} stands for a question mark, {@code %25} for a percent sign, and so on.
 *
 * @param target what the scheme makes of it, decoded; {@code -} is stdout by custom
 * @param options those written down, decoded
 * @param defaults what holds for some of the others; they are meant for all schemes, so no scheme knows them all
 */
public record SinkSpec(String scheme, String target, Map<String, String> options, Map<String, String> defaults) {
    public SinkSpec {
        options = Map.copyOf(options);
        defaults = Map.copyOf(defaults);
    }

    /** @param defaults what holds for options that the text does not name */
    public static SinkSpec parse(String text, Map<String, String> defaults) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw wrong("\"" + text + "\"", "expected SCHEME:TARGET, such as text:-");
        }
        int query = text.indexOf('?', colon);
        int end = query < 0 ? text.length() : query;
        Map<String, String> options = new HashMap<>();
        if (query >= 0) {
            for (String option : text.substring(query + 1).split("&", -1)) {
                int equals = option.indexOf('=');
                if (equals < 1) {
                    throw wrong(
                            "\"" + text + "\"",
                            "expected OPTION=VALUE after the question mark; one in a file's name is written %3F");
                }
                String name = option.substring(0, equals);
                if (options.put(name, decoded(text, option.substring(equals + 1))) != null) {
                    throw wrong("\"" + text + "\"", name + " is there twice");
                }
            }
        }
        return new SinkSpec(text.substring(0, colon), decoded(text, text.substring(colon + 1, end)), options, defaults);
    }

    /** What is written down for an option, else its default, else the custom of the scheme. */
    public String option(String name, String custom) {
        String written = options.get(name);
        return written != null ? written : defaults.getOrDefault(name, custom);
    }

    /** An option that is one of a few words. */
    public String choice(String name, String custom, String... known) {
        String value = option(name, custom);
        if (!List.of(known).contains(value)) {
            throw wrong(Suggestion.choice(name, value, List.of(known)));
        }
        return value;
    }

    /** An option that is {@code on} or {@code off}; off by custom. */
    public boolean flag(String name) {
        return choice(name, "off", "on", "off").equals("on");
    }

    /**
     * An option that is a whole number from 0.
     *
     * @param custom what holds if it is not given
     */
    public int number(String name, int custom, int max) {
        String value = option(name, Integer.toString(custom));
        try {
            int number = Integer.parseInt(value);
            if (number >= 0 && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, as for a number out of range.
        }
        throw wrong(name + " must be a number from 0 to " + max + ", not \"" + value + "\"");
    }

    /** What a full queue before this sink does. */
    public Overload overload() {
        return Overload.of(this);
    }

    /** Gives an error of usage that names this sink. */
    public ConfigException wrong(String why) {
        return wrong(this.toString(), why);
    }

    private static ConfigException wrong(String sink, String why) {
        return new ConfigException(ConfigException.Kind.USAGE, "sink " + sink + ": " + why);
    }

    /** Has the provider of this scheme open the sink. */
    public Sink open() throws IOException {
        Set<String> schemes = new TreeSet<>();
        try {
            Iterator<SinkProvider> providers =
                    ServiceLoader.load(SinkProvider.class).iterator();
            while (providers.hasNext()) {
                SinkProvider provider = providers.next();
                if (provider.scheme().equals(scheme)) {
                    return open(provider);
                }
                schemes.add(provider.scheme());
            }
        } catch (ServiceConfigurationError broken) {
            throw new ConfigException(
                    ConfigException.Kind.USAGE, "a jar with sinks does not load: " + broken.getMessage(), broken);
        }
        throw wrong(Suggestion.unknown("no sink is called", scheme, schemes));
    }

    private Sink open(SinkProvider provider) throws IOException {
        for (String name : options.keySet()) {
            if (!provider.options().contains(name) && !name.equals(Overload.OPTION)) {
                Set<String> known = new TreeSet<>(provider.options());
                known.add(Overload.OPTION);
                throw wrong(Suggestion.unknown("no option is called", name, known));
            }
        }
        overload(); // a wrong word is found before anything is opened
        return provider.open(this);
    }

    private static String decoded(String uri, String text) {
        try {
            return PercentText.decode(text);
        } catch (IllegalArgumentException notEncoded) {
            throw wrong("\"" + uri + "\"", notEncoded.getMessage());
        }
    }

    /** The scheme and the target. */
    @Override
    public String toString() {
        return scheme + ":" + target;
    }
}
