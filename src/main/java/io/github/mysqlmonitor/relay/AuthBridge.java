package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.auth.AuthOutput;
import io.github.mysqlmonitor.auth.AuthRefusal;
import io.github.mysqlmonitor.auth.Authentication;
import io.github.mysqlmonitor.auth.PasswordKey;
import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.frame.CompressedScanner;
import io.github.mysqlmonitor.frame.Compression;
import io.github.mysqlmonitor.frame.Frames;
import io.github.mysqlmonitor.packet.Greeting;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;

/**
 * Stands between two legs that differ in security, or of which the server must not take the one for the other, while somebody authenticates. Each packet goes through the {@link
 * Authentication}, which says what either leg is sent; here it gets the sequence number that this leg is at.
 *
 * <pre>
 *  LOGIN_DUE ── login ──▶ AUTHENTICATING ── OK or ERR ──▶ COMMANDS
 *                              ▲ └── refusal ──▶ ENDED       │
 *                              └── COM_CHANGE_USER ──────────┘
 * </pre>
 */
final class AuthBridge implements AuthOutput {
    private final Session session;
    private final SessionServices services;
    private final LegPlan plan;
    private final Authentication authentication;
    private final AuthLegs legs;
    private final FrameRelay client;
    private final FrameRelay server;

    private AuthStage stage = AuthStage.LOGIN_DUE;
    private boolean loggedIn;
    private boolean decrypting;

    /** @param legs with the packets that have passed so far counted */
    AuthBridge(Session session, SessionServices services, LegPlan plan, Greeting greeting, AuthLegs legs) {
        this.session = session;
        this.services = services;
        this.plan = plan;
        this.authentication =
                new Authentication(plan.authRules(services.passwords().get()), greeting, this);
        this.legs = legs;
        this.client = new FrameRelay(session, session.client(), session.server(), this);
        this.server = new FrameRelay(session, session.server(), session.client(), this);
        client.readWith(new ClientFrames(client, this));
        server.readWith(new ServerFrames(server, this));
        flow().expectInflated();
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

    /**
     * Whether all commands are answered, to the last byte.
     *
     * @throws ProtocolException if nobody can tell
     */
    boolean mayChangeUser() {
        if (flow().isLost()) {
            throw new ProtocolException("COM_CHANGE_USER", "a session that can be followed", "one that was lost", -1);
        }
        return isIdle();
    }

    private boolean isIdle() {
        return flow().isIdle() && server.reader().atBorder();
    }

    CompressedScanner newScanner(CompressedScanner.Output output) {
        return new CompressedScanner(
                Compression.agreed(authentication.agreed()).orElseThrow(), services.inflating(), output);
    }

    Unobserved unobserved() {
        return legs.unobserved();
    }

    AuthStage stage() {
        return stage;
    }

    /** Whether the client's packets have to wait for a private-key operation. */
    boolean isDecrypting() {
        return decrypting;
    }

    /** @param frame borrowed: a whole one, of the login or of what follows it */
    void fromClient(ByteBuf frame) {
        legs.receiveFromClient(frame);
        byte[] payload = ByteBufUtil.getBytes(Frames.payload(frame));
        if (stage == AuthStage.LOGIN_DUE) {
            CapabilityBits.login(Unpooled.wrappedBuffer(payload), plan.tlsToServer());
            authentication.login(payload);
            stage = AuthStage.AUTHENTICATING;
            legs.show(Direction.CLIENT_TO_SERVER, frame);
        } else {
            legs.show(Direction.CLIENT_TO_SERVER, frame);
            authentication.fromClient(payload);
        }
    }

    /** @param frame borrowed: COM_CHANGE_USER, while no other command is being answered */
    void changeUser(ByteBuf frame) {
        legs.restart();
        stage = AuthStage.AUTHENTICATING;
        legs.show(Direction.CLIENT_TO_SERVER, frame);
        authentication.changeUser(ByteBufUtil.getBytes(Frames.payload(frame)));
    }

    /** @param packet borrowed: a compressed one, of which {@link #fromClient} gets the frames */
    void packetFromClient(ByteBuf packet) {
        legs.receivePacketFromClient(packet, stage == AuthStage.COMMANDS);
    }

    /** @param packet borrowed: a compressed one, of which {@link #fromServer} gets the frames */
    void packetFromServer(ByteBuf packet) {
        legs.receivePacketFromServer(packet);
    }

    /** @param frame borrowed: a whole one, before the login or while somebody authenticates */
    void fromServer(ByteBuf frame) {
        byte[] payload = ByteBufUtil.getBytes(Frames.payload(frame));
        boolean unasked = payload.length > 0 && (payload[0] & 0xFF) == ServerHello.ERR;
        legs.receiveFromServer(frame, unasked);
        if (stage == AuthStage.LOGIN_DUE) {
            if (!unasked) {
                throw new ProtocolException("server's packet before the login", "none", "one", -1);
            }
            toClient(payload);
            return;
        }
        authentication.fromServer(payload);
        if (!authentication.running() && stage == AuthStage.AUTHENTICATING) {
            stage = AuthStage.COMMANDS;
            if (!loggedIn) {
                loggedIn = true;
                compressIfAgreed();
            }
            client.resume();
        }
    }

    private boolean compresses() {
        return Compression.agreed(authentication.agreed()).isPresent();
    }

    private void compressIfAgreed() {
        if (compresses()) {
            legs.compress();
            client.readWith(new CompressedClientFrames(client, this, client.reader().held));
            server.readWith(new CompressedServerFrames(server, this, server.reader().held));
        }
    }

    @Override
    public void toClient(byte[] payload) {
        legs.toClient(payload);
    }

    @Override
    public void toServer(byte[] payload) {
        legs.toServer(payload);
    }

    /** Sends what was written. */
    void flush() {
        legs.flush();
    }

    /** The server has sent something while commands are relayed: a user change may have waited for it. */
    void answered() {
        if (client.isWaiting() && (isIdle() || flow().isLost())) {
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
        PasswordDecryption.start(key, block, nonce, services.handshakes(), loop())
                .addListener(done -> {
                    decrypting = false;
                    authentication.decrypted((byte[]) done.getNow());
                    client.resume();
                });
    }

    private EventLoop loop() {
        return session.client().channel().eventLoop();
    }

    @Override
    public void refuse(AuthRefusal refusal) {
        if (refusal.loggedIn()) {
            legs.quit(compresses());
            loggedIn = true;
        }
        end(CloseReason.of(refusal.why()), ErrorPackets.ACCESS_DENIED, "28000", refusal.message());
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
        if (stage == AuthStage.ENDED) {
            return;
        }
        boolean answerDue = stage == AuthStage.AUTHENTICATING && !loggedIn;
        stage = AuthStage.ENDED;
        authentication.abandon();
        toClient(ErrorPackets.payload(code, sqlState, "mysql-monitor: " + message));
        flush();
        legs.unobserved().lend();
        session.notice("refused: " + message);
        session.ending().loginRefused(reason, answerDue ? legs.nextToServer() : -1);
    }

    @Override
    public void notice(String text) {
        session.notice(text);
    }
}
