package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.SessionId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which sessions of this proxy asked the server to kill which connections; shared by all event loops, bounded. */
final class KillBook {
    private static final int LIMIT = 1024;
    /** How much later a KILL may be seen than what it did: its bytes are relayed before they are observed. */
    private static final long LATE_MICROS = 1_000_000;

    private final Map<Long, Kill> kills = new LinkedHashMap<>();
    private final Map<Long, Unexplained> unexplained = new LinkedHashMap<>();

    /**
     * A session sent a KILL.
     *
     * @param connectionId of the victim
     * @param by who did it, in words
     * @return the victim, if its end was told a moment ago without naming anybody; else null
     */
    synchronized SessionId asked(String server, long connectionId, String by, long epochMicros) {
        put(kills, connectionId, new Kill(server, by, epochMicros));
        Unexplained end = unexplained.remove(connectionId);
        boolean explains = end != null && end.server.equals(server) && epochMicros - end.epochMicros < LATE_MICROS;
        return explains ? end.victim : null;
    }

    /** Who killed a connection, or a command of it, since then; empty if nobody of this proxy did. */
    synchronized String killer(String server, long connectionId, long sinceMicros) {
        Kill kill = kills.get(connectionId);
        return kill != null && kill.server.equals(server) && kill.epochMicros >= sinceMicros ? kill.by : "";
    }

    /** A session, or a command of it, was ended by the server, and nobody is known to have asked for it. */
    synchronized void unexplained(String server, SessionId victim, long epochMicros) {
        put(unexplained, victim.connectionId(), new Unexplained(server, victim, epochMicros));
    }

    private static <V> void put(Map<Long, V> into, long connectionId, V value) {
        into.remove(connectionId);
        into.put(connectionId, value);
        if (into.size() > LIMIT) {
            into.remove(into.keySet().iterator().next());
        }
    }

    private record Kill(String server, String by, long epochMicros) {}

    private record Unexplained(String server, SessionId victim, long epochMicros) {}
}
