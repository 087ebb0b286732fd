package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.SessionId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which sessions of this proxy asked the server to kill which connections; shared by all event loops, bounded. */
final class KillBook {
    private static final int LIMIT = 1024;
    /** How much later a KILL may be seen than what it did: its bytes are relayed before they are observed. */
    private static final long LATE_MICROS = 1_000_000;

    private final Map<Victim, Kill> kills = new LinkedHashMap<>();
    private final Map<Victim, Unexplained> unexplained = new LinkedHashMap<>();
    private volatile boolean empty = true;

    /**
     * A session sent a KILL.
     *
     * @param connectionId of the victim
     * @return the victim, if its end was told a moment ago without naming anybody; else null
     */
    synchronized SessionId asked(String server, long connectionId, Kill kill) {
        Victim victim = new Victim(server, connectionId);
        put(kills, victim, kill);
        empty = false;
        Unexplained end = unexplained.remove(victim);
        return end != null && kill.epochMicros - end.epochMicros < LATE_MICROS ? end.session : null;
    }

    /** The server refused to do it. */
    synchronized void failed(String server, long connectionId) {
        kills.remove(new Victim(server, connectionId));
        empty = kills.isEmpty();
    }

    /** Whether nobody killed anybody, so that there is no need to look; takes no lock. */
    boolean isEmpty() {
        return empty;
    }

    /** The last kill of a connection, or of a command of it, since then; null if nobody of this proxy did it. */
    synchronized Kill find(String server, long connectionId, long sinceMicros) {
        Kill kill = kills.get(new Victim(server, connectionId));
        return kill != null && kill.epochMicros >= sinceMicros ? kill : null;
    }

    /** A session, or a command of it, was ended by the server, and nobody is known to have asked for it. */
    synchronized void unexplained(String server, SessionId session, long epochMicros) {
        put(unexplained, new Victim(server, session.connectionId()), new Unexplained(session, epochMicros));
    }

    private static <V> void put(Map<Victim, V> into, Victim victim, V value) {
        into.remove(victim);
        into.put(victim, value);
        if (into.size() > LIMIT) {
            into.remove(into.keySet().iterator().next());
        }
    }

    /**
     * A KILL as it was asked for.
     *
     * @param by who did it, in words
     * @param connection whether the whole connection was meant, not only its command
     */
    record Kill(String by, boolean connection, long epochMicros) {}

    private record Victim(String server, long connectionId) {}

    private record Unexplained(SessionId session, long epochMicros) {}
}
