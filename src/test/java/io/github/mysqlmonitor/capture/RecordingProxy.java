package io.github.mysqlmonitor.capture;

import io.github.mysqlmonitor.config.DrainConfig;
import io.github.mysqlmonitor.config.Endpoint;
import io.github.mysqlmonitor.config.LegModes;
import io.github.mysqlmonitor.config.ProxyConfig;
import io.github.mysqlmonitor.config.SessionLimits;
import io.github.mysqlmonitor.config.TlsConfig;
import io.github.mysqlmonitor.config.TlsEngine;
import io.github.mysqlmonitor.config.TransportConfig;
import io.github.mysqlmonitor.config.UpstreamConfig;
import io.github.mysqlmonitor.config.ValuePolicy;
import io.github.mysqlmonitor.observe.ObserveOptions;
import io.github.mysqlmonitor.observe.ObserverFactory;
import io.github.mysqlmonitor.relay.ProxyServer;
import io.github.mysqlmonitor.relay.Transport;
import io.github.mysqlmonitor.sink.Sinks;
import io.github.mysqlmonitor.sink.capture.CaptureSink;
import io.github.mysqlmonitor.testing.Passwords;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.tls.ServerIdentity;
import io.github.mysqlmonitor.tls.TlsContexts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A proxy inside this JVM that writes a capture, as {@code --sink capture:FILE} does. One event loop, so times ascend. */
final class RecordingProxy implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ProxyServer server;
    private final Sinks sinks;

    static RecordingProxy before(TestServer upstream, Path file) throws IOException {
        return new RecordingProxy(upstream, file, Optional.empty());
    }

    /**
     * Its connections come from 127.0.0.2, because servers never block 127.0.0.1, and a client that leaves before its
     * login counts against them.
     */
    static RecordingProxy blockable(TestServer upstream, Path file) throws IOException {
        return new RecordingProxy(upstream, file, Optional.of("127.0.0.2"));
    }

    private RecordingProxy(TestServer upstream, Path file, Optional<String> bindAddress) throws IOException {
        Files.deleteIfExists(file);
        sinks = Sinks.start(List.of(CaptureSink.file(file)));
        ObserveOptions options = new ObserveOptions(sinks.interests(), false, 0, true, ValuePolicy.SHOW, 16 * 1024);
        TlsConfig tlsConfig = new TlsConfig(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                TlsEngine.AUTO,
                Path.of("target", "it-state"),
                List.of());
        TlsContexts tls = TlsContexts.create(
                tlsConfig,
                ServerIdentity.resolve(tlsConfig, List.of("127.0.0.1")).bundle());
        ProxyConfig config = new ProxyConfig(
                List.of(new Endpoint.Tcp("127.0.0.1", 0)),
                new UpstreamConfig(
                        new Endpoint.Tcp(upstream.host(), upstream.port()),
                        bindAddress,
                        Duration.ofSeconds(10),
                        List.of(),
                        false),
                LegModes.DEFAULT,
                new SessionLimits(100, Duration.ofSeconds(10), Duration.ofMinutes(5), bindAddress.isEmpty()),
                new DrainConfig(DrainConfig.At.TRANSACTION, Duration.ofSeconds(15)),
                new TransportConfig(TransportConfig.Kind.AUTO, 1));
        server = new ProxyServer(
                config,
                Transport.choose(TransportConfig.Kind.AUTO),
                () -> tls,
                () -> Passwords.POLICY,
                new ObserverFactory(options, sinks::offer)::create);
        server.start();
    }

    int port() {
        return ((InetSocketAddress) server.addresses().get(0)).getPort();
    }

    /** Waits for the end of all sessions, so that it is in the file too. */
    @Override
    public void close() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (server.sessions() > 0 && System.nanoTime() < deadline) {
            pause();
        }
        server.close();
        sinks.close(PATIENCE);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a session ends", e);
        }
    }
}
