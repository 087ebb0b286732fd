package io.github.mysqlmonitor.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks the upstream for its version once, at the start; an upstream that is down does not stop the start. */
public final class UpstreamProbe {
    /** The start does not wait longer for an upstream that does not answer. */
    private static final long PATIENCE_MILLIS = 3_000;

    private UpstreamProbe() {}

    /**
     * What is known of the upstream.
     *
     * @param text address and version, or why there is none
     */
    public record Answer(boolean reachable, String text) {}

    /** Waits at most three seconds. */
    public static Answer ask(ProxyServer server) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        var loop = server.nextLoop();
        loop.execute(() -> server.connector()
                .connect(loop, new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(HandlerNames.GREETING, new Greeter(answer))
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
        return answer.completeOnTimeout(
                        new Answer(false, "NOT REACHABLE yet: no greeting so far"),
                        PATIENCE_MILLIS,
                        TimeUnit.MILLISECONDS)
                .join();
    }

    /** Reads the greeting, then ends the login in the way that the server does not count. */
    private static final class Greeter extends ByteToMessageDecoder {
        private final CompletableFuture<Answer> answer;

        Greeter(CompletableFuture<Answer> answer) {
            this.answer = answer;
        }

        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            if (in.readableBytes() < 5 || in.readableBytes() < 4 + in.getUnsignedMediumLE(in.readerIndex())) {
                return;
            }
            int length = in.getUnsignedMediumLE(in.readerIndex());
            ByteBuf payload = in.skipBytes(4).readSlice(length);
            Channel channel = ctx.channel();
            String address = Addresses.host(channel.remoteAddress());
            if (length == 0 || !ServerHello.isMarker(payload.getUnsignedByte(payload.readerIndex()))) {
                answer.complete(new Answer(false, address + " does not speak MySQL"));
                channel.close();
                return;
            }
            ServerHello hello = ServerHello.read(payload);
            in.skipBytes(in.readableBytes());
            ctx.pipeline().remove(this);
            if (hello.error()) {
                answer.complete(new Answer(false, address + " refuses connections"));
                channel.close();
                return;
            }
            answer.complete(
                    new Answer(true, address + "  " + hello.version() + (hello.offersTls() ? "" : "  offers no TLS")));
            AbandonedLogin.finish(channel, null, () -> {});
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) throws Exception {
            answer.complete(new Answer(false, "NOT REACHABLE: it closed the connection before its greeting"));
            super.channelInactive(ctx);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            answer.complete(new Answer(false, "NOT REACHABLE: " + Reasons.of(cause)));
            ctx.close();
        }
    }
}
