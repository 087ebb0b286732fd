package io.github.mysqlmonitor.relay;

/**
 * Connections that did not become sessions of somebody logged in.
 *
 * @param abortedHandshakes those whose client left before its login was finished
 * @param worstClients the clients with most of them, as {@code 10.0.0.7 (41), 10.0.0.9 (2)}; empty if none
 * @param refusedHandshakes those beyond {@code --max-handshakes} or {@code --max-handshakes-per-client}
 * @param healthChecks those answered without the upstream
 */
public record TurnedAway(long abortedHandshakes, String worstClients, long refusedHandshakes, long healthChecks) {
    public boolean isNobody() {
        return abortedHandshakes == 0 && refusedHandshakes == 0 && healthChecks == 0;
    }
}
