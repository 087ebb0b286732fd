package io.github.mysqlmonitor.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.mysqlmonitor.auth.PasswordPolicy;
import io.github.mysqlmonitor.config.DrainConfig;
import io.github.mysqlmonitor.config.Endpoint;
import io.github.mysqlmonitor.config.ProxyConfig;
import io.github.mysqlmonitor.config.TlsConfig;
import io.github.mysqlmonitor.observe.ObserverFactory;
import io.github.mysqlmonitor.relay.ProxyServer;
import io.github.mysqlmonitor.relay.Transport;
import io.github.mysqlmonitor.relay.UpstreamProbe;
import io.github.mysqlmonitor.sink.Sinks;
import io.github.mysqlmonitor.tls.ServerIdentity;
import io.github.mysqlmonitor.tls.TlsContexts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The proxy from start to stop: wires the two planes together, waits for a signal, drains. */
final class Run {
    private static final org.slf4j.Logger log = LoggerFactory.getLogger(Run.class);
    private static final Duration LAST_FLUSH = Duration.ofSeconds(1);

    private final RunOptions options;

    Run(RunOptions options) {
        this.options = options;
    }

    int call() {
        if (options.verbose()) {
            ((Logger) LoggerFactory.getLogger("io.github.mysqlmonitor")).setLevel(Level.DEBUG);
        }
        StopSignal stop = StopSignal.install();
        ProxyConfig proxy = options.proxy();
        TlsConfig tlsConfig = options.tls();
        ServerIdentity identity = ServerIdentity.resolve(tlsConfig, listenNames(proxy));
        TlsContexts tls = TlsContexts.create(tlsConfig, identity.bundle());
        PasswordPolicy passwords = options.passwords.policy(identity.bundle().privateKey(), tlsConfig);
        Transport transport = Transport.choose(proxy.transport().kind());
        OpenSinks open = options.log.open(Terminal.wantsColour());
        Sinks sinks = Sinks.start(open.sinks());
        ObserverFactory observers = new ObserverFactory(options.log.observe(sinks), sinks::offer);
        long started = System.nanoTime();
        try (ProxyServer server = new ProxyServer(proxy, transport, () -> tls, () -> passwords, observers::create)) {
            server.start();
            warn(transport, tls, identity);
            StartUpOutput output = new StartUpOutput(proxy, identity, tls, transport, server.addresses());
            output.print(UpstreamProbe.ask(server), open.lines());
            stop.await(StartUpOutput.HINT_AFTER, () -> {
                if (server.accepted() == 0) {
                    output.hintNoClient();
                }
            });
            drain(server, stop, proxy);
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } finally {
            Duration left = proxy.drain().timeout().minusNanos(System.nanoTime() - Math.max(started, stop.atNanos()));
            sinks.close(stop.isRepeated() || left.compareTo(LAST_FLUSH) < 0 ? LAST_FLUSH : left);
        }
    }

    private static List<String> listenNames(ProxyConfig proxy) {
        return proxy.listen().stream()
                .filter(Endpoint.Tcp.class::isInstance)
                .map(endpoint -> ((Endpoint.Tcp) endpoint).host())
                .toList();
    }

    private void warn(Transport transport, TlsContexts tls, ServerIdentity identity) {
        transport.warning().ifPresent(log::warn);
        tls.warning().ifPresent(log::warn);
        if (identity.bundle().expired(Instant.now())) {
            log.error(
                    "the certificate {} expired at {}: clients that verify it will refuse to connect",
                    identity.certFile(),
                    identity.bundle().notAfter());
        }
        if (options.log.showSecrets) {
            log.warn("--show-secrets: the sinks get passwords and authentication data in clear");
        }
    }

    private static void drain(ProxyServer server, StopSignal stop, ProxyConfig proxy) throws InterruptedException {
        server.stopAccepting();
        int sessions = server.sessions();
        if (sessions == 0) {
            log.info("stopping: no session is open");
        } else {
            log.info(
                    "stopping: {} open, each may finish its {} within {} s; a second signal cuts off at once",
                    sessions == 1 ? "1 session" : sessions + " sessions",
                    proxy.drain().at() == DrainConfig.At.STATEMENT ? "statement" : "transaction",
                    proxy.drain().timeout().toSeconds());
        }
        int cutOff = server.drain().await(log::info, stop::isRepeated);
        log.info("stopped, sessions cut off: {}", cutOff);
    }
}
