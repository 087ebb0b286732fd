package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.DrainConfig;
import io.github.mysqlmonitor.config.TransportConfig;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What is for the whole process, however many listeners it has. */
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
    DrainConfig.At drainAt;

    @Option(
            names = "--drain-timeout",
            paramLabel = "TIME",
            defaultValue = "15s",
            converter = Durations.class,
            description = "How long a stop waits for sessions before it cuts them off. Default: ${DEFAULT-VALUE}.")
    Duration drainTimeout;

    @Option(
            names = "--tcp-user-timeout",
            paramLabel = "TIME",
            defaultValue = "5m",
            converter = Durations.class,
            description = "How long sent data may stay unacknowledged before a peer counts as vanished. Default:"
                    + " ${DEFAULT-VALUE}.")
    Duration tcpUserTimeout;

    @Option(
            names = "--transport",
            paramLabel = "auto|epoll|nio",
            defaultValue = "auto",
            description = "auto takes epoll, and NIO where epoll does not load. Default: ${DEFAULT-VALUE}.")
    TransportConfig.Kind transport;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Event loops; 0 for one per two processors. Default: ${DEFAULT-VALUE}.")
    int threads;

    @Option(
            names = "--admin",
            paramLabel = "ADDRESS",
            description = "Serve /metrics (for Prometheus), /healthz and /readyz over HTTP at PORT or HOST:PORT."
                    + " Loopback unless a host is given. Default: off.")
    String admin;

    @Option(
            names = {"-v", "--verbose"},
            description = "Messages at DEBUG: sessions, phases, pipelines.")
    boolean verbose;
}
