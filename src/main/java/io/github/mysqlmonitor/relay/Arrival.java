package io.github.mysqlmonitor.relay;

/**
 * A client that a session is made for.
 *
 * @param listener the address that it reached, as the log writes it
 * @param handshake its place among those that have not logged in; the session gives it back
 */
record Arrival(Leg client, Origin origin, String listener, Handshakes.Place handshake) {}
