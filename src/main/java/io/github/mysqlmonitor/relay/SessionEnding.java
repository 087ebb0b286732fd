package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.observe.SessionObserver;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a session ends, whoever ends it: what was read is delivered before anything is closed, the first reason given is
 * the reason, and the observer hears of the end once, when both legs are closed. It runs on the session's event loop.
 */
final class SessionEnding {
    /** How long a client may take to read our goodbye and leave. */
    static final long CLIENT_GRACE_MILLIS = 2_000;

    /** How long a server may take to end after its client left. */
    static final long SERVER_GRACE_MILLIS = 5_000;

    private static final Logger log = LoggerFactory.getLogger(SessionEnding.class);
    private static final int COM_QUIT = 0x01;

    private final Session session;
    private final SessionServices services;
    private final SessionOpening opening;
    private CloseReason reason;
    private String detail = "";
    private boolean draining;

    SessionEnding(Session session, SessionServices services, SessionOpening opening) {
        this.session = session;
        this.services = services;
        this.opening = opening;
    }

    /** The first reason given is the reason. */
    void because(CloseReason why) {
        because(why, "");
    }

    void because(CloseReason why, String inDetail) {
        if (reason == null) {
            reason = why;
            detail = inDetail;
        }
    }

    /** EOF from one side: deliver all that was read to the other, and let it finish. */
    void inputEnded(Leg leg) {
        leg.markInputEnded();
        boolean loginIsOwed = leg == session.client() && session.flow().loginIsOwed();
        switch (session.phase()) {
            case CLOSED -> {}
            case SECURING, RELAYING -> {
                if (loginIsOwed) {
                    because(CloseReason.CLIENT_LEFT);
                    opening.finishLogin();
                } else if (session.phase() == Phase.RELAYING) {
                    ended(leg);
                } // else it is dealt with when both legs are secured, or cannot be
            }
            default -> ended(leg);
        }
    }

    private void ended(Leg leg) {
        session.observer().ending();
        if (leg == session.server()) {
            serverEnded();
        } else {
            clientEnded();
        }
    }

    private void serverEnded() {
        because(serverEndedBecause());
        session.phase(Phase.CLOSING);
        session.server().channel().close();
        session.client().finish(CLIENT_GRACE_MILLIS);
    }

    private CloseReason serverEndedBecause() {
        FlowState flow = session.flow();
        if (flow.quitting()) {
            return CloseReason.CLIENT_QUIT;
        }
        return flow.loggedIn() || flow.loginIsOwed() ? CloseReason.SERVER_CLOSED : CloseReason.LOGIN_FAILED;
    }

    private void clientEnded() {
        because(clientEndedBecause());
        if (reason != CloseReason.CLIENT_QUIT) {
            session.observer().clientLeft();
        }
        session.phase(Phase.CLOSING);
        session.server().finish(SERVER_GRACE_MILLIS);
        session.server().reading(true);
    }

    private CloseReason clientEndedBecause() {
        return session.flow().quitting() ? CloseReason.CLIENT_QUIT : CloseReason.CLIENT_LEFT;
    }

    /** A write to this leg failed: nothing more is written to it, but what it has said is read to the end. */
    void outputFailed(Leg leg) {
        if (leg.outputEnded()) {
            return;
        }
        leg.markOutputEnded();
        because(leg == session.server() ? CloseReason.SERVER_LOST : CloseReason.CLIENT_LOST);
        session.phase(Phase.CLOSING);
        session.client().reading(true);
        session.server().reading(true);
        session.server().finish(SERVER_GRACE_MILLIS);
        if (leg == session.client()) {
            leg.channel().close();
        }
    }

    /**
     * The proxy refuses a login, and has told the client so.
     *
     * @param answer sequence number of the answer that the server waits for; -1 if it waits for none
     */
    void loginRefused(CloseReason why, int answer) {
        because(why);
        session.client().finish(CLIENT_GRACE_MILLIS);
        if (session.flow().loginIsOwed()) {
            opening.finishLogin();
        } else if (answer >= 0) {
            opening.finishBegunLogin(answer);
        } else {
            session.phase(Phase.CLOSING);
            session.server().finish(SERVER_GRACE_MILLIS);
        }
    }

    /** What follows an SSLRequest must be TLS. */
    void plaintextAfterSslRequest() {
        because(CloseReason.PLAINTEXT_AFTER_SSL_REQUEST);
        abort();
    }

