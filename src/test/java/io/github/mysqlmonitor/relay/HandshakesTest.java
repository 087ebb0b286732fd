package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HandshakesTest {
    @Test
    void nobodyMoreThanTheLimit() {
        Handshakes handshakes = new Handshakes(2, 2);
        Handshakes.Place first = handshakes.take().orElseThrow();
        assertTrue(handshakes.take().isPresent());
        assertTrue(handshakes.take().isEmpty());
        first.leave();
        first.leave();
        assertTrue(handshakes.take().isPresent(), "one place is free");
        assertTrue(handshakes.take().isEmpty(), "and only one");
    }

    @Test
    void oneClientCannotTakeThePlacesOfAnother() {
        Handshakes handshakes = new Handshakes(10, 2);
        assertTrue(handshakes.take().orElseThrow().claim("a"));
        Handshakes.Place second = handshakes.take().orElseThrow();
        assertTrue(second.claim("a"));
        Handshakes.Place third = handshakes.take().orElseThrow();
        assertFalse(third.claim("a"));
        third.leave();
        assertTrue(handshakes.take().orElseThrow().claim("b"));
        second.leave();
        assertTrue(handshakes.take().orElseThrow().claim("a"));
        assertEquals(3, handshakes.open());
    }

    @Test
    void nothingIsLeftWhenAllHaveLeft() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Handshakes handshakes = new Handshakes(50, 7);
        List<Handshakes.Place> taken = new ArrayList<>();
        for (int step = 0; step < 10_000; step++) {
            if (random.nextBoolean()) {
                Optional<Handshakes.Place> place = handshakes.take();
                place.ifPresent(each -> {
                    if (each.claim("client " + random.nextInt(20))) {
                        taken.add(each);
                    } else {
                        each.leave();
                    }
                });
            } else if (!taken.isEmpty()) {
                taken.remove(random.nextInt(taken.size())).leave();
            }
            assertTrue(handshakes.open() == taken.size() && handshakes.clients() <= 20, "seed " + seed);
        }
        taken.forEach(Handshakes.Place::leave);
        assertEquals(0, handshakes.open(), "seed " + seed);
        assertEquals(0, handshakes.clients(), "seed " + seed);
    }
}
