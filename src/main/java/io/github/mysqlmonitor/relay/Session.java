package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.observe.SessionObserver;
import io.netty.buffer.ByteBuf;
import io.netty.channel.WriteBufferWaterMark;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client, one server connection, one event loop: the only mutable state there is per session. {@link
 * SessionOpening} leads it to {@link Phase#RELAYING}, {@link SessionEnding} from there to {@link Phase#CLOSED}.
 */
final class Session {
    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private static final Logger log = LoggerFactory.getLogger(Session.class);

    private final long number;
    private final SessionServices services;
    private final String listener;
    private final Leg client;
    private final SessionObserver observer;
    private final SessionOpening opening;
    private final SessionEnding ending;
    private final FlowState flow = new FlowState();
    private AuthBridge bridge;
    private Leg server;
    private Phase phase = Phase.CONNECTING;

    Session(long number, SessionServices services, Leg client, String listener) {
        this.number = number;
        this.services = services;
        this.client = client;
        this.listener = listener;
        this.observer = services.observers().apply(number);
        this.opening = new SessionOpening(this, services);
        this.ending = new SessionEnding(this, services, opening);
    }

    void start() {
        ending.watch(client);
        opening.connect();
    }

    long number() {
        return number;
    }

    Leg client() {
        return client;
    }

    SessionEnding ending() {
        return ending;
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

    /** The legs differ in security, so that more than bytes must be relayed. */
    void relayFrames(AuthBridge between) {
        bridge = between;
        server.channel().pipeline().replace(HandlerNames.RELAY, HandlerNames.RELAY, between.server());
    }

    RelayHandler newClientRelay() {
        return bridge == null ? new ByteRelay(this, client, server) : bridge.client();
    }

    Phase phase() {
        return phase;
    }

    void phase(Phase next) {
        if (phase != Phase.CLOSED && phase != next) {
            log.debug("session {} phase {} to {}", number, phase, next);
            phase = next;
            holdIfWanted();
        }
    }

    /** Stops reading both legs, or goes on, as it is wanted now and as far as this session has come. */
    void holdIfWanted() {
        boolean hold = services.hold().isOn() && phase == Phase.RELAYING && !flow.loggingIn();
        client.hold(hold);
        if (server != null) {
            server.hold(hold);
        }
    }

    /** For the end of a read loop: cheap as long as nobody wants to stop reading. */
    void holdIfOn() {
        if (services.hold().isOn()) {
            holdIfWanted();
        }
    }

    void notice(String text) {
        observer.notice(text);
    }

    void connected(Leg leg) {
        server = leg;
        ending.watch(leg);
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
            observer.arrived();
            to.write(bytes);
            to.channel().flush();
            observer.bytes(from.direction(), lent);
        } finally {
            lent.release();
        }
    }

    /** Shows a whole packet that goes no further, while nothing is relayed yet. Takes the bytes. */
    void keep(Leg from, ByteBuf bytes) {
        flow.passed(from.direction(), bytes);
        try {
            observer.arrived();
            observer.bytes(from.direction(), bytes);
        } finally {
            bytes.release();
        }
    }

    /** No TLS is to be switched: from here on bytes flow. */
    void relayAsIs() {
        phase(Phase.RELAYING);
        TlsUpgrade.keepHalfOpen(client, server);
        services.counts().secured(server.security());
        observer.secured(client.security(), server.security());
        startClientRelay();
    }

    /** The peers have begun to say what cannot be read: from here on bytes flow, unseen. */
    void relayUndecoded(String why) {
        flow.undecoded();
        services.counts().undecoded();
        observer.undecoded(why);
        phase(Phase.RELAYING);
        startClientRelay();
    }

    private void startClientRelay() {
        var pipeline = client.channel().pipeline();
        pipeline.addAfter(HandlerNames.FIRST_PACKET, HandlerNames.RELAY, newClientRelay());
        pipeline.remove(HandlerNames.FIRST_PACKET);
    }

    /** Both legs have the security they will keep: from here on bytes flow. */
    void secured() {
        phase(Phase.RELAYING);
        services.counts().secured(server.security());
        observer.secured(client.security(), server.security());
        for (Leg leg : List.of(client, server)) {
            RelayHandler relay = leg.channel().pipeline().get(RelayHandler.class);
            if (relay != null) {
                relay.lendToObserver();
            }
            leg.reading(true);
        }
        for (Leg leg : List.of(client, server)) {
            if (leg.inputEnded()) {
                ending.inputEnded(leg);
            }
        }
    }

    /** Whether reading may go on when the peer has become writable again. */
    boolean mayRead(Leg leg) {
        if (bridge != null && leg == client && bridge.clientWaits()) {
            return false;
        }
        return phase == Phase.RELAYING || phase == Phase.CLOSING || (phase == Phase.FIRST_PACKET && leg == server);
    }
}
