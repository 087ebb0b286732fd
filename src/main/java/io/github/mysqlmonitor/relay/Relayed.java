package io.github.mysqlmonitor.relay;

/**
 * What was relayed in all sessions that have ended, counted by the relay itself.
 *
 * @param commands those whose last byte was read; without the ones inside of compressed packets
 * @param clientBytes read from clients, after decryption
 * @param serverBytes read from servers, after decryption
 */
public record Relayed(long sessions, long commands, long clientBytes, long serverBytes) {}
