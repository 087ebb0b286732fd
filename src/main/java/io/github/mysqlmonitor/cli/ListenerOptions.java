package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.DoorConfig;
import io.github.mysqlmonitor.config.Endpoint;
import io.github.mysqlmonitor.config.Networks;
import java.util.List;
import picocli.CommandLine.Option;

/** The options about those who connect. */
final class ListenerOptions {
    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            defaultValue = "3307",
            split = ",",
            description = "PORT, HOST:PORT, [IPV6]:PORT, *:PORT or unix:/path; repeatable. Loopback unless a host is"
                    + " given. Default: ${DEFAULT-VALUE}.")
    private List<String> listen;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Sessions at a time; clients above it get ERR 1040. Default: ${DEFAULT-VALUE}.")
    private int maxConnections;

    @Option(
            names = "--max-handshakes",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Sessions at a time that have not finished their login; clients above it get ERR 1040, and"
                    + " the server hears nothing of them. Default: ${DEFAULT-VALUE}.")
    private int maxHandshakes;

    @Option(
            names = "--max-handshakes-per-client",
            paramLabel = "N",
            defaultValue = "8000",
            description = "The same of one client address, or of one /64 network of IPv6. Default: ${DEFAULT-VALUE}.")
    private int maxHandshakesPerClient;

    @Option(
            names = "--health-check-networks",
            paramLabel = "CIDR",
            split = ",",
            description = "Connections from there are health checks: a connect, a login without a password and a ping"
                    + " are answered by the proxy, and the server hears nothing of them. No client can log in from"
                    + " there.")
    private List<String> healthCheckNetworks = List.of();

    @Option(
            names = "--proxy-protocol-from",
            paramLabel = "CIDR",
            split = ",",
            description = "Connections from there must begin with a PROXY header, version 1 or 2, and are the"
                    + " client's that it tells. Name load balancers only: whoever connects from there can claim any"
                    + " address.")
    private List<String> proxyProtocolFrom = List.of();

    @Option(
            names = "--allow-local-identity",
            description = "Let TCP clients be for a server behind a Unix socket who mysql-monitor is: its host, and to"
                    + " socket plugins (auth_socket, unix_socket) its user.")
    boolean allowLocalIdentity;

    List<Endpoint> endpoints() {
        return listen.stream()
                .map(text -> Endpoint.parse(text, "127.0.0.1", -1))
                .toList();
    }

    int maxConnections() {
        return maxConnections;
    }

    int maxHandshakes() {
        return maxHandshakes;
    }

    int maxHandshakesPerClient() {
        return maxHandshakesPerClient;
    }

    DoorConfig door() {
        return new DoorConfig(Networks.parse(healthCheckNetworks), Networks.parse(proxyProtocolFrom));
    }
}