    /** An exception in the pipeline of a leg; decoders wrap theirs, and TLS is one of them. */
    void failed(Leg leg, Throwable thrown) {
        boolean inDecoder = thrown instanceof DecoderException && thrown.getCause() != null;
        Throwable cause = inDecoder ? thrown.getCause() : thrown;
        boolean byClient = leg == session.client();
        if (!(cause instanceof IOException)) {
            log.error(
                    "session {} ended by a failure of mysql-monitor itself; please report it", session.number(), cause);
            because(CloseReason.INTERNAL_ERROR);
            abort();
            return;
        }
        // A reset or a TLS alert: channelInactive or ChannelOutputShutdownEvent follows and ends the session.
        log.debug("session {} leg {} failed", session.number(), byClient ? "client" : "server", cause);
        if (!inDecoder) {
            return;
        }
        String why = HandshakeFailure.reason(cause, byClient ? "client" : "server");
        if (!byClient && isBehindHandshakeOnly()) {
            services.counts().server().failed(cause);
            opening.serverTlsFailed(why);
        } else if (session.phase() != Phase.SECURING) {
            because(byClient ? CloseReason.CLIENT_LOST : CloseReason.SERVER_LOST, why);
            leg.channel().close();
        }
    }

    /** In TLS 1.3 a server looks at our certificate when the handshake is over for us. */
    private boolean isBehindHandshakeOnly() {
        return (session.phase() == Phase.SECURING || session.phase() == Phase.RELAYING)
                && session.server().security().kind() == LegSecurity.Kind.TLS
                && session.flow().serverPackets() <= 1;
    }

    /** Closes both legs at once. */
    void abort() {
        session.phase(Phase.CLOSING);
        session.client().channel().close();
        if (session.server() != null) {
            session.server().channel().close();
        }
    }

    /** Ends the session as soon as that harms nothing; callable from any thread. */
    void drain() {
        session.client().channel().eventLoop().execute(() -> {
            draining = true;
            endIfAllowed();
        });
    }

    /** A read loop is over and flushed: a moment at which a session that is to stop may be idle. */
    void readCompleted() {
        if (draining) {
            endIfAllowed();
        }
    }

    private void endIfAllowed() {
        Leg client = session.client();
        Leg server = session.server();
        if (session.phase() != Phase.RELAYING
                || client.outputEnded()
                || server.outputEnded()
                || !session.flow().mayEnd(services.config().drain().at())) {
            return;
        }
        Channel toClient = client.channel();
        because(CloseReason.DRAINED);
        session.notice("ERR 1053 sent to the idle client: the proxy is stopping");
        client.write(asCommanded(ErrorPackets.withSqlState(
                toClient.alloc(), 0, ErrorPackets.SERVER_SHUTDOWN, "08S01", "Server shutdown in progress")));
        server.write(asCommanded(
                toClient.alloc().buffer(5).writeMediumLE(1).writeByte(0).writeByte(COM_QUIT)));
        session.phase(Phase.CLOSING);
        client.finish(CLIENT_GRACE_MILLIS);
        server.finish(SERVER_GRACE_MILLIS);
    }

    /** Takes the frame. */
    private ByteBuf asCommanded(ByteBuf frame) {
        return session.flow().compression() == null ? frame : LegNumbers.stored(frame);
    }

    /** Ends the session when this leg and the other are closed. */
    void watch(Leg leg) {
        // A close is known before channelInactive tells the handlers; they come first, for they know the reason.
        leg.channel()
                .closeFuture()
                .addListener(closed -> session.client().channel().eventLoop().execute(this::endIfBothClosed));
    }

    void endIfBothClosed() {
        Leg server = session.server();
        boolean serverOpen = server != null && server.channel().isOpen();
        if (session.phase() == Phase.CLOSED
                || session.phase() == Phase.CONNECTING
                || serverOpen
                || session.client().channel().isOpen()) {
            return;
        }
        // Both legs can end within one turn of the loop, before either handler could say why.
        because(clientEndedBecause());
        session.phase(Phase.CLOSED);
        services.counts().closed(reason);
        services.registry().remove(session);
        FlowState flow = session.flow();
        session.observer()
                .closed(new SessionObserver.Closing(
                        reason.endedBy(),
                        reason.text() + (detail.isEmpty() ? "" : ": " + detail),
                        List.of(),
                        flow.clientBytes(),
                        flow.clientPackets(),
                        flow.serverBytes(),
                        flow.serverPackets(),
                        flow.commands()));
    }
}
