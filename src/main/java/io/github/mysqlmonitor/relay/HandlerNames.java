package io.github.mysqlmonitor.relay;

/** The names of all pipeline handlers; a pipeline reads head to tail {@code tls · relay · quiet-end}. */
final class HandlerNames {
    static final String PROXY_HEADER = "proxy-header";
    static final String PROXY_HEADER_GATE = "proxy-header-gate";
    static final String HEALTH_CHECK = "health-check";
    static final String HEALTH_CHECK_IN_TLS = "health-check-in-tls";
    static final String TLS = "tls";
    static final String GREETING = "greeting";
    static final String FIRST_PACKET = "first-packet";
    static final String HELD = "held";
    static final String RELAY = "relay";
    static final String ABANDONED_LOGIN = "abandoned-login";
    static final String FAREWELL = "farewell";
    static final String QUIET_END = "quiet-end";

    private HandlerNames() {}
}
