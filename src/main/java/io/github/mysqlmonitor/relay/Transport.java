package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.Endpoint;
import io.github.mysqlmonitor.config.TransportConfig;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/** The kind of sockets and event loops in use: epoll, or NIO where epoll does not load. */
public final class Transport {
    private static final int KEEP_ALIVE_IDLE_SECONDS = 60;
    private static final int KEEP_ALIVE_INTERVAL_SECONDS = 10;
    private static final int KEEP_ALIVE_PROBES = 6;

    private final boolean epoll;
    private final Optional<String> warning;

    private Transport(boolean epoll, Optional<String> warning) {
        this.epoll = epoll;
        this.warning = warning;
    }

    /** @throws ConfigException if epoll was demanded and does not load */
    public static Transport choose(TransportConfig.Kind kind) {
        if (kind == TransportConfig.Kind.NIO) {
            return new Transport(false, Optional.empty());
        }
        if (Epoll.isAvailable()) {
            return new Transport(true, Optional.empty());
        }
        String why = Reasons.root(Epoll.unavailabilityCause());
        if (kind == TransportConfig.Kind.EPOLL) {
            throw new ConfigException(ConfigException.Kind.USAGE, "epoll does not load here: " + why);
        }
        return new Transport(
                false,
                Optional.of("epoll does not load here, NIO is used instead; it costs about twice the CPU per query and"
                        + " has no TCP_USER_TIMEOUT (" + why + ")"));
    }

    public String name() {
        return epoll ? "epoll" : "nio";
    }

    /** What the fallback costs, if one was taken. */
    public Optional<String> warning() {
        return warning;
    }

    MultiThreadIoEventLoopGroup newGroup(int threads) {
        IoHandlerFactory factory = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("relay"), factory);
    }

    Class<? extends ServerChannel> serverChannel(Endpoint endpoint) {
        if (endpoint instanceof Endpoint.Unix) {
            return epoll ? EpollServerDomainSocketChannel.class : NioServerDomainSocketChannel.class;
        }
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    Class<? extends Channel> channel(SocketAddress address) {
        if (address instanceof InetSocketAddress) {
            return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
        }
        return epoll ? EpollDomainSocketChannel.class : NioDomainSocketChannel.class;
    }

    Class<? extends DatagramChannel> datagramChannel() {
        return epoll ? EpollDatagramChannel.class : NioDatagramChannel.class;
    }

    SocketAddress unixAddress(String path) {
        return epoll ? new DomainSocketAddress(path) : UnixDomainSocketAddress.of(path);
    }

    /** Lets the kernel notice a vanished peer within minutes, idle or with data in flight. */
    void keepAlive(Channel channel, int userTimeoutMillis) {
        if (!(channel.localAddress() instanceof InetSocketAddress)) {
            return;
        }
        channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        if (epoll) {
            channel.config().setOption(EpollChannelOption.TCP_KEEPIDLE, KEEP_ALIVE_IDLE_SECONDS);
            channel.config().setOption(EpollChannelOption.TCP_KEEPINTVL, KEEP_ALIVE_INTERVAL_SECONDS);
            channel.config().setOption(EpollChannelOption.TCP_KEEPCNT, KEEP_ALIVE_PROBES);
            channel.config().setOption(EpollChannelOption.TCP_USER_TIMEOUT, userTimeoutMillis);
        } else {
            channel.config()
                    .setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), KEEP_ALIVE_IDLE_SECONDS);
            channel.config()
                    .setOption(
                            NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), KEEP_ALIVE_INTERVAL_SECONDS);
            channel.config().setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), KEEP_ALIVE_PROBES);
        }
    }
}
