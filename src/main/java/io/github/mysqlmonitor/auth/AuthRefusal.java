package io.github.mysqlmonitor.auth;

/**
 * Why the proxy ends a login that the server has not answered.
 *
 * @param message for the client, without a secret
 * @param exposes whether going on would have put a password on a plain wire
 */
public record AuthRefusal(String message, boolean exposes) {}
