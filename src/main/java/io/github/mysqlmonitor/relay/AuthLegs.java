package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.frame.Frames;
import io.github.mysqlmonitor.wire.CommandCode;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The two legs of a session while somebody authenticates: their sequence numbers, what is written to them, and what of it
 * is shown.
 *
 * <p>Flow and observer are shown the client's leg, with its packets and its numbers. That is one whole conversation; what
 * goes on between proxy and server alone is not in it.
 */
final class AuthLegs {
    private final Session session;
    private final LegNumbers client;
    private final LegNumbers server;
    private final Unobserved unobserved;
    private final boolean alike;
    private boolean compressed;
    private boolean written;

    /**
     * Before the login.
     *
     * @param alike whether each packet goes on, so that it keeps the number its sender gave it, right or wrong
     * @param clientPackets how many packets the client leg has seen, greeting included
     * @param serverPackets how many the server leg has seen
     */
    AuthLegs(Session session, boolean alike, int clientPackets, int serverPackets) {
        this.session = session;
        this.alike = alike;
        this.unobserved = new Unobserved(session.observer());
        this.client = new LegNumbers(clientPackets);
        this.server = new LegNumbers(serverPackets);
    }

    Unobserved unobserved() {
        return unobserved;
    }

    /** Number of the packet that the server waits for. */
    int nextToServer() {
        return server.next();
    }

    /** From here on, packets of both legs go in compressed ones. */
    void compress() {
        compressed = true;
        client.compress();
        server.compress();
    }

    /** The client has sent a packet with number 0, which begins a command on the server's leg, too. */
    void restart() {
        client.passed(0);
        server.restart();
    }

    /**
     * Leaves the server, which has let the client in.
     *
     * @param afterCompression whether it waits for compressed packets
     */
    void quit(boolean afterCompression) {
        if (afterCompression) {
            server.compress();
        }
        server.restart();
        toServer(new byte[] {(byte) CommandCode.QUIT.code()});
    }

    /** @param frame borrowed: the client's, with the number that is due */
    void receiveFromClient(ByteBuf frame) {
        if (alike) {
            keepNumber(frame, client, server);
        } else {
            client.receive(frame, "client");
        }
    }

    /**
     * @param frame borrowed: the server's
     * @param anyNumber a server that gives up says so with whatever number it is at
     */
    void receiveFromServer(ByteBuf frame, boolean anyNumber) {
        if (alike) {
            keepNumber(frame, server, client);
        } else if (anyNumber) {
            server.passed(Frames.sequence(frame));
        } else {
            server.receive(frame, "server");
        }
    }

    private static void keepNumber(ByteBuf frame, LegNumbers from, LegNumbers to) {
        int sequence = Frames.sequence(frame);
        from.passed(sequence);
        to.passed(sequence - 1);
    }

    /**
     * @param packet borrowed: a compressed one of the client
     * @param mayRestart whether it may be the first of a command
     */
    void receivePacketFromClient(ByteBuf packet, boolean mayRestart) {
        client.receiveCompressed(packet, mayRestart);
        showPacket(Direction.CLIENT_TO_SERVER, packet);
    }

    /** @param packet borrowed: a compressed one of the server */
    void receivePacketFromServer(ByteBuf packet) {
        server.passedCompressed(Frames.sequence(packet));
    }

    /** @param payload taken */
    void toClient(byte[] payload) {
        ByteBuf packet = client.packet(session.client().channel().alloc(), payload);
        if (compressed) {
            showPacket(Direction.SERVER_TO_CLIENT, packet);
            show(Direction.SERVER_TO_CLIENT, LegNumbers.frame(packet));
        } else {
            show(Direction.SERVER_TO_CLIENT, packet);
        }
        written = true;
        session.client().write(packet);
    }

    /** @param payload taken and wiped */
    void toServer(byte[] payload) {
        ByteBuf packet = server.packet(session.server().channel().alloc(), payload);
        Arrays.fill(payload, (byte) 0);
        written = true;
        session.server().writeAndWipe(packet);
    }

    /** Sends what was written. */
    void flush() {
        if (written) {
            written = false;
            session.server().channel().flush();
            session.client().channel().flush();
        }
    }

    /** @param frame borrowed: a whole one; if it came in a compressed packet, the observer has been shown that one */
    void show(Direction direction, ByteBuf frame) {
        if (compressed) {
            session.flow().inflated(direction, frame);
        } else {
            session.flow().passed(direction, frame);
            observe(direction, frame);
        }
    }

    private void showPacket(Direction direction, ByteBuf packet) {
        session.flow().passedCompressed(direction, packet.readableBytes());
        observe(direction, packet);
    }

    private void observe(Direction direction, ByteBuf bytes) {
        if (session.isObserved()) {
            unobserved.addSecret(direction, bytes.copy());
        }
    }
}
