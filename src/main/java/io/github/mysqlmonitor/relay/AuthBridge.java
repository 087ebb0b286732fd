package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.auth.AuthOutput;
import io.github.mysqlmonitor.auth.AuthRefusal;
import io.github.mysqlmonitor.auth.AuthRules;
import io.github.mysqlmonitor.auth.Authentication;
import io.github.mysqlmonitor.auth.PasswordKey;
import io.github.mysqlmonitor.auth.Protection;
import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.frame.CompressedScanner;
import io.github.mysqlmonitor.frame.Compression;
import io.github.mysqlmonitor.frame.Frames;
import io.github.mysqlmonitor.packet.Greeting;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * Stands between two legs that differ in security while somebody authenticates. Each packet goes through the {@link
 * Authentication}, which says what either leg is sent; here it gets the sequence number that this leg is at.
 *
 * <pre>
 *  LOGIN_DUE ── login ──▶ AUTHENTICATING ── OK or ERR ──▶ COMMANDS
 *                              ▲ └── refusal ──▶ ENDED       │
 *                              └── COM_CHANGE_USER ──────────┘
 * </pre>
 *
 * <p>Flow and observer are shown the client's leg: what the client sent and what it was sent, with its numbers. That is
 * one whole conversation; what goes on between proxy and server alone is not in it.
 */
final class AuthBridge implements AuthOutput {
    enum Stage {
        LOGIN_DUE,
        AUTHENTICATING,
        COMMANDS,
        ENDED
    }

    private final Session session;
    private final SessionServices services;
    private final LegPlan plan;
    private final Authentication authentication;
    private final LegNumbers clientNumbers;
    private final LegNumbers serverNumbers;
    private final Unobserved unobserved = new Unobserved();
    private final FrameRelay client;
    private final FrameRelay server;

    private Stage stage = Stage.LOGIN_DUE;
    private boolean loggedIn;
    private Compression compression;
    private boolean decrypting;
    private boolean written;

    /**
     * @param clientPackets how many packets the client leg has seen, greeting included
     * @param serverPackets how many the server leg has seen
     */
    AuthBridge(
            Session session,
            SessionServices services,
            LegPlan plan,
            Greeting greeting,
            int clientPackets,
            int serverPackets) {
        this.session = session;
        this.services = services;
        this.plan = plan;
        AuthRules rules = new AuthRules(
                protection(plan.client()),
                protection(plan.server()),
                services.passwords().get());
        this.authentication = new Authentication(rules, greeting, this);
        this.clientNumbers = new LegNumbers(clientPackets);
        this.serverNumbers = new LegNumbers(serverPackets);
        this.client = new FrameRelay(session, session.client(), session.server(), this);
        this.server = new FrameRelay(session, session.server(), session.client(), this);
        client.readWith(new ClientFrames(client, this));
        server.readWith(new ServerFrames(server, this));
        flow().expectInflated();
    }

    private static Protection protection(LegSecurity.Kind kind) {
        return switch (kind) {
            case TLS -> Protection.TLS;
            case UNIX -> Protection.UNIX;
            case PLAIN -> Protection.PLAIN;
        };
    }

    FrameRelay client() {
        return client;
    }

    FrameRelay server() {
        return server;
    }

    FlowState flow() {
        return session.flow();
    }

    /** Whether all commands are answered, to the last byte. */
    boolean isIdle() {
        return flow().isIdle() && server.reader().atBorder();
    }

    CompressedScanner newScanner(CompressedScanner.Output output) {
        return new CompressedScanner(compression, services.inflating(), output);
    }

    Unobserved unobserved() {
        return unobserved;
    }

    Stage stage() {
        return stage;
    }

    /** Whether the client's packets have to wait for a private-key operation. */
    boolean isDecrypting() {
        return decrypting;
    }

    /** @param frame borrowed: a whole one, of the login or of what follows it */
    void fromClient(ByteBuf frame) {
        checkSequence("client", Frames.sequence(frame), clientNumbers);
        byte[] payload = payload(frame);
        if (stage == Stage.LOGIN_DUE) {
            CapabilityBits.login(Unpooled.wrappedBuffer(payload), plan.tlsToServer());
            stage = Stage.AUTHENTICATING;
            show(Direction.CLIENT_TO_SERVER, frame.copy());
            authentication.login(payload);
        } else {
            show(Direction.CLIENT_TO_SERVER, frame.copy());
            authentication.fromClient(payload);
        }
    }

    /** @param frame borrowed: COM_CHANGE_USER, while no other command is being answered */
    void changeUser(ByteBuf frame) {
        clientNumbers.passed(0);
        serverNumbers.restart();
        stage = Stage.AUTHENTICATING;
        show(Direction.CLIENT_TO_SERVER, frame.copy());
        authentication.changeUser(payload(frame));
    }

    /** @param packet borrowed: a compressed one, of which {@link #fromClient} gets the frames */
    void packetFromClient(ByteBuf packet) {
        int sequence = Frames.sequence(packet);
        int due = stage == Stage.COMMANDS && sequence == 0 ? 0 : clientNumbers.nextCompressed();
        if (sequence != due) {
            throw new ProtocolException("sequence number of the client's compressed packet", due, sequence, -1);
        }
        clientNumbers.passedCompressed(sequence);
        flow().passedCompressed(Direction.CLIENT_TO_SERVER, packet.readableBytes());
        toObserver(Direction.CLIENT_TO_SERVER, packet.copy());
    }

    /** @param packet borrowed: a compressed one, of which {@link #fromServer} gets the frames */
    void packetFromServer(ByteBuf packet) {
        serverNumbers.passedCompressed(Frames.sequence(packet));
    }

