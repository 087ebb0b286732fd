package io.github.mysqlmonitor.sink;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.event.Interest;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The option {@code show}, which most sinks have: {@code packets}, {@code commands}, {@code sessions} or {@code all}. */
public enum Show {
    /** Every packet, and what happens to sessions in between. */
    PACKETS(Interest.PACKETS, Interest.SESSIONS),
    COMMANDS(Interest.COMMANDS),
    SESSIONS(Interest.SESSIONS),
    ALL(Interest.PACKETS, Interest.COMMANDS, Interest.SESSIONS);

    private final Set<Interest> interests;

    Show(Interest... interests) {
        this.interests = Set.of(interests);
    }

    /**
     * What a sink is to show.
     *
     * @param custom what it shows if nobody says: words as in the option itself, separated by commas
     */
    public static Set<Interest> of(SinkSpec spec, String custom) {
        EnumSet<Interest> wanted = EnumSet.noneOf(Interest.class);
        String words = spec.options().getOrDefault("show", custom);
        for (String word : words.split(",", -1)) {
            wanted.addAll(word(spec, word).interests);
        }
        return wanted;
    }

    private static Show word(SinkSpec spec, String word) {
        for (Show show : values()) {
            if (show.name().toLowerCase(Locale.ROOT).equals(word)) {
                return show;
            }
        }
        throw new ConfigException(
                ConfigException.Kind.USAGE,
                "sink " + spec.scheme() + ": show must be packets, commands, sessions or all, not \"" + word + "\"");
    }
}
