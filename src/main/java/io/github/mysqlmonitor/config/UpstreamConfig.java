package io.github.mysqlmonitor.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The server behind the proxy.
 *
 * @param endpoint its address as the operator wrote it; names are resolved for each connection
 * @param bindAddress local address to connect from, if not left to the kernel
 * @param connectTimeout from the start of name resolution until the greeting is complete, all addresses included
 * @param nameServers DNS servers to ask instead of the system's; empty for the system's
 * @param injectAttributes whether logins tell it by connection attributes who the client is
 */
public record UpstreamConfig(
        Endpoint endpoint,
        Optional<String> bindAddress,
        Duration connectTimeout,
        List<InetSocketAddress> nameServers,
        boolean injectAttributes) {
    public UpstreamConfig {
        nameServers = List.copyOf(nameServers);
    }
}