    /** @param frame borrowed: a whole one, before the login or while somebody authenticates */
    void fromServer(ByteBuf frame) {
        byte[] payload = payload(frame);
        boolean unasked = payload.length > 0 && (payload[0] & 0xFF) == ServerHello.ERR;
        if (unasked) {
            // A server that gives up says so with whatever number it is at.
            serverNumbers.passed(Frames.sequence(frame));
        } else {
            checkSequence("server", Frames.sequence(frame), serverNumbers);
        }
        if (stage == Stage.LOGIN_DUE) {
            if (!unasked) {
                throw new ProtocolException("server's packet before the login", "none", "one", -1);
            }
            toClient(payload);
            return;
        }
        authentication.fromServer(payload);
        if (!authentication.running() && stage == Stage.AUTHENTICATING) {
            stage = Stage.COMMANDS;
            if (!loggedIn) {
                loggedIn = true;
                compressIfAgreed();
            }
            client.resume();
        }
    }

    private void compressIfAgreed() {
        compression = flow().compression();
        if (compression != null) {
            clientNumbers.compress();
            serverNumbers.compress();
            client.readWith(new CompressedClientFrames(client, this, client.reader().held));
            server.readWith(new CompressedServerFrames(server, this, server.reader().held));
        }
    }

    /** In compressed sessions the numbers of the compressed packets count; servers do not look at the others. */
    private void checkSequence(String leg, int sequence, LegNumbers numbers) {
        if (compression == null && sequence != numbers.next()) {
            throw new ProtocolException("sequence number of the " + leg, numbers.next(), sequence, -1);
        }
        numbers.passed(sequence);
    }

    private static byte[] payload(ByteBuf frame) {
        byte[] payload = new byte[frame.readableBytes() - Frames.HEADER_LENGTH];
        frame.getBytes(frame.readerIndex() + Frames.HEADER_LENGTH, payload);
        return payload;
    }

    @Override
    public void toClient(byte[] payload) {
        toClient(clientNumbers.packet(session.client().channel().alloc(), payload));
    }

    /** Takes the packet. */
    private void toClient(ByteBuf packet) {
        if (compression == null) {
            show(Direction.SERVER_TO_CLIENT, packet.copy());
        } else {
            flow().passedCompressed(Direction.SERVER_TO_CLIENT, packet.readableBytes());
            toObserver(Direction.SERVER_TO_CLIENT, packet.copy());
            flow().inflated(Direction.SERVER_TO_CLIENT, LegNumbers.frame(packet));
        }
        written = true;
        session.client().write(packet);
    }

    @Override
    public void toServer(byte[] payload) {
        ByteBuf packet = serverNumbers.packet(session.server().channel().alloc(), payload);
        Arrays.fill(payload, (byte) 0);
        written = true;
        session.server().writeAndWipe(packet);
    }

    /** A whole frame of the client's leg; of a compressed one the observer is shown the compressed packet. Takes it. */
    private void show(Direction direction, ByteBuf frame) {
        if (compression == null) {
            flow().passed(direction, frame);
            toObserver(direction, frame);
        } else {
            flow().inflated(direction, frame);
            frame.setZero(0, frame.writerIndex()).release();
        }
    }

    /** Takes the buffer. */
    private void toObserver(Direction direction, ByteBuf bytes) {
        if (session.isObserved()) {
            unobserved.addSecret(direction, bytes);
        } else {
            bytes.setZero(0, bytes.writerIndex()).release();
        }
    }

    /** Sends what was written. */
    void flush() {
        if (written) {
            written = false;
            session.server().channel().flush();
            session.client().channel().flush();
        }
    }

    /** The server has sent something while commands are relayed. */
    void answered() {
        if (client.isWaiting() && isIdle()) {
            client.resume();
        }
    }

    /** Whether the client's packets have to wait. */
    boolean clientWaits() {
        return client.isWaiting();
    }

    @Override
    public void decrypt(PasswordKey key, byte[] block, byte[] nonce) {
        decrypting = true;
        services.handshakes()
                .submit(() -> key.decrypt(block, nonce))
                .addListener(done ->
                        session.client().channel().eventLoop().execute(() -> decrypted((byte[]) done.getNow())));
    }

    private void decrypted(byte[] password) {
        decrypting = false;
        if (stage == Stage.AUTHENTICATING) {
            authentication.decrypted(password);
            client.resume();
        } else if (password != null) {
            Arrays.fill(password, (byte) 0);
        }
    }

    @Override
    public void refuse(AuthRefusal refusal) {
        CloseReason reason = refusal.exposes() ? CloseReason.INSECURE_COMBINATION : CloseReason.PASSWORD_NOT_EXCHANGED;
        end(reason, ErrorPackets.ACCESS_DENIED, "28000", refusal.message());
    }

    /** A packet of either side cannot be understood, and here it must be. */
    void broken(ProtocolException why) {
        end(
                CloseReason.LOGIN_BROKEN,
                ErrorPackets.BAD_HANDSHAKE,
                "08S01",
                "the login cannot be followed: " + why.getMessage());
    }

    private void end(CloseReason reason, int code, String sqlState, String message) {
        if (stage == Stage.ENDED) {
            return;
        }
        boolean answerDue = stage == Stage.AUTHENTICATING && !loggedIn;
        stage = Stage.ENDED;
        authentication.abandon();
        toClient(ErrorPackets.payload(code, sqlState, "mysql-monitor: " + message));
        flush();
        unobserved.lend(session.observer());
        session.notice("refused: " + message);
        session.ending().loginRefused(reason, answerDue ? serverNumbers.next() : -1);
    }

    @Override
    public void notice(String text) {
        session.notice(text);
    }
}
