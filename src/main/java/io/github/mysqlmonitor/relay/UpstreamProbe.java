package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.tls.PeerCheck;
import io.github.mysqlmonitor.tls.TlsContexts;
import io.github.mysqlmonitor.tls.UpstreamTls;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks the upstream for its version once, at the start, and where sessions would use TLS makes a handshake, so that a
 * certificate that does not verify is found before the first client. An upstream that is down does not stop the start.
 */
public final class UpstreamProbe {
    /** The start does not wait longer for an upstream that does not answer. */
    private static final long PATIENCE_MILLIS = 3_000;

    /** Until the other engine is set up. */
    private static final long OTHER_ENGINE_MILLIS = 500;

    private UpstreamProbe() {}

    /**
     * What is known of the upstream.
     *
     * @param text address and version, or why there is none
     */
    public record Answer(boolean reachable, String text) {}

    /** Waits at most three seconds. */
    public static Answer ask(Listener listener) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        ask(listener, answer, true);
        return answer.completeOnTimeout(
                        new Answer(false, "NOT REACHABLE yet: no greeting so far"),
                        PATIENCE_MILLIS,
                        TimeUnit.MILLISECONDS)
                .join();
    }

    private static void ask(Listener listener, CompletableFuture<Answer> answer, boolean again) {
        var loop = listener.server().nextLoop();
        loop.execute(() -> listener.services()
                .connector()
                .connect(loop, Optional.empty(), new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(HandlerNames.GREETING, new HelloReader(new Greeter(listener, answer, again)))
                                .addLast(HandlerNames.QUIET_END, new QuietEnd("probe of the upstream"));
                    }
                })
                .addListener((Future<Channel> connected) -> {
                    if (connected.isSuccess()) {
                        connected.getNow().config().setAutoRead(true);
                    } else {
                        answer.complete(new Answer(false, "NOT REACHABLE: " + Reasons.of(connected.cause())));
                    }
                }));
    }

    /** Makes a handshake where sessions would, and ends the login in the way that the server does not count. */
    private static final class Greeter implements HelloReader.Outcome {
        private final Listener listener;
        private final CompletableFuture<Answer> answer;
        private final boolean again;

        /** @param again whether to ask once more where another engine is to be tried */
        Greeter(Listener listener, CompletableFuture<Answer> answer, boolean again) {
            this.listener = listener;
            this.answer = answer;
            this.again = again;
        }

        @Override
        public void failed(String why) {
            answer.complete(new Answer(false, why));
        }

        @Override
        public void greeted(Channel channel, ServerHello hello, byte[] greeting) {
            listener.services().greeting().remember(greeting);
            String text = Addresses.host(channel.remoteAddress()) + "  " + hello.version();
            if (!hello.offersTls() || !listener.services().config().legs().mayUseTlsUpstream()) {
                answer.complete(new Answer(true, text + (hello.offersTls() ? "" : "  offers no TLS")));
                AbandonedLogin.finish(channel, null, () -> {});
                return;
            }
            secure(channel, text);
        }

        private void secure(Channel channel, String text) {
            byte[] request = AbandonedLogin.sslRequest();
            ByteBuf frame = channel.alloc().buffer(4 + request.length);
            channel.writeAndFlush(
                    frame.writeMediumLE(request.length).writeByte(1).writeBytes(request));
            SessionServices services = listener.services();
            TlsContexts contexts = services.tls().get();
            UpstreamTls upstream = contexts.server();
            String name = contexts.serverName(Optional.empty());
            SslHandler tls = upstream.newHandler(
                    channel.alloc(), name, TlsUpgrade.port(services.config()), services.handshakes());
            channel.pipeline().addFirst(HandlerNames.TLS, tls);
            tls.handshakeFuture().addListener(done -> {
                if (done.isSuccess()) {
                    PeerCheck check = upstream.check(tls.engine(), services.handshakes());
                    answer.complete(new Answer(
                            true,
                            text + "  " + tls.engine().getSession().getProtocol() + " " + check.subject()
                                    + (check.verified() ? " verified" : " UNVERIFIED")));
                    AbandonedLogin.finish(channel, request, () -> {});
                    return;
                }
                channel.close();
                boolean other =
                        upstream.failed(done.cause(), services.handshakes()).isPresent();
                if (other && again) {
                    channel.eventLoop()
                            .schedule(() -> ask(listener, answer, false), OTHER_ENGINE_MILLIS, TimeUnit.MILLISECONDS);
                } else {
                    answer.complete(
                            new Answer(true, text + "  TLS FAILS: " + HandshakeFailure.reason(done.cause(), "server")));
                }
            });
        }
    }
}
