package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.auth.AttributeInjection;
import io.github.mysqlmonitor.auth.AuthRules;
import io.github.mysqlmonitor.auth.Authentication;
import io.github.mysqlmonitor.frame.Frames;
import io.github.mysqlmonitor.packet.Greeting;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/** The part of {@link SessionOpening} for sessions whose legs differ in security or that get attributes injected. */
final class FrameOpening {
    private static final int FIXED_LOGIN_PART = 32;

    private final Session session;
    private final SessionServices services;
    private final byte[] serverGreeting;
    private Greeting greeting;
    private Optional<AttributeInjection> injection = Optional.empty();

    /** @param serverGreeting as the server sent it */
    FrameOpening(Session session, SessionServices services, byte[] serverGreeting) {
        this.session = session;
        this.services = services;
        this.serverGreeting = serverGreeting;
    }

    /**
     * Gives the plan, with frames where attributes can be injected; or a refusal if legs that differ need a greeting to
     * be understood that cannot be.
     *
     * @param first borrowed: the start of the client's first packet, with its header
     */
    LegPlan checked(LegPlan plan, ByteBuf first) {
        boolean wanted = services.config().upstream().injectAttributes();
        return switch (plan.relaying()) {
            case FRAMES -> understood(plan, wanted ? first : null);
            case BYTES -> wanted ? injecting(plan, first) : plan;
            case UNDECODED, NONE -> plan;
        };
    }

    /** @param first null if nothing is to be injected */
    private LegPlan understood(LegPlan plan, ByteBuf first) {
        try {
            decodeGreeting();
        } catch (ProtocolException broken) {
            String message = "mysql-monitor: the server's greeting is not understood: " + broken.getMessage();
            return LegPlan.refused(
                    plan.client(),
                    plan.server(),
                    new LegPlan.Refusal(CloseReason.NOT_MYSQL, ErrorPackets.CANNOT_CONNECT, "HY000", message));
        }
        if (first != null) {
            prepareInjection(first);
        }
        return plan;
    }

    /** Legs that are equal can do without. */
    private LegPlan injecting(LegPlan plan, ByteBuf first) {
        try {
            decodeGreeting();
        } catch (ProtocolException broken) {
            notInjected("the server's greeting is not understood: " + broken.getMessage());
            return plan;
        }
        prepareInjection(first);
        return injection.isPresent() ? plan.byFrames() : plan;
    }

    private void decodeGreeting() {
        greeting = Greeting.decode(new WireReader(Unpooled.wrappedBuffer(serverGreeting)));
    }

    private void prepareInjection(ByteBuf first) {
        if (!greeting.capabilities().has(Capability.CONNECT_ATTRS)) {
            notInjected("the server takes none");
        } else if (!AttributeInjection.fits(Frames.payload(first))) {
            notInjected("the client's protocol is older than 4.1");
        } else {
            injection = Optional.of(
                    new AttributeInjection(() -> ClientAttributes.of(session), greeting.isMariaDb(), session::notice));
        }
    }

    private void notInjected(String why) {
        session.notice("no attributes were injected: " + why);
    }

    /** The client's leg has no TLS, nor will the server's have. */
    void withoutTls(LegPlan plan) {
        bridge(plan, 1, 1);
        session.relayAsIs();
    }

    /**
     * The server's leg alone will have TLS: sends an SSLRequest made of the login.
     *
     * @param login borrowed: the start of it, with its header
     * @return the payload of that SSLRequest
     */
    byte[] requestTls(LegPlan plan, ByteBuf login) {
        byte[] request = new byte[FIXED_LOGIN_PART];
        int seen = Math.min(FIXED_LOGIN_PART, login.readableBytes() - Frames.HEADER_LENGTH);
        login.getBytes(login.readerIndex() + Frames.HEADER_LENGTH, request, 0, seen);
        CapabilityBits.login(Unpooled.wrappedBuffer(request), true);
        announceAttributes(request);
        ByteBuf frame = login.alloc().buffer(Frames.HEADER_LENGTH + FIXED_LOGIN_PART);
        Frames.write(frame, 1, request);
        session.server().channel().writeAndFlush(frame);
        bridge(plan, 1, 2);
        return request;
    }

    /**
     * Both legs will have TLS: passes the client's SSLRequest on, with what is injected announced.
     *
     * @param sslRequest taken
     * @return the payload that was sent
     */
    byte[] passSslRequest(LegPlan plan, ByteBuf sslRequest) {
        byte[] request = ByteBufUtil.getBytes(Frames.payload(sslRequest));
        announceAttributes(request);
        ByteBuf frame = sslRequest.alloc().buffer(Frames.HEADER_LENGTH + request.length);
        Frames.write(frame, Frames.sequence(sslRequest), request);
        session.keep(session.client(), sslRequest);
        session.server().channel().writeAndFlush(frame);
        bridge(plan, 2, 2);
        return request;
    }

    private void announceAttributes(byte[] request) {
        if (injection.isPresent()) {
            AttributeInjection.announce(Unpooled.wrappedBuffer(request));
        }
    }

    /** The client's leg alone will have TLS: its SSLRequest goes no further. Takes the frame. */
    void keepSslRequest(LegPlan plan, ByteBuf sslRequest) {
        session.keep(session.client(), sslRequest);
        bridge(plan, 2, 1);
    }

    /** Between the legs from here on, of which so many packets have passed on each. */
    private void bridge(LegPlan plan, int clientPackets, int serverPackets) {
        AuthLegs legs = new AuthLegs(session, plan.alike(), clientPackets, serverPackets);
        AuthRules rules = plan.authRules(services.passwords().get());
        session.relayFrames(new AuthBridge(
                session, services, plan, out -> new Authentication(rules, greeting, injection, out), legs));
    }
}
