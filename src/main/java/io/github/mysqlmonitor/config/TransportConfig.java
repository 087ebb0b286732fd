package io.github.mysqlmonitor.config;

/**
 * What moves the bytes.
 *
 * @param kind which of Netty's transports
 * @param threads event loops; 0 for one per processor
 */
public record TransportConfig(Kind kind, int threads) {
    /** Transports to choose from; AUTO takes epoll where it loads. */
    public enum Kind {
        AUTO,
        EPOLL,
        NIO
    }
}
