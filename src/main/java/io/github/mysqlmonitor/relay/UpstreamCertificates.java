package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.config.UpstreamConfig;
import io.github.mysqlmonitor.tls.ShownChain;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks an upstream for its certificates, and accepts whatever it shows: for people to look at. */
public final class UpstreamCertificates {
    private static final int NO_USER_TIMEOUT = 0;

    /**
     * What it showed.
     *
     * @param failure why it showed none; empty if it did
     * @param server address and version, as far as they are known
     * @param tls the version of TLS
     * @param chain leaf first
     */
    public record Answer(String failure, String server, String tls, List<X509Certificate> chain) {
        public Answer {
            chain = List.copyOf(chain);
        }

        static Answer failed(String why, String server) {
            return new Answer(why, server, "", List.of());
        }
    }

    private final UpstreamConfig upstream;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    private UpstreamCertificates(UpstreamConfig upstream) {
        this.upstream = upstream;
    }

    /** Waits, at most for the connect timeout and as long again for the handshake. */
    public static Answer ask(UpstreamConfig upstream, Transport transport) {
        UpstreamCertificates question = new UpstreamCertificates(upstream);
        var loops = transport.newGroup(1);
        try (UpstreamResolver resolver = new UpstreamResolver(upstream, transport)) {
            UpstreamConnector connector = new UpstreamConnector(upstream, transport, resolver, NO_USER_TIMEOUT);
            EventLoop loop = loops.next();
            loop.execute(() -> question.connect(connector, loop));
            long patienceMillis = 2 * upstream.connectTimeout().toMillis();
            return question.answer
                    .completeOnTimeout(
                            Answer.failed("NOT REACHABLE: no answer in " + patienceMillis + " ms", ""),
                            patienceMillis,
                            TimeUnit.MILLISECONDS)
                    .join();
        } finally {
            // The login that is owed is finished meanwhile.
            loops.shutdownGracefully(100, 3_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        }
    }

    private void connect(UpstreamConnector connector, EventLoop loop) {
        connector
                .connect(loop, Optional.empty(), new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(HandlerNames.GREETING, new HelloReader(new AtGreeting()))
                                .addLast(HandlerNames.QUIET_END, new QuietEnd("look at the upstream"));
                    }
                })
                .addListener((Future<Channel> connected) -> {
                    if (connected.isSuccess()) {
                        connected.getNow().config().setAutoRead(true);
                    } else {
                        answer.complete(Answer.failed("NOT REACHABLE: " + Reasons.of(connected.cause()), ""));
                    }
                });
    }

    private final class AtGreeting implements HelloReader.Outcome {
        @Override
        public void failed(String why) {
            answer.complete(Answer.failed(why, ""));
        }

        @Override
        public void greeted(Channel channel, ServerHello hello, byte[] greeting) {
            String address = Addresses.host(channel.remoteAddress());
            String server = (address.isEmpty() ? "" : address + "  ") + hello.version();
            if (!hello.offersTls()) {
                answer.complete(Answer.failed("it offers no TLS", server));
                AbandonedLogin.finish(channel, null, () -> {});
                return;
            }
            byte[] request = AbandonedLogin.sslRequest();
            ByteBuf frame = channel.alloc().buffer(4 + request.length);
            channel.writeAndFlush(
                    frame.writeMediumLE(request.length).writeByte(1).writeBytes(request));
            ShownChain shown = new ShownChain();
            SslHandler tls = shown.context().newHandler(channel.alloc());
            tls.setHandshakeTimeoutMillis(upstream.connectTimeout().toMillis());
            channel.pipeline().addFirst(HandlerNames.TLS, tls);
            tls.handshakeFuture().addListener(done -> {
                if (done.isSuccess()) {
                    String version = tls.engine().getSession().getProtocol();
                    answer.complete(new Answer("", server, version, shown.certificates()));
                    AbandonedLogin.finish(channel, request, () -> {});
                } else {
                    answer.complete(
                            Answer.failed("TLS FAILS: " + HandshakeFailure.reason(done.cause(), "server"), server));
                    channel.close();
                }
            });
        }
    }
}
