package io.github.mysqlmonitor.sink;

import io.github.mysqlmonitor.config.ConfigException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * A sink as the operator wrote it: {@code SCHEME:TARGET[?OPTION=VALUE[&OPTION=VALUE…]]}.
 *
 * @param target what the scheme makes of it; {@code -} is stdout by custom
 * @param options those written down, and the defaults for the others
 */
public record SinkSpec(String scheme, String target, Map<String, String> options) {
    public SinkSpec {
        options = Map.copyOf(options);
    }

    /** @param defaults what holds for options that the text does not name */
    public static SinkSpec parse(String text, Map<String, String> defaults) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new ConfigException(
                    ConfigException.Kind.USAGE, "sink \"" + text + "\": expected SCHEME:TARGET, such as text:-");
        }
        int query = text.indexOf('?', colon);
        int end = query < 0 ? text.length() : query;
        Map<String, String> options = new HashMap<>(defaults);
        if (query >= 0) {
            for (String option : text.substring(query + 1).split("&", -1)) {
                int equals = option.indexOf('=');
                if (equals < 1) {
                    throw new ConfigException(
                            ConfigException.Kind.USAGE,
                            "sink \"" + text + "\": expected OPTION=VALUE after the question mark");
                }
                options.put(option.substring(0, equals), option.substring(equals + 1));
            }
        }
        return new SinkSpec(text.substring(0, colon), text.substring(colon + 1, end), options);
    }

    /**
     * An option that is a whole number from 0.
     *
     * @param custom what holds if it is not given
     */
    public int number(String name, int custom, int max) {
        String value = options.get(name);
        if (value == null) {
            return custom;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= 0 && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, as for a number out of range.
        }
        throw new ConfigException(
                ConfigException.Kind.USAGE,
                "sink " + scheme + ": " + name + " must be a number from 0 to " + max + ", not \"" + value + "\"");
    }

    /** Has the provider of this scheme open the sink. */
    public Sink open() throws IOException {
        StringBuilder known = new StringBuilder();
        for (SinkProvider provider : ServiceLoader.load(SinkProvider.class)) {
            if (provider.scheme().equals(scheme)) {
                return provider.open(this);
            }
            known.append(' ').append(provider.scheme());
        }
        throw new ConfigException(
                ConfigException.Kind.USAGE, "no sink is called \"" + scheme + "\"; there are:" + known);
    }
}
