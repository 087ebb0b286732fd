package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.config.ClientSslMode;
import io.github.mysqlmonitor.frame.FrameDecoder;
import io.github.mysqlmonitor.frame.Frames;
import io.github.mysqlmonitor.packet.AuthSwitch;
import io.github.mysqlmonitor.packet.Greeting;
import io.github.mysqlmonitor.packet.Login;
import io.github.mysqlmonitor.packet.Secret;
import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.CommandCode;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a health check in the place of the upstream, which hears nothing of it. What a checker may want is a
 * connection, a greeting, a login without a password, a ping. Whoever wants more is told that it is at the wrong door.
 *
 * <pre>
 * LOGIN ─┬──────────▶ COMMANDS ──▶ OVER
 *        └▶ SWITCHED ─▶
 * </pre>
 *
 * A checker may also have said everything before it reads anything.
 */
final class HealthCheck extends ByteToMessageDecoder {
    private static final Logger log = LoggerFactory.getLogger(HealthCheck.class);

    private static final int MAX_PACKET = 16 * 1024;
    private static final int SSL_REQUEST = 32;
    private static final byte[] OK = {0, 0, 0, 2, 0, 0, 0};
    private static final int UNKNOWN_COMMAND = 1047;

    private enum State {
        LOGIN,
        SWITCHED,
        COMMANDS,
        OVER
    }

    private final Leg client;
    private final String who;
    private final SessionServices services;
    private final Greeting greeting;
    private final FrameDecoder frames = new FrameDecoder(MAX_PACKET);
    private State state = State.LOGIN;

    private HealthCheck(Leg client, String who, SessionServices services, Greeting greeting) {
        this.client = client;
        this.who = who;
        this.services = services;
        this.greeting = greeting;
    }

    /** @param client an accepted connection of which nothing was read, unless it is kept in {@link HeldBytes} */
    static void answer(Leg client, Origin origin, SessionServices services) {
        Channel channel = client.channel();
        HealthChecks checks = services.registry().healthChecks();
        if (!checks.begin()) {
            channel.close();
            return;
        }
        ClientSslMode mode = services.config().legs().client();
        boolean offersTls = mode != ClientSslMode.DISABLED && mode != ClientSslMode.PASSTHROUGH;
        Greeting greeting = services.greeting().own(offersTls);
        long patienceMillis = services.config().limits().handshakeTimeout().toMillis();
        var timer = channel.eventLoop().schedule(() -> channel.close(), patienceMillis, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> {
            timer.cancel(false);
            checks.over();
            log.debug("health check of {} is over", origin.text());
        });
        HealthCheck check = new HealthCheck(client, origin.text(), services, greeting);
        QuietEnd.addBefore(channel.pipeline(), HandlerNames.HEALTH_CHECK, check);
        ByteBuf payload = channel.alloc().buffer();
        greeting.encode(new WireWriter(payload), Capabilities.NONE);
        check.send(0, payload);
        HeldBytes.release(channel.pipeline());
        client.reading(true);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (state == State.OVER) {
            in.skipBytes(in.readableBytes());
            return;
        }
        ByteBuf frame = frames.next(in);
        if (frame == null) {
            return;
        }
        int answer = Frames.sequence(frame) + 1;
        ByteBuf payload = Frames.payload(frame);
        boolean command = payload.readableBytes() == 1 && answer == 1;
        switch (state) {
            case LOGIN -> login(ctx, payload, answer);
            // Who sends everything at once has sent its QUIT here.
            case SWITCHED -> {
                if (command) {
                    command(payload, answer);
                } else {
                    authenticated(payload.readableBytes() <= 1, answer);
                }
            }
            case COMMANDS -> command(payload, answer);
            case OVER -> {}
        }
    }

