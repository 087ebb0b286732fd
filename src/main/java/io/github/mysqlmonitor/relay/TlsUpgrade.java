package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.tls.TlsContexts;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
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

    /** A client that was let into TLS has sent an SSLRequest and a login; an ERR is the next packet. */
    private static final int SEQUENCE_AFTER_LOGIN = 3;

    private final Session session;
    private final SessionServices services;
    private final TlsContexts contexts;
    private final long startNanos = System.nanoTime();
    private SessionOpening opening;
    private boolean clientDone;
    private boolean serverDone;

    TlsUpgrade(Session session, SessionServices services) {
        this.session = session;
        this.services = services;
        this.contexts = services.tls().get();
    }

    /** Starts TLS on the legs for which it is planned; the session is {@link Session#secured} when all is done. */
    void start(LegPlan plan, SessionOpening sessionOpening) {
        opening = sessionOpening;
        log.debug("session {} pipeline: client {}, server {}", session.number(), plan.client(), plan.server());
        clientDone = !plan.tlsToClient();
        serverDone = !plan.tlsToServer();
        if (plan.tlsToServer()) {
            startServer();
        }
        if (plan.tlsToClient()) {
            startClient();
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

    private void startServer() {
        Channel channel = session.server().channel();
        SslHandler tls = contexts.server().newHandler(channel.alloc(), services.handshakes());
        tls.setHandshakeTimeoutMillis(
                services.config().limits().handshakeTimeout().toMillis());
        channel.pipeline().addFirst(HandlerNames.TLS, tls);
        session.server().reading(true);
        tls.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                session.server().security(reached(tls));
                serverDone = true;
                finishIfDone();
            } else {
                serverFailed(done.cause());
            }
        });
    }

    private void startClient() {
        Channel channel = session.client().channel();
        SslHandler tls = contexts.client().newHandler(channel.alloc(), services.handshakes());
        tls.setHandshakeTimeoutMillis(
                services.config().limits().handshakeTimeout().toMillis());
        session.client().reading(false);
        channel.pipeline().addAfter(HandlerNames.FIRST_PACKET, HandlerNames.TLS, tls);
        tls.handshakeFuture().addListener((Future<Channel> done) -> {
            if (done.isSuccess()) {
                session.client().security(reached(tls));
                clientDone = true;
                finishIfDone();
            } else {
                clientFailed(done.cause());
            }
        });
        replaceFirstPacketHandler();
        channel.read();
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
        if (cause instanceof NotSslRecordException || cause.getCause() instanceof NotSslRecordException) {
            session.ending().because(CloseReason.PLAINTEXT_AFTER_SSL_REQUEST);
        } else {
            session.ending().because(CloseReason.CLIENT_TLS_FAILED, Reasons.root(cause));
        }
        opening.finishLogin();
        session.client().channel().close();
    }

    private void serverFailed(Throwable cause) {
        if (session.phase() != Phase.SECURING) {
            return;
        }
        if (cause instanceof NotSslRecordException || cause.getCause() instanceof NotSslRecordException) {
            session.ending().plaintextAfterSslRequest();
            return;
        }
        String why = Reasons.root(cause);
        session.ending().because(CloseReason.SERVER_TLS_FAILED, why);
        session.phase(Phase.CLOSING);
        session.server().markOutputEnded();
        Channel server = session.server().channel();
        if (server.pipeline().get(HandlerNames.RELAY) != null) {
            // Else the end of this leg would be the end of the other, before the client has heard why.
            server.pipeline().remove(HandlerNames.RELAY);
        }
        server.close();
        var pipeline = session.client().channel().pipeline();
        if (pipeline.get(HandlerNames.RELAY) == null) {
            // The client has left meanwhile, and nobody is to be told.
            session.client().channel().close();
            return;
        }
        boolean loginSeen = !session.flow().loginIsOwed();
        Refusal refusal = new Refusal(why);
        pipeline.replace(HandlerNames.RELAY, HandlerNames.FAREWELL, refusal);
        session.client().reading(true);
        if (loginSeen) {
            refusal.send();
        } else {
            sendWithoutALogin(refusal);
        }
    }

    /** A client that stays silent is not waited for. */
    private void sendWithoutALogin(Refusal refusal) {
        Channel channel = session.client().channel();
        long patienceMillis = services.config().limits().handshakeTimeout().toMillis();
        var timer = channel.eventLoop().schedule(refusal::send, patienceMillis, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> timer.cancel(false));
    }

    private LegSecurity reached(SslHandler tls) {
        SSLSession reached = tls.engine().getSession();
        return new LegSecurity(
                LegSecurity.Kind.TLS,
                reached.getProtocol(),
                reached.getCipherSuite(),
                System.nanoTime() - startNanos,
                peer(reached),
                false);
    }

    private static String peer(SSLSession reached) {
        try {
            X509Certificate certificate = (X509Certificate) reached.getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        } catch (SSLPeerUnverifiedException e) {
            // The peer sent no certificate, as clients usually do.
            return "";
        }
    }

    /** Tells the client why, at the moment when it is the server's turn to speak: after the login. */
    private final class Refusal extends ChannelInboundHandlerAdapter {
        private final String why;
        private boolean sent;

        Refusal(String why) {
            this.why = why;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
            send();
        }

        void send() {
            if (!sent) {
                sent = true;
                Leg client = session.client();
                client.write(ErrorPackets.withSqlState(
                        client.channel().alloc(),
                        SEQUENCE_AFTER_LOGIN,
                        ErrorPackets.SSL_CONNECTION,
                        "HY000",
                        "mysql-monitor: SSL connection error between the proxy and the upstream: " + why));
                client.finish(SessionEnding.CLIENT_GRACE_MILLIS);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            session.client().markInputEnded();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // The session is ending with a reason already; the channel closes by itself.
            log.debug("session {} client leg failed while being refused", session.number(), cause);
            ctx.close();
        }
    }
}
