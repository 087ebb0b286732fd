package io.github.mysqlmonitor.admin;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.Endpoint;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Answers monitoring systems: one request per connection, a few connections at a time, each for a few seconds, whatever
 * a client sends or does not send. It has a thread of its own, so that the relay's never wait for it.
 */
public final class AdminServer implements AutoCloseable {
    static final int MAX_CONNECTIONS = 32;
    static final int MAX_LINE_BYTES = 1024;
    static final int MAX_HEADER_BYTES = 8192;
    private static final int BACKLOG = 32;
    private static final long PATIENCE_MILLIS = 10_000;

    private final MultiThreadIoEventLoopGroup loop;
    private final Channel channel;
    private final AtomicInteger connections = new AtomicInteger();

    private AdminServer(Endpoint.Tcp endpoint, List<Metric> metrics, BooleanSupplier ready, long patienceMillis) {
        this.loop =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("admin", true), NioIoHandler.newFactory());
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel client) {
                        accepted(client, new AdminHandler(metrics, ready), patienceMillis);
                    }
                })
                .bind(
                        endpoint.host().equals("*")
                                ? new InetSocketAddress(endpoint.port())
                                : new InetSocketAddress(endpoint.host(), endpoint.port()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            close();
            throw new ConfigException(
                    ConfigException.Kind.CANNOT_BIND,
                    "cannot listen on " + endpoint + " for --admin: "
                            + bound.cause().getMessage() + "; choose another one, or find the process that holds it",
                    bound.cause());
        }
        this.channel = bound.channel();
    }

    /**
     * Listens from now on.
     *
     * @param endpoint port 0 is a free one
     * @param ready whether new sessions are taken
     * @throws ConfigException with exit code 3 if it cannot be bound
     */
    public static AdminServer start(Endpoint.Tcp endpoint, List<Metric> metrics, BooleanSupplier ready) {
        return start(endpoint, metrics, ready, PATIENCE_MILLIS);
    }

    /** @param patienceMillis how long a connection may take in all */
    static AdminServer start(Endpoint.Tcp endpoint, List<Metric> metrics, BooleanSupplier ready, long patienceMillis) {
        return new AdminServer(endpoint, metrics, ready, patienceMillis);
    }

    /** Where it listens; tells the port where port 0 was asked for. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    private void accepted(Channel client, AdminHandler handler, long patienceMillis) {
        if (connections.incrementAndGet() > MAX_CONNECTIONS) {
            connections.decrementAndGet();
            client.close();
            return;
        }
        var timer = client.eventLoop().schedule(() -> client.close(), patienceMillis, TimeUnit.MILLISECONDS);
        client.closeFuture().addListener(closed -> {
            timer.cancel(false);
            connections.decrementAndGet();
        });
        client.pipeline()
                .addLast(
                        new HttpRequestDecoder(new HttpDecoderConfig()
                                .setMaxInitialLineLength(MAX_LINE_BYTES)
                                .setMaxHeaderSize(MAX_HEADER_BYTES)),
                        new HttpResponseEncoder(),
                        handler);
    }

    @Override
    public void close() {
        if (channel != null) {
            channel.close().awaitUninterruptibly();
        }
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
