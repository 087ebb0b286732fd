package io.github.mysqlmonitor.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.mysqlmonitor.event.SessionId;
import org.junit.jupiter.api.Test;

class KillBookTest {
    private final KillBook kills = new KillBook();

    @Test
    void namesTheOneWhoAskedLast() {
        kills.asked("db:3306", 7, "#1 root", 100);
        kills.asked("db:3306", 7, "#2 admin", 200);
        assertEquals("#2 admin", kills.killer("db:3306", 7, 150));
    }

    @Test
    void aKillOfBeforeOrOfAnotherServerExplainsNothing() {
        kills.asked("db:3306", 7, "#1 root", 100);
        assertEquals("", kills.killer("db:3306", 7, 101));
        assertEquals("", kills.killer("other:3306", 7, 0));
        assertEquals("", kills.killer("db:3306", 8, 0));
    }

    @Test
    void aKillThatIsSeenAfterWhatItDidNamesItsVictimOnce() {
        SessionId victim = new SessionId(3, 7);
        kills.unexplained("db:3306", victim, 1_000);
        assertNull(kills.asked("db:3306", 8, "#1 root", 900));
        assertNull(kills.asked("other:3306", 7, "#1 root", 900));
        kills.unexplained("db:3306", victim, 1_000);
        assertEquals(victim, kills.asked("db:3306", 7, "#1 root", 1_200));
        assertNull(kills.asked("db:3306", 7, "#1 root", 1_300));
    }

    @Test
    void aKillLongAfterAnEndDoesNotExplainIt() {
        kills.unexplained("db:3306", new SessionId(3, 7), 1_000);
        assertNull(kills.asked("db:3306", 7, "#1 root", 2_000_000));
    }

    @Test
    void forgetsTheOldestWhenItIsFull() {
        for (int id = 0; id <= 1024; id++) {
            kills.asked("db:3306", id, "#1 root", 1);
        }
        assertEquals("", kills.killer("db:3306", 0, 0));
        assertEquals("#1 root", kills.killer("db:3306", 1, 0));
    }
}
