package io.github.mysqlmonitor.sink;

import io.github.mysqlmonitor.config.Suggestion;
import io.github.mysqlmonitor.event.Interest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The option {@code show}, which most sinks have: {@code packets}, {@code commands}, {@code sessions}, {@code all},
 * {@code none}, or several of them with commas in between.
 */
public enum Show {
    /** Every packet, and what happens to sessions in between. */
    PACKETS(Interest.PACKETS, Interest.SESSIONS),
    COMMANDS(Interest.COMMANDS),
    SESSIONS(Interest.SESSIONS),
    ALL(Interest.PACKETS, Interest.COMMANDS, Interest.SESSIONS),
    /** Only what every sink gets: notices and losses. */
    NONE;

    private static final List<String> WORDS = Arrays.stream(values())
            .map(show -> show.name().toLowerCase(Locale.ROOT))
            .toList();

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
        try {
            return parse(spec.option("show", custom));
        } catch (IllegalArgumentException unknown) {
            throw spec.wrong(unknown.getMessage());
        }
    }

    /** @throws IllegalArgumentException with a sentence for the operator */
    public static Set<Interest> parse(String words) {
        EnumSet<Interest> wanted = EnumSet.noneOf(Interest.class);
        for (String word : words.split(",", -1)) {
            int index = WORDS.indexOf(word);
            if (index < 0) {
                throw new IllegalArgumentException(Suggestion.choice("show", word, WORDS));
            }
            wanted.addAll(values()[index].interests);
        }
        return wanted;
    }
}
