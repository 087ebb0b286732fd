package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.frame.Frames;
import io.github.mysqlmonitor.packet.Greeting;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** The part of {@link SessionOpening} for sessions whose legs differ in security. */
final class FrameOpening {
    private static final int FIXED_LOGIN_PART = 32;

    private final Session session;
    private final SessionServices services;
    private final byte[] serverGreeting;
    private Greeting greeting;

    /** @param serverGreeting as the server sent it */
    FrameOpening(Session session, SessionServices services, byte[] serverGreeting) {
        this.session = session;
        this.services = services;
        this.serverGreeting = serverGreeting;
    }

    /** Gives the plan, or a refusal if legs that differ need a greeting to be understood that cannot be. */
    LegPlan checked(LegPlan plan) {
        if (plan.relaying() != LegPlan.Relaying.FRAMES) {
            return plan;
        }
        try {
            greeting = Greeting.decode(new WireReader(Unpooled.wrappedBuffer(serverGreeting)));
            return plan;
        } catch (ProtocolException broken) {
            String message = "mysql-monitor: the server's greeting is not understood: " + broken.getMessage();
            return LegPlan.refused(
                    plan.client(),
                    plan.server(),
                    new LegPlan.Refusal(CloseReason.NOT_MYSQL, ErrorPackets.CANNOT_CONNECT, "HY000", message));
        }
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
        ByteBuf frame = login.alloc().buffer(Frames.HEADER_LENGTH + FIXED_LOGIN_PART);
        Frames.write(frame, 1, request);
        session.server().channel().writeAndFlush(frame);
        bridge(plan, 1, 2);
        return request;
    }

    /** Both legs will have TLS: the client's SSLRequest is the server's, too. Takes the frame. */
    void passSslRequest(LegPlan plan, ByteBuf sslRequest) {
        session.forward(session.client(), session.server(), sslRequest);
        bridge(plan, 2, 2);
    }

    /** The client's leg alone will have TLS: its SSLRequest goes no further. Takes the frame. */
    void keepSslRequest(LegPlan plan, ByteBuf sslRequest) {
        session.keep(session.client(), sslRequest);
        bridge(plan, 2, 1);
    }

    /** Between the legs from here on, of which so many packets have passed on each. */
    private void bridge(LegPlan plan, int clientPackets, int serverPackets) {
        AuthLegs legs = new AuthLegs(session, clientPackets, serverPackets);
        session.relayFrames(new AuthBridge(session, services, plan, greeting, legs));
    }
}
