package io.github.mysqlmonitor.sink.json;

import io.github.mysqlmonitor.event.Interest;
import java.util.Set;

/**
 * What the lines tell.
 *
 * @param payloadBytes how many bytes of each packet at most, unless payload is NONE
 * @param showSecrets whether passwords and authentication data appear in clear
 */
record JsonOptions(Set<Interest> interests, PayloadMode payload, int payloadBytes, boolean showSecrets) {
    JsonOptions {
        interests = Set.copyOf(interests);
    }
}
