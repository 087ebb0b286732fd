package io.github.mysqlmonitor.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.event.SessionId;
import io.github.mysqlmonitor.observe.KillBook.Kill;
import org.junit.jupiter.api.Test;

class KillBookTest {
    private final KillBook kills = new KillBook();

    @Test
    void namesTheOneWhoAskedLast() {
        kills.asked("db:3306", 7, new Kill("#1 root", true, 100));
        kills.asked("db:3306", 7, new Kill("#2 admin", false, 200));
        assertEquals("#2 admin", kills.find("db:3306", 7, 150).by());
    }

    @Test
    void aKillOfBeforeOrOfAnotherServerExplainsNothing() {
        kills.asked("db:3306", 7, new Kill("#1 root", true, 100));
        assertNull(kills.find("db:3306", 7, 101));
        assertNull(kills.find("other:3306", 7, 0));
        assertNull(kills.find("db:3306", 8, 0));
    }

    @Test
    void aKillThatFailedIsForgotten() {
        assertTrue(kills.isEmpty());
        kills.asked("db:3306", 7, new Kill("#1 root", true, 100));
        assertFalse(kills.isEmpty());
        kills.failed("db:3306", 7);
        assertNull(kills.find("db:3306", 7, 0));
        assertTrue(kills.isEmpty());
    }

    @Test
    void aKillThatIsSeenAfterWhatItDidNamesItsVictimOnce() {
        SessionId victim = new SessionId(3, 7);
        kills.unexplained("db:3306", victim, 1_000);
        assertNull(kills.asked("db:3306", 8, new Kill("#1 root", true, 900)));
        assertNull(kills.asked("other:3306", 7, new Kill("#1 root", true, 900)));
        kills.unexplained("db:3306", victim, 1_000);
        assertEquals(victim, kills.asked("db:3306", 7, new Kill("#1 root", true, 1_200)));
        assertNull(kills.asked("db:3306", 7, new Kill("#1 root", true, 1_300)));
    }

    @Test
    void aKillLongAfterAnEndDoesNotExplainIt() {
        kills.unexplained("db:3306", new SessionId(3, 7), 1_000);
        assertNull(kills.asked("db:3306", 7, new Kill("#1 root", true, 2_000_000)));
    }

    @Test
    void forgetsTheOldestWhenItIsFull() {
        for (int id = 0; id <= 1024; id++) {
            kills.asked("db:3306", id, new Kill("#1 root", true, 1));
        }
        assertNull(kills.find("db:3306", 0, 0));
        assertEquals("#1 root", kills.find("db:3306", 1, 0).by());
    }
}
