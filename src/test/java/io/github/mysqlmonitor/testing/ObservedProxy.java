package io.github.mysqlmonitor.testing;

import io.github.mysqlmonitor.config.DrainConfig;
import io.github.mysqlmonitor.config.Endpoint;
import io.github.mysqlmonitor.config.ProxyConfig;
import io.github.mysqlmonitor.config.SessionLimits;
import io.github.mysqlmonitor.config.TlsConfig;
import io.github.mysqlmonitor.config.TransportConfig;
import io.github.mysqlmonitor.config.UpstreamConfig;
import io.github.mysqlmonitor.config.ValuePolicy;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.LoginFinished;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.SessionId;
import io.github.mysqlmonitor.observe.ObserveOptions;
import io.github.mysqlmonitor.observe.ObserverFactory;
import io.github.mysqlmonitor.relay.ProxyServer;
import io.github.mysqlmonitor.relay.Transport;
import io.github.mysqlmonitor.tls.ServerIdentity;
import io.github.mysqlmonitor.tls.TlsContexts;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A proxy inside this JVM that observes everything, and keeps the events of commands, sessions and login bytes. */
public final class ObservedProxy implements AutoCloseable {
    /** All that sinks can ask for. */
    public static final ObserveOptions EVERYTHING =
            new ObserveOptions(Set.of(Interest.values()), false, 1024, false, ValuePolicy.SHOW, 16 * 1024);

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final ProxyServer server;
    private final List<MonitorEvent> events = new ArrayList<>();
    private final Set<Long> loggedIn = new HashSet<>();

    private ObservedProxy(String host, int port, TlsSetup setup) {
        TlsConfig tlsConfig = setup.config();
        TlsContexts tls = TlsContexts.create(
                tlsConfig,
                ServerIdentity.resolve(tlsConfig, List.of("127.0.0.1")).bundle());
        ProxyConfig config = new ProxyConfig(
                List.of(new Endpoint.Tcp("127.0.0.1", 0)),
                new UpstreamConfig(
                        new Endpoint.Tcp(host, port), Optional.empty(), Duration.ofSeconds(10), List.of(), false),
                setup.legs(),
                new SessionLimits(1000, Duration.ofSeconds(10), Duration.ofMinutes(5), true),
                new DrainConfig(DrainConfig.At.TRANSACTION, Duration.ofSeconds(15)),
                new TransportConfig(TransportConfig.Kind.AUTO, 2));
        ObserverFactory observers = new ObserverFactory(EVERYTHING, this::take);
        server = new ProxyServer(
                config,
                Transport.choose(TransportConfig.Kind.AUTO),
                () -> tls,
                () -> Passwords.POLICY,
                observers::create);
        server.start();
    }

    /** Starts a proxy before a server. */
    public static ObservedProxy before(TestServer server) {
        return before(server, new TlsSetup());
    }

    /** Starts a proxy before a server, with wishes about TLS. */
    public static ObservedProxy before(TestServer server, TlsSetup setup) {
        return new ObservedProxy(server.host(), server.port(), setup);
    }

    /** Returns the port of 127.0.0.1 that clients connect to. */
    public int port() {
        return ((InetSocketAddress) server.addresses().get(0)).getPort();
    }

    private void take(MonitorEvent event) {
        Unparsed.look(event);
        Interest interest = event.interest();
        synchronized (events) {
            long session = event.session().number();
            boolean ofTheLogin = event instanceof MonitorEvent.BytesRelayed && !loggedIn.contains(session);
            if (event instanceof LoginFinished) {
                loggedIn.add(session);
            }
            if (ofTheLogin || interest == null || interest == Interest.SESSIONS || interest == Interest.COMMANDS) {
                events.add(event);
                events.notifyAll();
            }
        }
    }

    /** Returns the events of the session with this connection id of the server, once it is closed. */
    public SessionLog session(long connectionId) {
        return closed(id -> id.connectionId() == connectionId);
    }

    /** Returns the events of the session that was the n-th here, from 1, once it is closed: for logins that fail. */
    public SessionLog nthSession(long number) {
        return closed(id -> id.number() == number);
    }

    private SessionLog closed(Predicate<SessionId> which) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        synchronized (events) {
            SessionLog found = found(which);
            while (!found.isClosed()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("The session did not end; its events so far:\n" + found);
                }
                pause(left);
                found = found(which);
            }
            return found;
        }
    }

    /** The events before the greeting have no connection id. */
    private SessionLog found(Predicate<SessionId> which) {
        Set<Long> numbers = events.stream()
                .map(MonitorEvent::session)
                .filter(which)
                .map(SessionId::number)
                .collect(Collectors.toSet());
        return new SessionLog(events.stream()
                .filter(event -> numbers.contains(event.session().number()))
                .toList());
    }

    private void pause(long millis) {
        try {
            events.wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for events", e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
