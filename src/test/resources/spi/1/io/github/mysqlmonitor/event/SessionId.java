package io.github.mysqlmonitor.event;

/**
 * Names a session.
 *
 * @param number the proxy's own count of sessions, from 1
 * @param connectionId the server's connection id (for KILL), or -1 while the greeting has not been read
 */
public record SessionId(long number, long connectionId) {
    @Override
    public String toString() {
        return connectionId < 0 ? "#" + number : "#" + number + "/" + connectionId;
    }
}
