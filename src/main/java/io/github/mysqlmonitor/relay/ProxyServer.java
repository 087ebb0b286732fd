package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.auth.PasswordPolicy;
import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.Endpoint;
import io.github.mysqlmonitor.config.ProxyConfig;
import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.frame.InflateBudget;
import io.github.mysqlmonitor.frame.InflateMemory;
import io.github.mysqlmonitor.observe.SessionObserver;
import io.github.mysqlmonitor.tls.TlsContexts;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners and the event loops behind them. */
public final class ProxyServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ProxyServer.class);
    private static final int BACKLOG = 4096;
    private static final int HANDSHAKE_THREADS = 2;

    private final ProxyConfig config;
    private final Transport transport;
    private final SessionRegistry registry;
    private final MultiThreadIoEventLoopGroup loops;
    private final DefaultEventExecutorGroup handshakes;
    private final UpstreamResolver resolver;
    private final SessionServices services;
    private final List<Channel> listeners = new ArrayList<>();

    /**
     * @param tls gives the contexts for new handshakes
     * @param passwords what may become of passwords in new sessions
     * @param observers gives the observer of a session by its number
     */
    public ProxyServer(
            ProxyConfig config,
            Transport transport,
            Supplier<TlsContexts> tls,
            Supplier<PasswordPolicy> passwords,
            LongFunction<SessionObserver> observers) {
        this.config = config;
        this.transport = transport;
        this.registry = new SessionRegistry(config.limits().maxConnections());
        int threads = config.transport().threads();
        this.loops =
                transport.newGroup(threads > 0 ? threads : Runtime.getRuntime().availableProcessors());
        this.handshakes = new DefaultEventExecutorGroup(HANDSHAKE_THREADS, new DefaultThreadFactory("tls", true));
        this.resolver = new UpstreamResolver(config.upstream(), transport);
        int userTimeoutMillis = (int) config.limits().tcpUserTimeout().toMillis();
        this.services = new SessionServices(
                config,
                tls,
                passwords,
                handshakes,
                new UpstreamConnector(config.upstream(), transport, resolver, userTimeoutMillis),
                registry,
                observers,
                new InflateMemory(new InflateBudget(InflateBudget.DEFAULT_BYTES)));
    }

    /**
     * Binds all listeners.
     *
     * @throws ConfigException with exit code 3 if one cannot be bound
     */
    public void start() {
        for (Endpoint endpoint : config.listen()) {
            SocketAddress address = address(endpoint);
            ServerBootstrap bootstrap = new ServerBootstrap()
                    .group(loops)
                    .channel(transport.serverChannel(endpoint))
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .childOption(ChannelOption.AUTO_READ, false)
                    .childOption(ChannelOption.AUTO_CLOSE, false)
                    .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Session.WATER_MARK)
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            accepted(channel);
                        }
                    });
            var bound = bootstrap.bind(address).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                throw new ConfigException(
                        ConfigException.Kind.CANNOT_BIND,
                        "cannot listen on " + endpoint + ": "
                                + Reasons.of(bound.cause())
                                + "; choose another --listen, or find the process that holds it",
                        bound.cause());
            }
            listeners.add(bound.channel());
        }
    }

    private SocketAddress address(Endpoint endpoint) {
        if (endpoint instanceof Endpoint.Tcp tcp) {
            InetSocketAddress address = tcp.host().equals("*")
                    ? new InetSocketAddress(tcp.port())
                    : new InetSocketAddress(tcp.host(), tcp.port());
            if (address.isUnresolved()) {
                throw new ConfigException(
                        ConfigException.Kind.CANNOT_BIND, "cannot listen on " + endpoint + ": unknown host name");
            }
            return address;
        }
        Endpoint.Unix unix = (Endpoint.Unix) endpoint;
        StaleSocket.remove(unix);
        return transport.unixAddress(unix.path());
    }

    private void accepted(Channel channel) {
        int userTimeoutMillis = (int) config.limits().tcpUserTimeout().toMillis();
        transport.keepAlive(channel, userTimeoutMillis);
        String listener = channel.parent().localAddress() instanceof InetSocketAddress
                ? Addresses.hostAndPort(channel.localAddress())
                : config.listen().stream()
                        .filter(Endpoint.Unix.class::isInstance)
                        .findFirst()
                        .map(Object::toString)
                        .orElse("unix");
        Leg client = new Leg(Direction.CLIENT_TO_SERVER, channel);
        if (!registry.admit()) {
            channel.pipeline().addLast(HandlerNames.QUIET_END, new QuietEnd("refused client"));
            long limit = registry.limit();
            log.warn(
                    "client {} refused: {} connections are open (--max-connections)",
                    Addresses.hostAndPort(channel.remoteAddress()),
                    limit);
            client.write(ErrorPackets.first(
                    channel.alloc(),
                    ErrorPackets.TOO_MANY_CONNECTIONS,
                    "Too many connections (mysql-monitor --max-connections " + limit + ")"));
            client.reading(true);
            client.finish(SessionEnding.CLIENT_GRACE_MILLIS);
            return;
        }
        Session session = new Session(registry.nextNumber(), services, client, listener);
        channel.pipeline().addLast(HandlerNames.QUIET_END, new QuietEnd("session " + session.number() + " leg client"));
        registry.add(session);
        session.start();
    }

    EventLoop nextLoop() {
        return loops.next();
    }

    SessionServices services() {
        return services;
    }

    UpstreamConnector connector() {
        return services.connector();
    }

    /** Where the listeners are bound; tells the port where port 0 was asked for. */
    public List<SocketAddress> addresses() {
        return listeners.stream().map(Channel::localAddress).toList();
    }

    /** How many sessions there have been. */
    public long accepted() {
        return registry.accepted();
    }

    /** How many sessions there are. */
    public int sessions() {
        return registry.size();
    }

    /** Closes the listeners; sessions go on. */
    public void stopAccepting() {
        listeners.forEach(listener -> listener.close().awaitUninterruptibly());
        for (Endpoint endpoint : config.listen()) {
            if (endpoint instanceof Endpoint.Unix unix) {
                try {
                    Files.deleteIfExists(Path.of(unix.path()));
                } catch (IOException e) {
                    log.warn("cannot remove {}: {}", unix, e.getMessage());
                }
            }
        }
        listeners.clear();
    }

    /** A drain of the sessions there are; {@link #stopAccepting} comes first. */
    public Drain drain() {
        registry.drain();
        return new Drain(registry, config.drain());
    }

    /** Cuts off whatever is left and ends the event loops. */
    @Override
    public void close() {
        stopAccepting();
        resolver.close();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        handshakes.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
