package io.github.mysqlmonitor.observe;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which sessions of this proxy asked the server to kill which connections; shared by all event loops, bounded. */
final class KillBook {
    private static final int LIMIT = 1024;

    private final Map<Long, Kill> kills = new LinkedHashMap<>();

    /**
     * A session sent a KILL.
     *
     * @param connectionId of the victim
     * @param by who did it, in words
     */
    synchronized void asked(String server, long connectionId, String by, long epochMicros) {
        kills.remove(connectionId);
        kills.put(connectionId, new Kill(server, by, epochMicros));
        if (kills.size() > LIMIT) {
            kills.remove(kills.keySet().iterator().next());
        }
    }

    /** Who killed a connection, or a command of it, since then; empty if nobody of this proxy did. */
    synchronized String killer(String server, long connectionId, long sinceMicros) {
        Kill kill = kills.get(connectionId);
        return kill != null && kill.server.equals(server) && kill.epochMicros >= sinceMicros ? kill.by : "";
    }

    private record Kill(String server, String by, long epochMicros) {}
}
