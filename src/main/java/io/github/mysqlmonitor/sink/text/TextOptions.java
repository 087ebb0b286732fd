package io.github.mysqlmonitor.sink.text;

import io.github.mysqlmonitor.event.Interest;
import java.util.Set;

/**
 * What the log looks like.
 *
 * @param interests what it shows
 * @param colour whether to use the terminal's colours; the caller knows if there is a terminal and what NO_COLOR says
 * @param payloadBytes how many bytes of each packet at most, unless payload is NONE
 * @param showSecrets whether passwords and authentication data appear in clear
 */
public record TextOptions(
        Set<Interest> interests, boolean colour, PayloadMode payload, int payloadBytes, boolean showSecrets) {
    public TextOptions {
        interests = Set.copyOf(interests);
    }
}
