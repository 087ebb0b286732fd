package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.DrainConfig;
import io.github.mysqlmonitor.config.Endpoint;
import io.github.mysqlmonitor.config.TransportConfig;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of the process as a whole, and what they make of the configuration records. */
final class ProcessOptions {
    @Option(
            names = "--strict",
            description = "Security that nobody can talk down: --client-ssl-mode REQUIRED, --server-ssl-mode"
                    + " VERIFY_IDENTITY (or VERIFY_PIN) and --values mask. An option that asks for less is an error.")
    boolean strict;

    @Option(
            names = "--drain-at",
            paramLabel = "statement|transaction",
            defaultValue = "transaction",
            description = "Where a stop may end a session. Default: ${DEFAULT-VALUE}.")
    private DrainConfig.At drainAt;

    @Option(
            names = "--drain-timeout",
            paramLabel = "TIME",
            defaultValue = "15s",
            converter = Durations.class,
            description = "How long a stop waits for sessions before it cuts them off. Default: ${DEFAULT-VALUE}.")
    private Duration drainTimeout;

    @Option(
            names = "--tcp-user-timeout",
            paramLabel = "TIME",
            defaultValue = "5m",
            converter = Durations.class,
            description = "How long sent data may stay unacknowledged before a peer counts as vanished. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Duration tcpUserTimeout;

    @Option(
            names = "--transport",
            paramLabel = "auto|epoll|nio",
            defaultValue = "auto",
            description = "auto takes epoll, and NIO where epoll does not load. Default: ${DEFAULT-VALUE}.")
    private TransportConfig.Kind transport;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Event loops; 0 for one per two processors. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--admin",
            paramLabel = "ADDRESS",
            description = "Serve /metrics (for Prometheus), /healthz and /readyz over HTTP at PORT or HOST:PORT."
                    + " Loopback unless a host is given. Default: off.")
    private String admin;

    @Option(
            names = {"-v", "--verbose"},
            description = "Messages at DEBUG: sessions, phases, pipelines.")
    private boolean verbose;

    DrainConfig drain() {
        return new DrainConfig(drainAt, drainTimeout);
    }

    Duration tcpUserTimeout() {
        return tcpUserTimeout;
    }

    TransportConfig transport() {
        return new TransportConfig(transport, threads);
    }

    boolean verbose() {
        return verbose;
    }

    /** @throws ConfigException for an address that is no TCP one */
    Optional<Endpoint.Tcp> admin() {
        return Optional.ofNullable(admin)
                .map(text -> Endpoint.parse(text, "127.0.0.1", -1))
                .map(endpoint -> {
                    if (endpoint instanceof Endpoint.Tcp tcp) {
                        return tcp;
                    }
                    throw new ConfigException(
                            ConfigException.Kind.USAGE,
                            "--admin " + endpoint + ": give PORT or HOST:PORT, it is not served on Unix sockets");
                });
    }
}
