package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.config.Endpoint;
import io.github.mysqlmonitor.config.UpstreamConfig;
import io.netty.channel.EventLoop;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the upstream's addresses anew for each connection, without ever blocking an event loop: the answers live as
 * long as their TTL says, and while DNS fails the last good answer is used.
 */
final class UpstreamResolver implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(UpstreamResolver.class);

    private final UpstreamConfig upstream;
    private final Transport transport;
    private final DnsAddressResolverGroup dns;

    /** Read and written by all loops; a lost update only means an older good answer. */
    private volatile List<SocketAddress> lastGood = List.of();

    private volatile boolean severalSaid;
    private final AtomicBoolean failing = new AtomicBoolean();

    UpstreamResolver(UpstreamConfig upstream, Transport transport) {
        this.upstream = upstream;
        this.transport = transport;
        DnsNameResolverBuilder builder = new DnsNameResolverBuilder()
                .datagramChannelType(transport.datagramChannel())
                .queryTimeoutMillis(Math.max(500, upstream.connectTimeout().toMillis() / 2))
                .nameServerProvider(
                        upstream.nameServers().isEmpty()
                                ? DnsServerAddressStreamProviders.platformDefault()
                                : new SequentialDnsServerAddressStreamProvider(upstream.nameServers()));
        this.dns = new DnsAddressResolverGroup(builder);
    }

    /** Completes {@code result} on the given loop with at least one address, or with the reason why there is none. */
    void resolve(EventLoop loop, Promise<List<SocketAddress>> result) {
        if (upstream.endpoint() instanceof Endpoint.Unix unix) {
            result.setSuccess(List.of(transport.unixAddress(unix.path())));
            return;
        }
        Endpoint.Tcp tcp = (Endpoint.Tcp) upstream.endpoint();
        dns.getResolver(loop)
                .resolveAll(InetSocketAddress.createUnresolved(tcp.host(), tcp.port()))
                .addListener((io.netty.util.concurrent.Future<List<InetSocketAddress>> answer) -> {
                    if (answer.isSuccess()) {
                        remember(List.copyOf(answer.getNow()));
                        result.trySuccess(lastGood);
                    } else if (lastGood.isEmpty()) {
                        result.tryFailure(answer.cause());
                    } else {
                        sayFailure(tcp.host(), answer.cause());
                        result.trySuccess(lastGood);
                    }
                });
    }

    /** Once per outage, not once per connection. */
    private void sayFailure(String host, Throwable cause) {
        if (failing.compareAndSet(false, true)) {
            log.warn("cannot resolve {}, using the last good answer: {}", host, Reasons.of(cause));
        }
    }

    private void remember(List<SocketAddress> addresses) {
        lastGood = addresses;
        if (failing.compareAndSet(true, false)) {
            log.info("upstream {} can be resolved again", upstream.endpoint());
        }
        if (addresses.size() > 1 && !severalSaid) {
            severalSaid = true;
            log.info(
                    "upstream {} has {} addresses: KILL from a new connection may reach another server than the one"
                            + " that runs the statement",
                    upstream.endpoint(),
                    addresses.size());
        }
    }

    @Override
    public void close() {
        dns.close();
    }
}
