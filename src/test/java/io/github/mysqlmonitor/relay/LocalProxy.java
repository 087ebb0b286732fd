package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.config.ClientSslMode;
import io.github.mysqlmonitor.config.DrainConfig;
import io.github.mysqlmonitor.config.Endpoint;
import io.github.mysqlmonitor.config.LegModes;
import io.github.mysqlmonitor.config.ProxyConfig;
import io.github.mysqlmonitor.config.ServerSslMode;
import io.github.mysqlmonitor.config.SessionLimits;
import io.github.mysqlmonitor.config.TlsConfig;
import io.github.mysqlmonitor.config.TlsEngine;
import io.github.mysqlmonitor.config.TransportConfig;
import io.github.mysqlmonitor.config.UpstreamConfig;
import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.observe.ObserverFactory;
import io.github.mysqlmonitor.observe.SessionObserver;
import io.github.mysqlmonitor.testing.ObservedProxy;
import io.github.mysqlmonitor.testing.Passwords;
import io.github.mysqlmonitor.testing.Unparsed;
import io.github.mysqlmonitor.tls.ServerIdentity;
import io.github.mysqlmonitor.tls.TlsContexts;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A proxy inside this JVM, on a port of its own, that remembers how its sessions ended. */
final class LocalProxy implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;
    private static final ObserverFactory OBSERVERS = new ObserverFactory(ObservedProxy.EVERYTHING, Unparsed::look);

    private final ProxyServer server;
    private final BlockingQueue<SessionObserver.Closing> closings = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();
    private final BlockingQueue<LegSecurity> serverLegs = new LinkedBlockingQueue<>();

    private LocalProxy(Options options) {
        TlsConfig tlsConfig = new TlsConfig(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                options.engine,
                Path.of("target", "it-state"),
                List.of());
        TlsContexts tls = TlsContexts.create(
                tlsConfig,
                ServerIdentity.resolve(tlsConfig, List.of("127.0.0.1")).bundle());
        ProxyConfig config = new ProxyConfig(
                List.of(new Endpoint.Tcp("127.0.0.1", 0)),
                new UpstreamConfig(
                        options.upstream,
                        options.upstreamBind,
                        options.connectTimeout,
                        List.copyOf(options.nameServers),
                        options.injectAttributes),
                options.legs,
                new SessionLimits(options.maxConnections, options.handshakeTimeout, Duration.ofMinutes(5), true),
                new DrainConfig(options.drainAt, Duration.ofSeconds(15)),
                new TransportConfig(TransportConfig.Kind.AUTO, options.threads));
        server = new ProxyServer(
                config,
                Transport.choose(TransportConfig.Kind.AUTO),
                () -> tls,
                () -> Passwords.POLICY,
                number -> new Remembering(OBSERVERS.create(number)));
        server.start();
    }

    static Options before(String host, int port) {
        return new Options(new Endpoint.Tcp(host, port));
    }

    int port() {
        return ((InetSocketAddress) server.addresses().get(0)).getPort();
    }

    ProxyServer server() {
        return server;
    }

    /** Waits for the end of the next session. */
    String nextReason() throws InterruptedException {
        SessionObserver.Closing closing = closings.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (closing == null) {
            throw new AssertionError("no session ended within " + PATIENCE_SECONDS + " s; open: " + server.sessions());
        }
        return closing.reason();
    }

    /** Waits for the next session to have the security that it keeps, and tells the server leg's. */
    LegSecurity nextServerLeg() throws InterruptedException {
        LegSecurity leg = serverLegs.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (leg == null) {
            throw new AssertionError("no session was secured within " + PATIENCE_SECONDS + " s");
        }
        return leg;
    }

    List<String> notices() {
        return List.copyOf(notices);
    }

    @Override
    public void close() {
        server.close();
    }

    static final class Options {
        private final Endpoint upstream;
        private LegModes legs = LegModes.DEFAULT;
        private TlsEngine engine = TlsEngine.AUTO;
        private Optional<String> upstreamBind = Optional.empty();
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration handshakeTimeout = Duration.ofSeconds(10);
        private List<InetSocketAddress> nameServers = List.of();
        private int maxConnections = 1000;
        private DrainConfig.At drainAt = DrainConfig.At.TRANSACTION;
        private int threads = 2;

        private boolean injectAttributes;

        private Options(Endpoint upstream) {
            this.upstream = upstream;
        }

        Options legs(ClientSslMode client, ServerSslMode server) {
            legs = new LegModes(client, server);
            return this;
        }

        Options injectAttributes() {
            injectAttributes = true;
            return this;
        }

        Options engine(TlsEngine which) {
            engine = which;
            return this;
        }

        Options upstreamBind(String address) {
            upstreamBind = Optional.of(address);
            return this;
        }

        Options connectTimeout(Duration timeout) {
            connectTimeout = timeout;
            return this;
        }

        Options handshakeTimeout(Duration timeout) {
            handshakeTimeout = timeout;
            return this;
        }

        Options nameServer(InetSocketAddress address) {
            nameServers = List.of(address);
            return this;
        }

        Options maxConnections(int limit) {
            maxConnections = limit;
            return this;
        }

        Options drainAt(DrainConfig.At at) {
            drainAt = at;
            return this;
        }

        Options threads(int count) {
            threads = count;
            return this;
        }

        LocalProxy start() {
            return new LocalProxy(this);
        }
    }

    /** Observes everything, so that {@link Unparsed} is told what is not decoded. */
    private final class Remembering implements SessionObserver {
        private final SessionObserver everything;

        Remembering(SessionObserver everything) {
            this.everything = everything;
        }

        @Override
        public void opened(String client, String listener, String upstream, String upstreamAddress) {
            everything.opened(client, listener, upstream, upstreamAddress);
        }

        @Override
        public void bytes(Direction direction, ByteBuf bytes) {
            everything.bytes(direction, bytes);
        }

        @Override
        public void secured(LegSecurity client, LegSecurity server) {
            everything.secured(client, server);
            serverLegs.add(server);
        }

        @Override
        public void notice(String text) {
            everything.notice(text);
            notices.add(text);
        }

        @Override
        public void ending() {
            everything.ending();
        }

        @Override
        public void closed(Closing closing) {
            everything.closed(closing);
            closings.add(closing);
        }
    }
}
