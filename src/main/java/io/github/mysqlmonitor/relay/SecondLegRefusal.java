package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.event.LegSecurity;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a client why the server leg's TLS failed, at the moment when it is the server's turn to speak: after the login.
 */
final class SecondLegRefusal extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(SecondLegRefusal.class);

    /** A client has sent a login, and before TLS an SSLRequest; an ERR is the next packet. */
    private static final int SEQUENCE_AFTER_LOGIN = 2;

    private static final int SEQUENCE_AFTER_TLS_LOGIN = 3;

    private final Session session;
    private final String why;
    private boolean sent;

    SecondLegRefusal(Session session, String why) {
        this.session = session;
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
                    client.security().kind() == LegSecurity.Kind.TLS ? SEQUENCE_AFTER_TLS_LOGIN : SEQUENCE_AFTER_LOGIN,
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
