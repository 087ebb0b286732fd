package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.auth.AuthOutput;
import io.github.mysqlmonitor.auth.AuthRefusal;
import io.github.mysqlmonitor.auth.Authentication;
import io.github.mysqlmonitor.auth.PasswordKey;
import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.frame.CompressedScanner;
import io.github.mysqlmonitor.frame.Compression;
import io.github.mysqlmonitor.frame.Frames;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.function.Function;

/**
 * Stands between two legs that differ in security, of which the server's is to get attributes, or of which the server must
 * not take the one for the other, while somebody authenticates. Each packet goes through the {@link Authentication}, which
 * says what either leg is sent; here it gets the sequence number that this leg is at. {@link AuthStage} has the states.
 */
final class AuthBridge implements AuthOutput {
    private final Session session;
    private final SessionServices services;
    private final LegPlan plan;
    private final Authentication authentication;
    private final AuthLegs legs;
    private final FrameRelay client;
    private final FrameRelay server;
    private final UserChanges userChanges;

    private AuthStage stage = AuthStage.LOGIN_DUE;
    private boolean loggedIn;
    private boolean decrypting;
    private boolean compressed;

    /**
     * For one session.
     *
     * @param authentications gives the one of this session
     * @param legs with the packets that have passed so far counted
     */
    AuthBridge(
            Session session,
            SessionServices services,
            LegPlan plan,
            Function<AuthOutput, Authentication> authentications,
            AuthLegs legs) {
        this.session = session;
        this.services = services;
        this.plan = plan;
        this.authentication = authentications.apply(this);
        this.legs = legs;
        this.client = new FrameRelay(session, session.client(), session.server(), this);
        this.server = new FrameRelay(session, session.server(), session.client(), this);
        this.userChanges = new UserChanges(session, plan.alike(), client, server);
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

    UserChanges userChanges() {
        return userChanges;
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
            login(payload, frame);
        } else {
            legs.show(Direction.CLIENT_TO_SERVER, frame);
            authentication.fromClient(payload);
        }
    }

    private void login(byte[] payload, ByteBuf frame) {
        if (!plan.alike()) {
            CapabilityBits.login(Unpooled.wrappedBuffer(payload), plan.tlsToServer());
        }
        try {
            authentication.login(payload);
            stage = AuthStage.AUTHENTICATING;
            legs.show(Direction.CLIENT_TO_SERVER, frame);
        } catch (ProtocolException broken) {
            if (!plan.alike()) {
                throw broken;
            }
            toServer(payload);
            legs.show(Direction.CLIENT_TO_SERVER, frame);
            copy(broken);
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
            if (!unasked && !plan.alike()) {
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
            compressed = true;
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

    /** Number of the packet that the server waits for. */
    int nextToServer() {
        return legs.nextToServer();
    }

    /** Whether the client's packets have to wait. */
    boolean clientWaits() {
        return client.isWaiting();
    }

    @Override
    public void decrypt(PasswordKey key, byte[] block, byte[] nonce) {
        decrypting = true;
        var loop = session.client().channel().eventLoop();
        PasswordDecryption.start(key, block, nonce, services.handshakes(), loop).addListener(done -> {
            decrypting = false;
            authentication.decrypted((byte[]) done.getNow());
            client.resume();
        });
    }

    @Override
    public void refuse(AuthRefusal refusal) {
        if (refusal.loggedIn()) {
            legs.quit(compresses());
            loggedIn = true;
        }
        end(AuthEnding.of(refusal));
    }

    /** A packet of either side cannot be understood. */
    void broken(ProtocolException why) {
        if (plan.alike() && !compressed) {
            copy(why);
        } else {
            end(AuthEnding.of(why));
        }
    }

    /** Relays what is held and all that follows as it is: it was for the attributes only that packets were looked at. */
    private void copy(ProtocolException why) {
        stage = AuthStage.COPIED;
        flow().lose(String.valueOf(why.getMessage()));
        notice("packets are passed on as they are, without attributes: " + why.getMessage());
        client.resume();
        server.resume();
    }

    private void end(AuthEnding why) {
        if (stage == AuthStage.ENDED) {
            return;
        }
        boolean answerDue = stage == AuthStage.AUTHENTICATING && !loggedIn;
        stage = AuthStage.ENDED;
        authentication.abandon();
        toClient(why.packet());
        flush();
        legs.unobserved().lend();
        session.notice("refused: " + why.message());
        session.ending().loginRefused(why.reason(), answerDue ? legs.nextToServer() : -1);
    }

    @Override
    public void notice(String text) {
        session.notice(text);
    }
}
