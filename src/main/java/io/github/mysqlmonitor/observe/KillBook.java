package io.github.mysqlmonitor.observe;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which sessions of this proxy asked the server to kill which connections; shared by all event loops, bounded. */
final class KillBook {
    private static final int LIMIT = 1024;

    private final Map<Victim, Kill> kills = new LinkedHashMap<>();
    private volatile boolean empty = true;

    /** A session sent a KILL. */
    synchronized void asked(String server, long connectionId, Kill kill) {
        Victim victim = new Victim(server, connectionId);
        kills.remove(victim);
        kills.put(victim, kill);
        if (kills.size() > LIMIT) {
            kills.remove(kills.keySet().iterator().next());
        }
        empty = false;
    }

    /** The server refused to do it. */
    synchronized void failed(String server, long connectionId) {
        kills.remove(new Victim(server, connectionId));
        empty = kills.isEmpty();
    }

    /** Whether nobody ever killed anybody, so that there is no need to look; takes no lock. */
    boolean isEmpty() {
        return empty;
    }

    /** The last kill of a connection, or of a command of it, since then; null if nobody of this proxy did it. */
    synchronized Kill find(String server, long connectionId, long sinceMicros) {
        Kill kill = kills.get(new Victim(server, connectionId));
        return kill != null && kill.epochMicros >= sinceMicros ? kill : null;
    }

    /**
     * A KILL as it was asked for.
     *
     * @param by who did it, in words
     * @param connection whether the whole connection was meant, not only its command
     */
    record Kill(String by, boolean connection, long epochMicros) {}

    private record Victim(String server, long connectionId) {}
}
