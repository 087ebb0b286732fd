package io.github.mysqlmonitor.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.mysqlmonitor.config.DrainConfig;
import io.github.mysqlmonitor.config.ProxyConfig;
import io.github.mysqlmonitor.observe.ObserverFactory;
import io.github.mysqlmonitor.relay.Listener;
import io.github.mysqlmonitor.relay.ProxyServer;
import io.github.mysqlmonitor.relay.Relayed;
import io.github.mysqlmonitor.relay.Transport;
import io.github.mysqlmonitor.relay.TurnedAway;
import io.github.mysqlmonitor.sink.Sinks;
import io.github.mysqlmonitor.tls.KeyLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** The proxy from start to stop: wires the two planes together, waits for a signal, drains. */
final class Run {
    private static final org.slf4j.Logger log = LoggerFactory.getLogger(Run.class);
    private static final Duration LAST_FLUSH = Duration.ofSeconds(1);

    private final List<RunOptions> listeners;
    private final Optional<FileInUse> file;

    /** What is for the whole process; the same in all. */
    private final RunOptions options;

    /**
     * @param listeners the options of each, at least one
     * @param file where they came from, beside the command line
     */
    Run(List<RunOptions> listeners, Optional<FileInUse> file) {
        this.listeners = listeners;
        this.file = file;
        this.options = listeners.get(0);
    }

    /** The options of each. */
    List<RunOptions> listeners() {
        return listeners;
    }

    int call() {
        if (options.verbose()) {
            ((Logger) LoggerFactory.getLogger("io.github.mysqlmonitor")).setLevel(Level.DEBUG);
        }
        StopSignal stop = StopSignal.install();
        List<Front> fronts = new ArrayList<>();
        Optional<KeyLog> keyLog = options.openKeyLog();
        keyLog.map(KeyLog::warning).ifPresent(log::warn);
        try {
            for (RunOptions listener : listeners) {
                fronts.add(new Front(listener, keyLog));
            }
            return run(fronts, stop);
        } finally {
            fronts.forEach(Front::close);
            keyLog.ifPresent(KeyLog::close);
        }
    }

    private int run(List<Front> fronts, StopSignal stop) {
        ProxyConfig process = fronts.get(0).proxy();
        List<Listener.Setup> setups = fronts.stream().map(Front::setup).toList();
        Transport transport = Transport.choose(process.transport().kind());
        OpenSinks open = options.log.open(Terminal.wantsColour());
        Sinks sinks = Sinks.start(open.sinks(), open.overloads());
        ObserverFactory observers = new ObserverFactory(options.log.observe(sinks), sinks::offer);
        long started = System.nanoTime();
        try (ProxyServer server = new ProxyServer(setups, transport, observers::create);
                ConfigReload reload = new ConfigReload(file, fronts, server);
                AdminRoom admin = admin(server, fronts, sinks, transport);
                ClassArchive archive = new ClassArchive()) {
            sinks.whenPausingChanges(server.pauseReadingWhile(sinks::pausing));
            server.start();
            admin.ready(true);
            warn(transport, fronts);
            fronts.forEach(front -> front.certificates().start());
            ReloadSignal.install(reload::request);
            StartUpOutput output = new StartUpOutput(transport);
            output.print(fronts, server.listeners(), admin.line(), open.lines());
            archive.makeInBackground();
            stop.await(StartUpOutput.HINT_AFTER, () -> {
                if (server.accepted() == 0) {
                    output.hintNoClient(server.addresses());
                }
            });
            admin.ready(false);
            drain(server, stop, fronts.get(0).proxy());
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } finally {
            Duration left = fronts.get(0)
                    .proxy()
                    .drain()
                    .timeout()
                    .minusNanos(System.nanoTime() - Math.max(started, stop.atNanos()));
            sinks.close(stop.isRepeated() || left.compareTo(LAST_FLUSH) < 0 ? LAST_FLUSH : left);
        }
    }

    private AdminRoom admin(ProxyServer server, List<Front> fronts, Sinks sinks, Transport transport) {
        String engine = fronts.get(0).certificates().current().contexts().engineName();
        return new AdminRoom(
                options.admin(),
                () -> ProxyMetrics.of(
                        server::relayedSoFar,
                        server.listeners(),
                        fronts,
                        sinks.workers(),
                        List.of(transport.name(), engine)));
    }

    private void warn(Transport transport, List<Front> fronts) {
        transport.warning().ifPresent(log::warn);
        fronts.forEach(front -> front.localIdentity().ifPresent(log::warn));
        fronts.forEach(
                front -> front.certificates().current().contexts().warning().ifPresent(log::warn));
        if (options.log.showSecrets) {
            log.warn("--show-secrets: the sinks get passwords and authentication data in clear");
        }
        warnOfFewFiles(fronts.get(0).proxy());
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
        TurnedAway away = server.turnedAway();
        if (!away.isNobody()) {
            log.info(
                    "not logged in abortedHandshakes={} refusedHandshakes={} healthChecks={}{}",
                    away.abortedHandshakes(),
                    away.refusedHandshakes(),
                    away.healthChecks(),
                    away.worstClients().isEmpty() ? "" : "; aborted by " + away.worstClients());
        }
    }
}
