package io.github.mysqlmonitor.config;

/**
 * What a listener makes of those who connect, before it knows anything else of them.
 *
 * @param healthChecks networks whose connections are answered without the upstream
 * @param proxyProtocolFrom networks whose connections must begin with a PROXY header, which is believed
 */
public record DoorConfig(Networks healthChecks, Networks proxyProtocolFrom) {
    /** Everybody is a client, and is who the socket says. */
    public static final DoorConfig PLAIN = new DoorConfig(Networks.NONE, Networks.NONE);
}
