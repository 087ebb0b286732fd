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
import io.github.mysqlmonitor.relay.Relayed;
import io.github.mysqlmonitor.relay.Transport;
import io.github.mysqlmonitor.relay.UpstreamProbe;
import io.github.mysqlmonitor.sink.Sinks;
import io.github.mysqlmonitor.tls.CertificateReloader;
import io.github.mysqlmonitor.tls.TlsContexts;
import io.github.mysqlmonitor.tls.TlsMaterial;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** The proxy from start to stop: wires the two planes together, waits for a signal, drains. */
final class Run {
    private static final org.slf4j.Logger log = LoggerFactory.getLogger(Run.class);
    private static final Duration LAST_FLUSH = Duration.ofSeconds(1);

    private final RunOptions options;

    Run(List<RunOptions> listeners) {
        this.options = listeners.get(0);
    }

    int call() {
        if (options.verbose()) {
            ((Logger) LoggerFactory.getLogger("io.github.mysqlmonitor")).setLevel(Level.DEBUG);
        }
        StopSignal stop = StopSignal.install();
        ProxyConfig proxy = options.proxy();
        TlsConfig tlsConfig = options.tls();
        List<String> names = listenNames(proxy);
        CertificateReloader certificates = new CertificateReloader(
                () -> TlsMaterial.load(tlsConfig, names), tlsConfig.files(), InstantSource.system());
        TlsMaterial tls = certificates.current();
        Supplier<PasswordPolicy> passwords = options.passwords.policies(certificates::current);
        Transport transport = Transport.choose(proxy.transport().kind());
        OpenSinks open = options.log.open(Terminal.wantsColour());
        Sinks sinks = Sinks.start(open.sinks(), open.overloads());
        ObserverFactory observers = new ObserverFactory(options.log.observe(sinks), sinks::offer);
        long started = System.nanoTime();
        try (certificates;
                ProxyServer server = new ProxyServer(
                        proxy, transport, () -> certificates.current().contexts(), passwords, observers::create);
                ClassArchive archive = new ClassArchive()) {
            sinks.whenPausingChanges(server.pauseReadingWhile(sinks::pausing));
            server.start();
            warn(transport, tls.contexts());
            warnOfFewFiles(proxy);
            certificates.start();
            ReloadSignal.install(certificates::request);
            StartUpOutput output =
                    new StartUpOutput(proxy, tls.identity(), tls.contexts(), transport, server.addresses());
            output.print(UpstreamProbe.ask(server), open.lines());
            archive.makeInBackground();
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

    private void warn(Transport transport, TlsContexts tls) {
        transport.warning().ifPresent(log::warn);
        tls.warning().ifPresent(log::warn);
        if (options.log.showSecrets) {
            log.warn("--show-secrets: the sinks get passwords and authentication data in clear");
        }
    }

    private static void warnOfFewFiles(ProxyConfig proxy) {
        OpenFiles.limit()
                .ifPresent(limit -> OpenFiles.warning(limit, proxy.limits().maxConnections())
                        .ifPresent(log::warn));
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
        Relayed relayed = server.relayed();
        log.info(
                "relayed sessions={} commands={} clientBytes={} serverBytes={}",
                relayed.sessions(),
                relayed.commands(),
                relayed.clientBytes(),
                relayed.serverBytes());
    }
}
