package io.github.mysqlmonitor.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;

/**
 * How a session ends before bytes flow: the client is told why, at a moment when it is the server's turn to speak, and
 * the login that is owed to the server is finished. It runs on the session's event loop.
 */
final class SessionRefusal {
    private final Session session;
    private final SessionServices services;
    private boolean greeted;
    private byte[] sslRequest;

    SessionRefusal(Session session, SessionServices services) {
        this.session = session;
        this.services = services;
    }

    /** The server has greeted: from here on it counts a connection that ends without a login. */
    void loginIsOwed() {
        greeted = true;
    }

    /** @param payload the 32 bytes that the server got before TLS, to which a login must agree */
    void sslRequestSent(byte[] payload) {
        sslRequest = payload;
    }

    /** The client's first packet is an ERR; the server leg ends. */
    void insteadOfGreeting(CloseReason reason, int code, String message) {
        session.ending().because(reason);
        session.notice(message);
        session.client().write(ErrorPackets.first(session.client().channel().alloc(), code, message));
        session.client().reading(true);
        session.client().finish(SessionEnding.CLIENT_GRACE_MILLIS);
        if (session.server() != null) {
            finishLogin();
        }
        session.phase(Phase.CLOSING);
        session.ending().endIfBothClosed();
    }

    /** @param firstPacket the client's, which is answered by an ERR; borrowed, skipped */
    void insteadOfAnswer(ByteBuf firstPacket, LegPlan.Refusal refusal) {
        int sequence = firstPacket.getUnsignedByte(firstPacket.readerIndex() + 3) + 1;
        firstPacket.skipBytes(firstPacket.readableBytes());
        Leg client = session.client();
        client.channel().pipeline().remove(HandlerNames.FIRST_PACKET);
        client.write(ErrorPackets.withSqlState(
                client.channel().alloc(), sequence, refusal.code(), refusal.sqlState(), refusal.message()));
        session.notice("refused: " + refusal.message());
        session.ending().because(refusal.reason());
        client.finish(SessionEnding.CLIENT_GRACE_MILLIS);
        finishLogin();
    }

    /**
     * The server leg's TLS has failed: the client is told so after its login, which the server will not get.
     *
     * @param why fit for the client
     */
    void afterServerTls(String why) {
        session.ending().because(CloseReason.SERVER_TLS_FAILED, why);
        takeServer().close();
        Channel client = session.client().channel();
        if (client.pipeline().get(HandlerNames.RELAY) == null) {
            // The client has left meanwhile, and nobody is to be told.
            client.close();
            return;
        }
        boolean loginSeen = !session.flow().loginIsOwed();
        SecondLegRefusal farewell = new SecondLegRefusal(session, why);
        client.pipeline().replace(HandlerNames.RELAY, HandlerNames.FAREWELL, farewell);
        session.client().reading(true);
        if (loginSeen) {
            farewell.send();
        } else {
            // A client that stays silent is not waited for.
            long patienceMillis = services.config().limits().handshakeTimeout().toMillis();
            var timer = client.eventLoop().schedule(farewell::send, patienceMillis, TimeUnit.MILLISECONDS);
            client.closeFuture().addListener(closed -> timer.cancel(false));
        }
    }

    /**
     * The server waits for an answer that it will not get: with an empty one it refuses the login by itself.
     *
     * @param sequence number of that answer
     */
    void finishBegunLogin(int sequence) {
        AbandonedLogin.answer(takeServer(), sequence);
    }

    /** Without its relay: the end of this leg must not be the end of the other before the client has heard why. */
    private Channel takeServer() {
        Channel server = session.server().channel();
        session.phase(Phase.CLOSING);
        session.server().markOutputEnded();
        if (server.pipeline().get(HandlerNames.RELAY) != null) {
            server.pipeline().remove(HandlerNames.RELAY);
        }
        return server;
    }

    /** Ends the server leg so that the server does not count an aborted handshake. */
    void finishLogin() {
        Channel server = takeServer();
        services.counts().abortedHandshake();
        services.registry()
                .brokenHandshakes()
                .add(Addresses.host(session.client().channel().remoteAddress()));
        if (!greeted || !services.config().limits().finishAbandonedLogins() || !server.isActive()) {
            server.close();
            return;
        }
        if (server.pipeline().get(HandlerNames.GREETING) != null) {
            server.pipeline().remove(HandlerNames.GREETING);
        }
        AbandonedLogin.finish(
                server,
                sslRequest,
                () -> session.notice("the login was finished as a refused one (user " + AbandonedLogin.USER
                        + "), so that the server does not count it against the proxy"));
    }
}
