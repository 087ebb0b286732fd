package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.observe.SessionObserver;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client, one server connection, one event loop: the only mutable state there is per session. {@link
 * SessionOpening} leads it to {@link Phase#RELAYING}; this class keeps it there and ends it.
 */
final class Session {
    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    /** How long a client may take to read our goodbye and leave. */
    static final long CLIENT_GRACE_MILLIS = 2_000;

    /** How long a server may take to end after its client left. */
    static final long SERVER_GRACE_MILLIS = 5_000;

    private static final Logger log = LoggerFactory.getLogger(Session.class);
    private static final int COM_QUIT = 0x01;

    private final long number;
    private final SessionServices services;
    private final String listener;
    private final Leg client;
    private final SessionObserver observer;
    private final SessionOpening opening;
    private final FlowState flow = new FlowState();
    private SequenceShift shift = SequenceShift.NONE;
    private Leg server;
    private Phase phase = Phase.CONNECTING;
    private CloseReason closeReason;
    private String closeDetail = "";
    private boolean draining;

    Session(long number, SessionServices services, Leg client, String listener) {
        this.number = number;
        this.services = services;
        this.client = client;
        this.listener = listener;
        this.observer = services.observers().apply(number);
        this.opening = new SessionOpening(this, services);
    }

    void start() {
        client.channel().closeFuture().addListener(closed -> channelsChanged());
        opening.connect();
    }

    long number() {
        return number;
    }

    Leg client() {
        return client;
    }

    /** Null until the upstream is connected. */
    Leg server() {
        return server;
    }

    FlowState flow() {
        return flow;
    }

    SessionObserver observer() {
        return observer;
    }

    boolean isObserved() {
        return observer != SessionObserver.NONE;
    }

    SequenceShift shift() {
        return shift;
    }

    void shiftSequences(SequenceShift by) {
        shift = by;
    }

    Phase phase() {
        return phase;
    }

    void phase(Phase next) {
        if (phase != Phase.CLOSED && phase != next) {
            log.debug("session {} phase {} to {}", number, phase, next);
            phase = next;
        }
    }

    /** The first reason given is the reason. */
    void closeReason(CloseReason reason) {
        if (closeReason == null) {
            closeReason = reason;
        }
    }

    void closeReason(CloseReason reason, String detail) {
        if (closeReason == null) {
            closeReason = reason;
            closeDetail = detail;
        }
    }

    void notice(String text) {
        observer.notice(text);
    }

    void connected(Leg leg) {
        server = leg;
        leg.channel().closeFuture().addListener(closed -> channelsChanged());
    }

    void opened(String upstreamAddress) {
        observer.opened(
                Addresses.hostAndPort(client.channel().remoteAddress()),
                listener,
                services.connector().upstream().endpoint().toString(),
                upstreamAddress);
    }

    /** Sends a whole packet on while nothing is relayed yet. Takes the bytes. */
    void forward(Leg from, Leg to, ByteBuf bytes) {
        flow.passed(from.direction(), bytes);
        ByteBuf lent = bytes.retainedDuplicate();
        try {
            to.write(bytes);
            to.channel().flush();
            observer.bytes(from.direction(), lent);
        } finally {
            lent.release();
        }
    }

    /** No TLS is to be switched: from here on bytes flow. */
    void relayAsIs() {
        phase(Phase.RELAYING);
        TlsUpgrade.keepHalfOpen(client, server);
        observer.secured(client.security(), server.security());
        var pipeline = client.channel().pipeline();
        pipeline.addAfter(HandlerNames.FIRST_PACKET, HandlerNames.RELAY, new ByteRelay(this, client, server));
        pipeline.remove(HandlerNames.FIRST_PACKET);
    }

    /** Both legs have the security they will keep: from here on bytes flow. */
    void secured() {
        phase(Phase.RELAYING);
        observer.secured(client.security(), server.security());
        for (Leg leg : List.of(client, server)) {
            ByteRelay relay = leg.channel().pipeline().get(ByteRelay.class);
            if (relay != null) {
                relay.lendToObserver();
            }
            leg.reading(true);
        }
        for (Leg leg : List.of(client, server)) {
            if (leg.inputEnded()) {
                inputEnded(leg);
            }
        }
    }

    /** Whether reading may go on when the peer has become writable again. */
    boolean mayRead(Leg leg) {
        return phase == Phase.RELAYING || phase == Phase.CLOSING || (phase == Phase.FIRST_PACKET && leg == server);
    }

    /** A read loop is over and flushed. */
    void readCompleted() {
        if (draining) {
            endIfAllowed();
        }
    }

    /** EOF from one side: deliver all that was read to the other, and let it finish. */
    void inputEnded(Leg leg) {
        leg.markInputEnded();
        boolean leftInHandshake = phase == Phase.SECURING && leg == client && flow.loginIsOwed();
        if (leftInHandshake) {
            closeReason(CloseReason.CLIENT_LEFT);
            opening.finishLogin();
            return;
        }
        if (phase == Phase.SECURING || phase == Phase.CLOSED) {
            return;
        }
        if (leg == server) {
            closeReason(serverEndedBecause());
            phase(Phase.CLOSING);
            server.channel().close();
            client.finish(CLIENT_GRACE_MILLIS);
        } else if (phase == Phase.RELAYING && flow.loginIsOwed()) {
            closeReason(CloseReason.CLIENT_LEFT);
            opening.finishLogin();
        } else {
            closeReason(flow.quitting() ? CloseReason.CLIENT_QUIT : CloseReason.CLIENT_LEFT);
            phase(Phase.CLOSING);
            server.finish(SERVER_GRACE_MILLIS);
            server.reading(true);
        }
    }

    private CloseReason serverEndedBecause() {
        if (flow.quitting()) {
            return CloseReason.CLIENT_QUIT;
        }
        return flow.loggedIn() || flow.loginIsOwed() ? CloseReason.SERVER_CLOSED : CloseReason.LOGIN_FAILED;
    }

    /** A write to this leg failed: nothing more is written to it, but what it has said is read to the end. */
    void outputFailed(Leg leg) {
        if (leg.outputEnded()) {
            return;
        }
        leg.markOutputEnded();
        closeReason(leg == server ? CloseReason.SERVER_LOST : CloseReason.CLIENT_LOST);
        phase(Phase.CLOSING);
        client.reading(true);
        server.reading(true);
        if (leg == client) {
            server.finish(SERVER_GRACE_MILLIS);
            client.channel().close();
        } else {
            server.finish(SERVER_GRACE_MILLIS);
        }
    }

    void plaintextAfterSslRequest() {
        closeReason(CloseReason.PLAINTEXT_AFTER_SSL_REQUEST);
        abort();
    }

    /** An exception in the pipeline of a leg. */
    void failed(Leg leg, Throwable cause) {
        if (cause instanceof IOException || cause instanceof DecoderException) {
            // A reset or a TLS alert: channelInactive or ChannelOutputShutdownEvent follows and ends the session.
            log.debug("session {} leg {} failed", number, leg == client ? "client" : "server", cause);
            if (cause instanceof DecoderException && leg != null && phase != Phase.SECURING) {
                closeReason(
                        leg == client ? CloseReason.CLIENT_LOST : CloseReason.SERVER_LOST,
                        String.valueOf(cause.getMessage()));
                leg.channel().close();
            }
            return;
        }
        log.error("session {} ended by a failure of mysql-monitor itself; please report it", number, cause);
        closeReason(CloseReason.INTERNAL_ERROR);
        abort();
    }

    /** Closes both legs at once. */
    void abort() {
        phase(Phase.CLOSING);
        client.channel().close();
        if (server != null) {
            server.channel().close();
        }
    }

    /** Ends the session as soon as that harms nothing; callable from any thread. */
    void drain() {
        client.channel().eventLoop().execute(() -> {
            draining = true;
            endIfAllowed();
        });
    }

    private void endIfAllowed() {
        if (phase != Phase.RELAYING
                || client.outputEnded()
                || server.outputEnded()
                || !flow.mayEnd(services.config().drain().at())) {
            return;
        }
        Channel toClient = client.channel();
        closeReason(CloseReason.DRAINED);
        notice("ERR 1053 sent to the idle client: the proxy is stopping");
        client.write(ErrorPackets.withSqlState(
                toClient.alloc(), 0, ErrorPackets.SERVER_SHUTDOWN, "08S01", "Server shutdown in progress"));
        server.write(toClient.alloc().buffer(5).writeMediumLE(1).writeByte(0).writeByte(COM_QUIT));
        phase(Phase.CLOSING);
        client.finish(CLIENT_GRACE_MILLIS);
        server.finish(SERVER_GRACE_MILLIS);
    }

    /** A close is known before channelInactive tells the handlers; they come first, for they know the reason. */
    private void channelsChanged() {
        client.channel().eventLoop().execute(this::endIfBothClosed);
    }

    void endIfBothClosed() {
        boolean serverOpen = server != null && server.channel().isOpen();
        boolean connecting = phase == Phase.CONNECTING;
        if (phase == Phase.CLOSED
                || connecting
                || serverOpen
                || client.channel().isOpen()) {
            return;
        }
        // Both legs can end within one turn of the loop, before either handler could say why.
        closeReason(flow.quitting() ? CloseReason.CLIENT_QUIT : CloseReason.CLIENT_LEFT);
        phase(Phase.CLOSED);
        services.registry().remove(this);
        observer.closed(new SessionObserver.Closing(
                closeReason.text() + (closeDetail.isEmpty() ? "" : ": " + closeDetail),
                List.of(),
                flow.clientBytes(),
                flow.clientPackets(),
                flow.serverBytes(),
                flow.serverPackets(),
                flow.commands()));
    }
}
