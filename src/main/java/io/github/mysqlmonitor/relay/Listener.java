package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.auth.PasswordPolicy;
import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.Endpoint;
import io.github.mysqlmonitor.config.ProxyConfig;
import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.tls.TlsContexts;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Addresses to listen on, and the upstream and the security behind them. A process may have several of these. */
public final class Listener {
    private static final Logger log = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 4096;

    /**
     * What one is made of.
     *
     * @param tls gives the contexts for new handshakes
     * @param passwords what may become of passwords in new sessions
     */
    public record Setup(ProxyConfig config, Supplier<TlsContexts> tls, Supplier<PasswordPolicy> passwords) {}

    private final ProxyServer server;
    private final ProxyConfig config;
    private final UpstreamResolver resolver;
    private final SessionServices services;
    private final List<Channel> channels = new ArrayList<>();
    private String name = "";

    Listener(ProxyServer server, Setup setup) {
        this.server = server;
        this.config = setup.config();
        this.resolver = new UpstreamResolver(config.upstream(), server.transport());
        int userTimeoutMillis = (int) config.limits().tcpUserTimeout().toMillis();
        this.services = server.services(
                setup, new UpstreamConnector(config.upstream(), server.transport(), resolver, userTimeoutMillis));
    }

    /** Where it is bound; tells the port where port 0 was asked for. */
    public List<SocketAddress> addresses() {
        return channels.stream().map(Channel::localAddress).toList();
    }

    /** Where it is bound first, also when it is not any more: {@code HOST:PORT} or {@code unix:/path}. */
    public String name() {
        return name;
    }

    /** What has happened here since the start; from any thread. */
    public ListenerTotals totals() {
        return services.counts().totals();
    }

    SessionServices services() {
        return services;
    }

    ProxyServer server() {
        return server;
    }

    /** @throws ConfigException with exit code 3 if an address cannot be bound */
    void bind() {
        for (Endpoint endpoint : config.listen()) {
            SocketAddress address = address(endpoint);
            ServerBootstrap bootstrap = new ServerBootstrap()
                    .group(server.loops())
                    .channel(server.transport().serverChannel(endpoint))
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .handler(new AcceptFailures(endpoint.toString()))
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
            channels.add(bound.channel());
            services.hold().add(bound.channel());
        }
        name = channels.get(0).localAddress() instanceof InetSocketAddress inet
                ? Addresses.hostAndPort(inet)
                : config.listen().get(0).toString();
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
        return server.transport().unixAddress(unix.path());
    }

    private void accepted(Channel channel) {
        server.transport()
                .keepAlive(channel, (int) config.limits().tcpUserTimeout().toMillis());
        String listener = channel.parent().localAddress() instanceof InetSocketAddress
                ? Addresses.hostAndPort(channel.localAddress())
                : config.listen().stream()
                        .filter(Endpoint.Unix.class::isInstance)
                        .findFirst()
                        .map(Object::toString)
                        .orElse("unix");
        Leg client = new Leg(Direction.CLIENT_TO_SERVER, channel);
        SessionRegistry registry = services.registry();
        if (!registry.admit()) {
            services.counts().refused(CloseReason.TOO_MANY_CONNECTIONS);
            refuse(channel, client, registry.limit());
            return;
        }
        Session session = new Session(registry.nextNumber(), services, client, listener);
        channel.pipeline().addLast(HandlerNames.QUIET_END, new QuietEnd("session " + session.number() + " leg client"));
        services.counts().opened();
        registry.add(session);
        session.start();
    }

    private static void refuse(Channel channel, Leg client, long limit) {
        channel.pipeline().addLast(HandlerNames.QUIET_END, new QuietEnd("refused client"));
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
    }

    /** Sessions go on. */
    void stopAccepting() {
        channels.forEach(channel -> channel.close().awaitUninterruptibly());
        for (Endpoint endpoint : config.listen()) {
            if (endpoint instanceof Endpoint.Unix unix) {
                try {
                    Files.deleteIfExists(Path.of(unix.path()));
                } catch (IOException e) {
                    log.warn("cannot remove {}: {}", unix, e.getMessage());
                }
            }
        }
        channels.clear();
    }

    void close() {
        stopAccepting();
        resolver.close();
    }
}