    private void login(ChannelHandlerContext ctx, ByteBuf payload, int answer) {
        if (isSslRequest(payload)) {
            startTls(ctx);
            return;
        }
        Login login = Login.decode(new WireReader(payload));
        boolean withoutPassword = isNothing(login.authResponse());
        String plugin = login.plugin();
        if (withoutPassword && !plugin.isEmpty() && !plugin.equals(greeting.pluginName())) {
            // The client may have a password, for which its plugin needs a nonce of its own.
            state = State.SWITCHED;
            ByteBuf asked = client.channel().alloc().buffer();
            new WireWriter(asked)
                    .uint8(AuthSwitch.MARKER)
                    .nul(plugin.getBytes(StandardCharsets.UTF_8))
                    .nul(services.greeting().nonce());
            send(answer, asked);
        } else {
            authenticated(withoutPassword, answer);
        }
    }

    private boolean isSslRequest(ByteBuf payload) {
        return payload.readableBytes() <= SSL_REQUEST
                && payload.readableBytes() >= 2
                && greeting.capabilities().has(Capability.SSL)
                && (payload.getUnsignedShortLE(payload.readerIndex()) & Capability.SSL.mask()) != 0;
    }

    /** What was read too far goes on to TLS, and from there to whom takes this one's place. */
    private void startTls(ChannelHandlerContext ctx) {
        SslHandler tls = services.tls().get().client().newHandler(ctx.alloc(), services.handshakes());
        tls.setHandshakeTimeoutMillis(
                services.config().limits().handshakeTimeout().toMillis());
        var pipeline = ctx.pipeline();
        pipeline.addAfter(HandlerNames.HEALTH_CHECK, HandlerNames.TLS, tls);
        pipeline.addAfter(
                HandlerNames.TLS, HandlerNames.HEALTH_CHECK_IN_TLS, new HealthCheck(client, who, services, greeting));
        pipeline.remove(this);
    }

    /** An empty answer; some plugins put a NUL in its place. */
    private static boolean isNothing(Secret answer) {
        return answer.length() == 0 || (answer.length() == 1 && answer.reveal()[0] == 0);
    }

    private void authenticated(boolean withoutPassword, int answer) {
        if (withoutPassword) {
            state = State.COMMANDS;
            send(answer, OK);
            return;
        }
        String more = services.registry().healthChecks().refusals().turn();
        if (more != null) {
            log.warn(
                    "client {} has a password, but its address is in --health-check-networks, where only checks without"
                            + " one are answered{}",
                    who,
                    more);
        }
        send(
                answer,
                ErrorPackets.payload(
                        ErrorPackets.ACCESS_DENIED,
                        "28000",
                        "mysql-monitor answers health checks without a password from this address, and no clients"
                                + " (--health-check-networks)"));
        end();
    }

    private void command(ByteBuf payload, int answer) {
        int code = payload.isReadable() ? payload.getUnsignedByte(payload.readerIndex()) : -1;
        if (code == CommandCode.PING.code()) {
            send(answer, OK);
        } else if (code == CommandCode.QUIT.code()) {
            end();
        } else {
            // The connection stays: some clients ask something of their own first and do not show how that ended.
            send(
                    answer,
                    ErrorPackets.payload(
                            UNKNOWN_COMMAND,
                            "08S01",
                            "mysql-monitor answers health checks from this address, with nothing but a ping"
                                    + " (--health-check-networks)"));
        }
    }

    private void end() {
        state = State.OVER;
        client.finish(SessionEnding.CLIENT_GRACE_MILLIS);
    }

    private void send(int sequence, byte[] payload) {
        send(sequence, client.channel().alloc().buffer().writeBytes(payload));
    }

    /** Takes the payload. */
    private void send(int sequence, ByteBuf payload) {
        ByteBuf frame = client.channel().alloc().buffer(Frames.HEADER_LENGTH + payload.readableBytes());
        Frames.write(frame, sequence, payload);
        payload.release();
        client.write(frame);
        client.channel().flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        super.channelInactive(ctx);
        ctx.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause.getCause() instanceof ProtocolException || cause instanceof ProtocolException) {
            log.debug("health check of {} breaks the protocol: {}", who, Reasons.root(cause));
        } else {
            ctx.fireExceptionCaught(cause);
        }
        ctx.close();
    }
}
