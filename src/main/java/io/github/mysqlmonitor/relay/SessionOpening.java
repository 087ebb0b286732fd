package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.frame.Frames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The first steps of a session, from the accepted client to the point where bytes flow: connect upstream, forward the
 * greeting, look at the client's first packet, turn TLS on. It runs on the session's event loop and is let go of when
 * the session is relaying.
 */
final class SessionOpening {
    private final Session session;
    private final SessionServices services;
    private final SessionRefusal refusal;
    private final long startNanos = System.nanoTime();
    private ScheduledFuture<?> greetingTimer;
    private ServerHello hello;
    private LegPolicy policy;
    private FrameOpening frames;

    SessionOpening(Session session, SessionServices services) {
        this.session = session;
        this.services = services;
        this.refusal = new SessionRefusal(session, services);
    }

    void connect() {
        var loop = session.client().channel().eventLoop();
        services.connector()
                .connect(loop, Optional.of(session.origin()), new ChannelInitializer<>() {
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
                        refusal.insteadOfGreeting(
                                CloseReason.UPSTREAM_UNREACHABLE,
                                ErrorPackets.CANNOT_CONNECT,
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
                        () -> refuseAsNotMySql("no greeting within " + timeoutMillis + " ms"),
                        Math.max(1, timeoutMillis - usedMillis),
                        TimeUnit.MILLISECONDS);
        server.reading(true);
    }

    /** @param firstBytes in hexadecimal */
    void notMySql(String firstBytes) {
        refuseAsNotMySql("the first bytes are no MySQL greeting: " + firstBytes);
    }

    private void refuseAsNotMySql(String why) {
        if (session.phase() == Phase.GREETING) {
            session.server().channel().pipeline().remove(HandlerNames.GREETING);
            refusal.insteadOfGreeting(
                    CloseReason.NOT_MYSQL,
                    ErrorPackets.CANNOT_CONNECT,
                    "mysql-monitor: upstream '"
                            + services.connector().upstream().endpoint() + "' does not speak MySQL: " + why);
        }
    }

    void serverLeftBeforeGreeting() {
        if (session.phase() == Phase.GREETING) {
            greetingTimer.cancel(false);
            refusal.insteadOfGreeting(
                    CloseReason.UPSTREAM_UNREACHABLE,
                    ErrorPackets.CANNOT_CONNECT,
                    cannotConnect("it closed the connection before its greeting"));
        }
    }

    /** Takes the frame. */
    void greeted(ByteBuf frame) {
        greetingTimer.cancel(false);
        ByteBuf payload = frame.slice(4 + frame.readerIndex(), frame.readableBytes() - 4);
        hello = ServerHello.read(payload);
        byte[] greeting = ByteBufUtil.getBytes(payload);
        if (!hello.error()) {
            services.greeting().remember(greeting);
        }
        frames = new FrameOpening(session, services, greeting);
        Leg client = session.client();
        Leg server = session.server();
        policy = new LegPolicy(
                services.config().legs(),
                client.security().kind(),
                server.security().kind(),
                hello.offersTls(),
                hello.negotiates(),
                hello.isMariaDb());
        if (hello.error()) {
            session.ending().because(CloseReason.REFUSED_BY_SERVER);
        } else {
            refusal.loginIsOwed();
            Optional<LegPlan.Refusal> why = policy.refusalBeforeGreeting();
            if (why.isPresent()) {
                frame.release();
                session.phase(Phase.FIRST_PACKET);
                refusal.insteadOfGreeting(
                        why.get().reason(), why.get().code(), why.get().message());
                return;
            }
            if (policy.offer() != LegPolicy.Offer.AS_SERVER) {
                ServerHello.offerTls(payload, policy.offer() == LegPolicy.Offer.SET);
            }
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
        if (client.channel().isActive()) {
            HeldBytes.release(client.channel().pipeline());
        } else {
            clientLeftBeforeLogin();
        }
    }

    /** The client's first packet is its login: it is relayed or refused. */
    void firstPacketIsNoSslRequest(ByteBuf in) {
        LegPlan plan = frames.checked(policy.plan(false), in);
        switch (plan.relaying()) {
            case BYTES, UNDECODED -> session.relayAsIs();
            case FRAMES -> relayFrames(plan, in);
            case NONE -> refusal.insteadOfAnswer(in, plan.refusal().orElseThrow());
        }
    }

    /** @param login borrowed: the start of the login, which comes from a leg without TLS */
    private void relayFrames(LegPlan plan, ByteBuf login) {
        if (!plan.tlsToServer()) {
            frames.withoutTls(plan);
            return;
        }
        refusal.sslRequestSent(frames.requestTls(plan, login));
        session.phase(Phase.SECURING);
        new TlsUpgrade(session, services).start(plan, this);
    }

    /** Takes the frame. */
    void sslRequested(ByteBuf frame) {
        LegPlan plan = frames.checked(policy.plan(true), frame);
        if (plan.relaying() == LegPlan.Relaying.UNDECODED) {
            session.forward(session.client(), session.server(), frame);
            if (hello.offersTls()) {
                session.relayUndecoded(LegPolicy.PASSED_THROUGH);
            } else {
                session.relayAsIs();
            }
            return;
        }
        if (plan.relaying() == LegPlan.Relaying.NONE) {
            refusal.insteadOfAnswer(frame, plan.refusal().orElseThrow());
            frame.release();
            return;
        }
        if (session.flow().serverPackets() > 1) {
            frame.release();
            session.ending().plaintextAfterSslRequest();
            return;
        }
        if (plan.relaying() == LegPlan.Relaying.FRAMES && plan.tlsToServer()) {
            refusal.sslRequestSent(frames.passSslRequest(plan, frame));
        } else if (plan.relaying() == LegPlan.Relaying.FRAMES) {
            frames.keepSslRequest(plan, frame);
        } else {
            refusal.sslRequestSent(ByteBufUtil.getBytes(Frames.payload(frame)));
            session.forward(session.client(), session.server(), frame);
        }
        session.flow().sslRequestPassed();
        session.phase(Phase.SECURING);
        new TlsUpgrade(session, services).start(plan, this);
    }

    /** The client is gone and its login is owed to the server. */
    void clientLeftBeforeLogin() {
        if (session.phase() == Phase.FIRST_PACKET) {
            session.ending().because(CloseReason.CLIENT_LEFT);
            refusal.finishLogin();
        }
    }

    /** The server leg's TLS has failed, or the server has refused our certificate behind the handshake. */
    void serverTlsFailed(String why) {
        refusal.afterServerTls(why);
    }

    /** The session ends when its login was sent and is not finished; see {@link SessionRefusal#finishBegunLogin}. */
    void finishBegunLogin(int sequence) {
        refusal.finishBegunLogin(sequence);
    }

    /** The session ends before its login was sent. */
    void finishLogin() {
        refusal.finishLogin();
    }

    void clientFailed(Throwable cause) {
        session.ending().failed(session.client(), cause);
    }

    void serverFailed(Throwable cause) {
        session.ending().failed(session.server(), cause);
    }
}
