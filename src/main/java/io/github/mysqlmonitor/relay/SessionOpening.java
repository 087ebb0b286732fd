package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.event.Direction;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The first steps of a session, from the accepted client to the point where bytes flow: connect upstream, forward the
 * greeting, look at the client's first packet, turn TLS on. It runs on the session's event loop and is let go of when
 * the session is relaying.
 */
final class SessionOpening {
    private static final int CLIENT_SSL = 0x0800;
    private static final int FIXED_LOGIN_PART = 32;

    private final Session session;
    private final SessionServices services;
    private final long startNanos = System.nanoTime();
    private ScheduledFuture<?> greetingTimer;
    private ServerHello hello;
    private byte[] sslRequest;

    SessionOpening(Session session, SessionServices services) {
        this.session = session;
        this.services = services;
    }

    void connect() {
        var loop = session.client().channel().eventLoop();
        services.connector()
                .connect(loop, new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(HandlerNames.GREETING, new GreetingHandler(SessionOpening.this))
                                .addLast(
                                        HandlerNames.QUIET_END,
                                        new QuietEnd("session " + session.number() + " leg server"));
                    }
                })
                .addListener((io.netty.util.concurrent.Future<Channel> connected) -> {
                    if (connected.isSuccess()) {
                        connected(connected.getNow());
                    } else {
                        session.opened("");
                        refuse(
                                CloseReason.UPSTREAM_UNREACHABLE,
                                cannotConnect(connected.cause().getMessage()));
                    }
                });
    }

    private String cannotConnect(String why) {
        return "mysql-monitor can't connect to upstream '"
                + services.connector().upstream().endpoint() + "': " + why;
    }

    private void connected(Channel channel) {
        if (session.phase() != Phase.CONNECTING) {
            channel.close();
            return;
        }
        Leg server = new Leg(Direction.SERVER_TO_CLIENT, channel);
        session.connected(server);
        session.phase(Phase.GREETING);
        session.opened(Addresses.host(channel.remoteAddress()));
        long timeoutMillis = services.connector().upstream().connectTimeout().toMillis();
        long usedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        greetingTimer = channel.eventLoop()
                .schedule(
                        () -> notMySql("no greeting within " + timeoutMillis + " ms"),
                        Math.max(1, timeoutMillis - usedMillis),
                        TimeUnit.MILLISECONDS);
        server.reading(true);
    }

    void notMySql() {
        notMySql("the first bytes are no MySQL greeting");
    }

    private void notMySql(String why) {
        if (session.phase() == Phase.GREETING) {
            session.server().channel().pipeline().remove(HandlerNames.GREETING);
            refuse(
                    CloseReason.NOT_MYSQL,
                    "mysql-monitor: upstream '"
                            + services.connector().upstream().endpoint() + "' does not speak MySQL: " + why);
        }
    }

    void serverLeftBeforeGreeting() {
        if (session.phase() == Phase.GREETING) {
            greetingTimer.cancel(false);
            refuse(CloseReason.UPSTREAM_UNREACHABLE, cannotConnect("it closed the connection before its greeting"));
        }
    }

    /** Takes the frame. */
    void greeted(ByteBuf frame) {
        greetingTimer.cancel(false);
        hello = ServerHello.read(frame.slice(4 + frame.readerIndex(), frame.readableBytes() - 4));
        Leg client = session.client();
        Leg server = session.server();
        if (hello.error()) {
            session.ending().because(CloseReason.REFUSED_BY_SERVER);
        } else if (client.isUnix() && !server.isUnix() && !hello.offersTls()) {
            frame.release();
            session.phase(Phase.FIRST_PACKET);
            refuse(CloseReason.INSECURE_COMBINATION, "mysql-monitor: " + LegPolicy.refusal(client));
            return;
        }
        session.phase(Phase.FIRST_PACKET);
        session.forward(server, client, frame);
        if (hello.errorCode() == ServerHello.HOST_IS_BLOCKED) {
            session.notice(services.registry().brokenHandshakes().explanation());
        }
        var pipeline = server.channel().pipeline();
        pipeline.addAfter(HandlerNames.GREETING, HandlerNames.RELAY, new ByteRelay(session, server, client));
        pipeline.remove(HandlerNames.GREETING);
        QuietEnd.addBefore(client.channel().pipeline(), HandlerNames.FIRST_PACKET, new FirstPacketHandler(this));
        client.reading(true);
        if (!client.channel().isActive()) {
            clientLeftBeforeLogin();
        }
    }

    /** The client's first packet is its login: the legs stay as they are, unless that would be unsafe. */
    void firstPacketIsNoSslRequest(ByteBuf in) {
        switch (LegPolicy.decide(session.client(), session.server(), hello.offersTls(), false)) {
            case AS_THEY_ARE -> session.relayAsIs();
            case TLS_TO_SERVER -> tlsToServerOnly(in);
            default -> {
                int sequence = in.getUnsignedByte(in.readerIndex() + 3) + 1;
                in.skipBytes(in.readableBytes());
                session.client().channel().pipeline().remove(HandlerNames.FIRST_PACKET);
                session.client()
                        .write(ErrorPackets.withSqlState(
                                session.client().channel().alloc(),
                                sequence,
                                ErrorPackets.ACCESS_DENIED,
                                "28000",
                                "mysql-monitor: " + LegPolicy.refusal(session.client())));
                session.notice("refused: " + LegPolicy.refusal(session.client()));
                session.ending().because(CloseReason.INSECURE_COMBINATION);
                session.client().finish(SessionEnding.CLIENT_GRACE_MILLIS);
                finishLogin();
            }
        }
    }

    private void tlsToServerOnly(ByteBuf in) {
        int start = in.readerIndex();
        byte[] fixed = new byte[FIXED_LOGIN_PART];
        in.getBytes(start + 4, fixed, 0, Math.min(FIXED_LOGIN_PART, in.readableBytes() - 4));
        ByteBuf request = in.alloc().buffer(4 + FIXED_LOGIN_PART);
        request.writeMediumLE(FIXED_LOGIN_PART).writeByte(1).writeBytes(fixed);
        request.setShortLE(4, request.getUnsignedShortLE(4) | CLIENT_SSL);
        sslRequest = ByteBufUtil.getBytes(request, 4, FIXED_LOGIN_PART);
        session.server().channel().writeAndFlush(request);
        session.shiftSequences(new SequenceShift.ServerAhead());
        session.phase(Phase.SECURING);
        new TlsUpgrade(session, services).toServerOnly(this);
    }

    /** Takes the frame. */
    void sslRequested(ByteBuf frame) {
        if (LegPolicy.decide(session.client(), session.server(), hello.offersTls(), true)
                != LegPolicy.Decision.TLS_ON_BOTH) {
            // It asks for what was not offered: the server's answer is the right one.
            session.forward(session.client(), session.server(), frame);
            session.relayAsIs();
            return;
        }
        if (session.flow().serverPackets() > 1) {
            frame.release();
            session.ending().plaintextAfterSslRequest();
            return;
        }
        sslRequest = ByteBufUtil.getBytes(frame, frame.readerIndex() + 4, frame.readableBytes() - 4);
        session.forward(session.client(), session.server(), frame);
        session.flow().sslRequestPassed();
        session.phase(Phase.SECURING);
        new TlsUpgrade(session, services).onBothLegs(this);
    }

    /** The client is gone and its login is owed to the server. */
    void clientLeftBeforeLogin() {
        if (session.phase() == Phase.FIRST_PACKET) {
            session.ending().because(CloseReason.CLIENT_LEFT);
            finishLogin();
        }
    }

    /** Ends the server leg so that the server does not count an aborted handshake. */
    void finishLogin() {
        Channel server = session.server().channel();
        session.phase(Phase.CLOSING);
        session.server().markOutputEnded();
        if (server.pipeline().get(HandlerNames.RELAY) != null) {
            server.pipeline().remove(HandlerNames.RELAY);
        }
        services.registry()
                .brokenHandshakes()
                .add(Addresses.host(session.client().channel().remoteAddress()));
        boolean greeted = hello != null && !hello.error();
        if (!greeted || !services.config().limits().finishAbandonedLogins() || !server.isActive()) {
            server.close();
            return;
        }
        AbandonedLogin.finish(
                server,
                sslRequest,
                () -> session.notice("the login was finished as a refused one (user " + AbandonedLogin.USER
                        + "), so that the server does not count it against the proxy"));
    }

    /** The client's first packet is an ERR; the server leg ends. */
    private void refuse(CloseReason reason, String message) {
        session.ending().because(reason);
        session.notice(message);
        session.client()
                .write(ErrorPackets.first(
                        session.client().channel().alloc(),
                        reason == CloseReason.INSECURE_COMBINATION
                                ? ErrorPackets.ACCESS_DENIED
                                : ErrorPackets.CANNOT_CONNECT,
                        message));
        session.client().reading(true);
        session.client().finish(SessionEnding.CLIENT_GRACE_MILLIS);
        if (session.server() != null) {
            finishLogin();
        }
        session.phase(Phase.CLOSING);
        session.ending().endIfBothClosed();
    }

    void clientFailed(Throwable cause) {
        session.ending().failed(session.client(), cause);
    }

    void serverFailed(Throwable cause) {
        session.ending().failed(session.server(), cause);
    }
}
