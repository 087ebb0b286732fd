package io.github.mysqlmonitor.tls;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/** Lets two contexts shake hands without a socket. */
final class MemoryHandshake {
    /** A handshake takes about ten turns; more than this means that both sides wait for each other. */
    private static final int MAX_TURNS = 200;

    private final SSLEngine client;
    private final SSLEngine server;
    private final ByteBuffer toServer;
    private final ByteBuffer toClient;
    private final ByteBuffer nothing = ByteBuffer.allocate(0);
    private final ByteBuffer plain;

    private MemoryHandshake(SSLEngine client, SSLEngine server) {
        this.client = client;
        this.server = server;
        // Room for several records: the server's flight with a long chain is more than one.
        int capacity = 8 * Math.max(packetSize(client), packetSize(server));
        this.toServer = ByteBuffer.allocate(capacity);
        this.toClient = ByteBuffer.allocate(capacity);
        this.plain = ByteBuffer.allocate(2 * Math.max(plainSize(client), plainSize(server)));
    }

    /**
     * Both sides finish, or the first failure is thrown.
     *
     * @return the client's session: version, cipher suite and the certificates it was shown
     */
    static SSLSession run(SslContext clientContext, SslContext serverContext) throws SSLException {
        SSLEngine client = clientContext.newEngine(UnpooledByteBufAllocator.DEFAULT, "localhost", 3306);
        SSLEngine server = serverContext.newEngine(UnpooledByteBufAllocator.DEFAULT);
        try {
            new MemoryHandshake(client, server).run();
            return client.getSession();
        } finally {
            ReferenceCountUtil.release(client);
            ReferenceCountUtil.release(server);
        }
    }

    private void run() throws SSLException {
        client.beginHandshake();
        server.beginHandshake();
        for (int turn = 0; turn < MAX_TURNS; turn++) {
            boolean clientBusy = step(client, toClient, toServer);
            boolean serverBusy = step(server, toServer, toClient);
            if (!clientBusy && !serverBusy && toServer.position() == 0 && toClient.position() == 0) {
                return;
            }
        }
        throw new SSLException("the handshake does not come to an end");
    }

    /** One move of one side; false when it has nothing to do. */
    private boolean step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        HandshakeStatus status = engine.getHandshakeStatus();
        switch (status) {
            case NEED_TASK:
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
                return true;
            case NEED_WRAP:
                progress(engine.wrap(nothing, out), engine);
                return true;
            default:
                // After the handshake too: TLS 1.3 sends session tickets then.
                if (status == HandshakeStatus.NOT_HANDSHAKING && in.position() == 0) {
                    return false;
                }
                // BoringSSL holds what it took earlier and goes on only when asked, be it with no bytes at all.
                unwrap(engine, in);
                return true;
        }
    }

    private void unwrap(SSLEngine engine, ByteBuffer in) throws SSLException {
        in.flip();
        plain.clear();
        try {
            progress(engine.unwrap(in, plain), engine);
        } finally {
            in.compact();
        }
    }

    private static void progress(SSLEngineResult result, SSLEngine engine) throws SSLException {
        if (result.getStatus() == SSLEngineResult.Status.CLOSED
                || result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
            throw new SSLException((engine.getUseClientMode() ? "client" : "server") + " gave up the handshake: "
                    + result.getStatus());
        }
    }

    private static int packetSize(SSLEngine engine) {
        return engine.getSession().getPacketBufferSize();
    }

    private static int plainSize(SSLEngine engine) {
        return engine.getSession().getApplicationBufferSize();
    }
}
