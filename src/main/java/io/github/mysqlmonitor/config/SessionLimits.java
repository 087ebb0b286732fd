package io.github.mysqlmonitor.config;

import java.time.Duration;

/**
 * What bounds a session.
 *
 * @param maxConnections sessions at a time; a client above it gets ERR 1040
 * @param maxHandshakes sessions at a time that have not finished their login; a client above it gets ERR 1040
 * @param maxHandshakesPerClient the same of one client address, of one /64 network of IPv6
 * @param handshakeTimeout for the TLS handshakes, and for a PROXY header; how long a login may take is the server's
 *     business
 * @param tcpUserTimeout how long sent data may stay unacknowledged on either leg before the leg counts as dead
 * @param finishAbandonedLogins whether a login that its client never sent is finished as a refused one, so that it does
 *     not count towards the server's {@code max_connect_errors}
 */
public record SessionLimits(
        int maxConnections,
        int maxHandshakes,
        int maxHandshakesPerClient,
        Duration handshakeTimeout,
        Duration tcpUserTimeout,
        boolean finishAbandonedLogins) {
    /** As many as there may be sessions: after a restart all clients come at once, and must not be turned away. */
    public static final int DEFAULT_MAX_HANDSHAKES = 10_000;
    /** Leaves room for others, whatever one client does. */
    public static final int DEFAULT_MAX_HANDSHAKES_PER_CLIENT = 8_000;

    /** @throws ConfigException if nobody could ever log in */
    public SessionLimits {
        if (maxHandshakes < 1 || maxHandshakesPerClient < 1) {
            throw new ConfigException(
                    ConfigException.Kind.USAGE,
                    "--max-handshakes and --max-handshakes-per-client must be at least 1, or nobody could log in");
        }
    }

    /** With the usual limits of handshakes. */
    public SessionLimits(
            int maxConnections, Duration handshakeTimeout, Duration tcpUserTimeout, boolean finishAbandonedLogins) {
        this(
                maxConnections,
                DEFAULT_MAX_HANDSHAKES,
                DEFAULT_MAX_HANDSHAKES_PER_CLIENT,
                handshakeTimeout,
                tcpUserTimeout,
                finishAbandonedLogins);
    }
}
