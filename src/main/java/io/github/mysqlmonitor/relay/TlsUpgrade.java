package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.config.Endpoint;
import io.github.mysqlmonitor.config.ProxyConfig;
import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.tls.PeerCheck;
import io.github.mysqlmonitor.tls.TlsContexts;
import io.github.mysqlmonitor.tls.UpstreamTls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns TLS on in the middle of a session: the one place that changes pipelines for it.
 *
 * <p>The TLS handler goes <em>behind</em> the handler that read the SSLRequest, and that one is then removed: the bytes
 * it has read too far, a ClientHello in the same segment, move on to its successor, which is TLS. The server leg's
 * handshake starts at once. What the client sends early waits in the server leg's TLS handler.
 */
final class TlsUpgrade {
    private static final Logger log = LoggerFactory.getLogger(TlsUpgrade.class);

    /** Of a Unix socket. */
    private static final int NO_PORT = 1;

    private final Session session;
    private final SessionServices services;
    private final TlsContexts contexts;
    private final long startNanos = System.nanoTime();
    private SessionOpening opening;
    private LegPlan plan;

    /** Null until the client's handshake has succeeded. */
    private SslHandler clientTls;

    private boolean clientDone;
    private boolean serverDone;

    TlsUpgrade(Session session, SessionServices services) {
        this.session = session;
        this.services = services;
        this.contexts = services.tls().get();
    }

    /** Starts TLS on the legs for which it is planned; the session is {@link Session#secured} when all is done. */
    void start(LegPlan wanted, SessionOpening sessionOpening) {
        plan = wanted;
        opening = sessionOpening;
        log.debug("session {} pipeline: client {}, server {}", session.number(), plan.client(), plan.server());
        clientDone = !plan.tlsToClient();
        serverDone = !plan.tlsToServer();
        boolean serverWaits = plan.tlsToServer() && plan.tlsToClient() && contexts.serverWaitsForClient();
        if (serverWaits) {
            session.server().reading(false);
        } else if (plan.tlsToServer()) {
            startServer();
        }
        if (plan.tlsToClient()) {
            startClient(serverWaits);
        } else {
            session.client().reading(false);
            replaceFirstPacketHandler();
        }
    }

    /** On plain legs a half-closed connection stays usable in the other direction, as it would without the proxy. */
    static void keepHalfOpen(Leg client, Leg server) {
        if (client.security().kind() != LegSecurity.Kind.TLS) {
            client.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        }
        if (server.security().kind() != LegSecurity.Kind.TLS) {
            server.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        }
    }

    /** Where the server is, for the sessions that may be resumed. */
    static int port(ProxyConfig config) {
        return config.upstream().endpoint() instanceof Endpoint.Tcp tcp ? tcp.port() : NO_PORT;
    }

    private void startServer() {
        Channel channel = session.server().channel();
        Optional<SSLEngine> client = Optional.ofNullable(clientTls).map(SslHandler::engine);
        UpstreamTls upstream = contexts.server(client);
        String name = contexts.serverName(client);
        // The sessions to be resumed are kept by name and port.
        SslHandler tls = upstream.newHandler(channel.alloc(), name, port(services.config()), services.handshakes());
        tls.setHandshakeTimeoutMillis(
                services.config().limits().handshakeTimeout().toMillis());
        channel.pipeline().addFirst(HandlerNames.TLS, tls);
        session.server().reading(true);
        tls.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                String asked = NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name) ? "" : name;
                PeerCheck check = upstream.check(tls.engine(), services.handshakes());
                session.server().security(SecuredLeg.facts(tls, nanos(), check, asked));
                services.counts().server().succeeded(session.server().security());
                serverDone = true;
                finishIfDone();
            } else {
                upstream.failed(done.cause(), services.handshakes()).ifPresent(this::tellChange);
                serverFailed(done.cause());
            }
        });
    }

    private void tellChange(String change) {
        log.warn("session {}: the TLS handshake with the server failed; {}", session.number(), change);
        session.notice(change);
    }

    private void startClient(boolean serverWaits) {
        Channel channel = session.client().channel();
        SslHandler tls = contexts.client().newHandler(channel.alloc(), services.handshakes());
        tls.setHandshakeTimeoutMillis(
                services.config().limits().handshakeTimeout().toMillis());
        session.client().reading(false);
        channel.pipeline().addAfter(HandlerNames.FIRST_PACKET, HandlerNames.TLS, tls);
        tls.handshakeFuture().addListener((Future<Channel> done) -> {
            if (done.isSuccess()) {
                clientTls = tls;
                PeerCheck peer = TlsContexts.checkOfClient(tls.engine());
                session.client()
                        .security(SecuredLeg.facts(tls, nanos(), peer, TlsContexts.requestedName(tls.engine())));
                services.counts().client().succeeded(session.client().security());
                clientDone = true;
                if (serverWaits && session.phase() == Phase.SECURING) {
                    startServer();
                    HeldBytes.release(channel.pipeline());
                }
                finishIfDone();
            } else {
                if (serverWaits) {
                    // The server got an SSLRequest: it takes the login that is owed over TLS only.
                    startServer();
                }
                clientFailed(done.cause());
            }
        });
        if (serverWaits) {
            channel.pipeline().addAfter(HandlerNames.TLS, HandlerNames.HELD, new HeldBytes());
        }
        replaceFirstPacketHandler();
        channel.read();
    }

    private long nanos() {
        return System.nanoTime() - startNanos;
    }

    private void replaceFirstPacketHandler() {
        var pipeline = session.client().channel().pipeline();
        QuietEnd.addBefore(pipeline, HandlerNames.RELAY, session.newClientRelay());
        pipeline.remove(HandlerNames.FIRST_PACKET);
    }

    private void finishIfDone() {
        if (clientDone && serverDone && session.phase() == Phase.SECURING) {
            keepHalfOpen(session.client(), session.server());
            session.secured();
        }
    }

    private void clientFailed(Throwable cause) {
        if (session.phase() != Phase.SECURING) {
            return;
        }
        services.counts().client().failed(cause);
        if (HandshakeFailure.isNoTls(cause)) {
            session.ending().because(CloseReason.PLAINTEXT_AFTER_SSL_REQUEST);
        } else {
            session.ending().because(CloseReason.CLIENT_TLS_FAILED, HandshakeFailure.reason(cause, "client"));
        }
        opening.finishLogin();
        session.client().channel().close();
    }

    private void serverFailed(Throwable cause) {
        if (session.phase() != Phase.SECURING) {
            return;
        }
        services.counts().server().failed(cause);
        if (HandshakeFailure.isNoTls(cause)) {
            session.ending().plaintextAfterSslRequest();
            return;
        }
        String why = HandshakeFailure.reason(cause, "server");
        opening.serverTlsFailed(why);
    }
}
