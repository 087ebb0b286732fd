package io.github.mysqlmonitor.config;

import java.time.Duration;

/**
 * What bounds a session.
 *
 * @param maxConnections sessions at a time; a client above it gets ERR 1040
 * @param handshakeTimeout for the TLS handshakes only; how long a login may take is the server's business
 * @param tcpUserTimeout how long sent data may stay unacknowledged on either leg before the leg counts as dead
 * @param finishAbandonedLogins whether a login that its client never sent is finished as a refused one, so that it does
 *     not count towards the server's {@code max_connect_errors}
 */
public record SessionLimits(
        int maxConnections, Duration handshakeTimeout, Duration tcpUserTimeout, boolean finishAbandonedLogins) {}
