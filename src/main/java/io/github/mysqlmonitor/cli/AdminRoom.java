package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.admin.AdminServer;
import io.github.mysqlmonitor.admin.Metric;
import io.github.mysqlmonitor.config.Endpoint;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The admin server, if one is wanted, and what it says of the proxy's readiness. */
final class AdminRoom implements AutoCloseable {
    private final AtomicBoolean ready = new AtomicBoolean();
    private final Optional<AdminServer> server;

    /**
     * @param metrics not asked for unless there is a server
     * @throws io.github.mysqlmonitor.config.ConfigException with exit code 3 if the address cannot be bound
     */
    AdminRoom(Optional<Endpoint.Tcp> endpoint, Supplier<List<Metric>> metrics) {
        server = endpoint.map(where -> AdminServer.start(where, metrics.get(), ready::get));
    }

    /** Whether new sessions are taken. */
    void ready(boolean now) {
        ready.set(now);
    }

    /** A line for the start. */
    Optional<String> line() {
        return server.map(AdminServer::address)
                .map(AdminRoom::url)
                .map(url -> url + "/metrics, " + url + "/healthz, " + url + "/readyz");
    }

    private static String url(InetSocketAddress address) {
        return "http://" + new Endpoint.Tcp(address.getAddress().getHostAddress(), address.getPort());
    }

    @Override
    public void close() {
        server.ifPresent(AdminServer::close);
    }
}
