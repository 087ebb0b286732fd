package io.github.mysqlmonitor.config;

import java.time.Duration;

/**
 * How a stop treats sessions that are in the middle of something.
 *
 * @param at where a session may be ended
 * @param timeout after which the rest is cut off
 */
public record DrainConfig(At at, Duration timeout) {
    /** The border a session may run up to. */
    public enum At {
        STATEMENT,
        TRANSACTION
    }
}
