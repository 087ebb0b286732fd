package io.github.mysqlmonitor.relay;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/** How often each of a few things happened; counted by all event loops, read by anybody. */
final class Counts<E extends Enum<E>> {
    private final EnumMap<E, LongAdder> adders;

    Counts(Class<E> things) {
        adders = new EnumMap<>(things);
        for (E thing : things.getEnumConstants()) {
            adders.put(thing, new LongAdder());
        }
    }

    void add(E thing) {
        adders.get(thing).increment();
    }

    /** By the things' names in small letters, those included that never happened. */
    Map<String, Long> byName() {
        return byName(thing -> true);
    }

    /** @param wanted which things to tell of */
    Map<String, Long> byName(Predicate<E> wanted) {
        Map<String, Long> counts = new LinkedHashMap<>();
        adders.forEach((thing, adder) -> {
            if (wanted.test(thing)) {
                counts.put(thing.name().toLowerCase(Locale.ROOT), adder.sum());
            }
        });
        return counts;
    }
}
