package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.config.ProxyProtocol;
import io.github.mysqlmonitor.config.UpstreamConfig;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Opens the server leg on the session's own event loop: all addresses in turn, within the connect timeout. */
final class UpstreamConnector {
    /** An address that swallows packets must leave time for the next one. */
    private static final int MIN_ATTEMPT_MILLIS = 200;

    private final UpstreamConfig upstream;
    private final Transport transport;
    private final UpstreamResolver resolver;
    private final int userTimeoutMillis;

    UpstreamConnector(UpstreamConfig upstream, Transport transport, UpstreamResolver resolver, int userTimeoutMillis) {
        this.upstream = upstream;
        this.transport = transport;
        this.resolver = resolver;
        this.userTimeoutMillis = userTimeoutMillis;
    }

    UpstreamConfig upstream() {
        return upstream;
    }

    /**
     * @param client for whom the connection is; empty if the proxy makes it for itself
     * @return a promise of the connected channel; a failure's message is fit for the client
     */
    Promise<Channel> connect(EventLoop loop, Optional<Origin> client, ChannelHandler handler) {
        Promise<Channel> connected = loop.newPromise();
        long timeoutMillis = upstream.connectTimeout().toMillis();
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        var timer = loop.schedule(
                () -> connected.tryFailure(new UpstreamException("timed out after " + timeoutMillis + " ms")),
                timeoutMillis,
                TimeUnit.MILLISECONDS);
        connected.addListener(done -> timer.cancel(false));
        upstream.proxyProtocol().ifPresent(version -> announce(connected, version, client));
        Promise<List<SocketAddress>> resolved = loop.newPromise();
        resolver.resolve(loop, resolved);
        resolved.addListener(done -> {
            if (done.isSuccess()) {
                List<SocketAddress> addresses = resolved.getNow();
                new Attempt(loop, handler, connected, addresses, deadlineNanos).next();
            } else {
                connected.tryFailure(new UpstreamException("the name cannot be resolved: " + Reasons.of(done.cause())));
            }
        });
        return connected;
    }

    /** Before anything else is said on the connection: this listener comes before the caller's. */
    private static void announce(Promise<Channel> connected, ProxyProtocol version, Optional<Origin> client) {
        connected.addListener(done -> {
            if (done.isSuccess()) {
                Channel channel = connected.getNow();
                channel.writeAndFlush(ProxyHeader.of(channel.alloc(), version, client), channel.voidPromise());
            }
        });
    }

    /** Walks the addresses until one answers. */
    private final class Attempt {
        private final EventLoop loop;
        private final ChannelHandler handler;
        private final Promise<Channel> connected;
        private final Iterator<SocketAddress> addresses;
        private final long deadlineNanos;
        private int left;

        Attempt(
                EventLoop loop,
                ChannelHandler handler,
                Promise<Channel> connected,
                List<SocketAddress> addresses,
                long deadlineNanos) {
            this.loop = loop;
            this.handler = handler;
            this.connected = connected;
            this.addresses = addresses.iterator();
            this.left = addresses.size();
            this.deadlineNanos = deadlineNanos;
        }

        void next() {
            SocketAddress address = addresses.next();
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
            int attemptMillis = (int) Math.max(MIN_ATTEMPT_MILLIS, leftMillis / left--);
            Bootstrap bootstrap = new Bootstrap()
                    .group(loop)
                    .channel(transport.channel(address))
                    .resolver(NoopAddressResolverGroup.INSTANCE)
                    .option(ChannelOption.AUTO_CLOSE, false)
                    .option(ChannelOption.AUTO_READ, false)
                    .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Session.WATER_MARK)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, attemptMillis)
                    .handler(handler);
            if (address instanceof InetSocketAddress && upstream.bindAddress().isPresent()) {
                bootstrap.localAddress(
                        new InetSocketAddress(upstream.bindAddress().get(), 0));
            }
            bootstrap.connect(address).addListener((io.netty.channel.ChannelFuture attempt) -> done(attempt));
        }

        private void done(io.netty.channel.ChannelFuture attempt) {
            if (attempt.isSuccess()) {
                transport.keepAlive(attempt.channel(), userTimeoutMillis);
                if (!connected.trySuccess(attempt.channel())) {
                    attempt.channel().close();
                }
            } else if (addresses.hasNext() && !connected.isDone()) {
                next();
            } else {
                connected.tryFailure(new UpstreamException(Reasons.of(attempt.cause())));
            }
        }
    }
}
