package io.github.mysqlmonitor.relay;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a listener does when the kernel refuses to hand out a connection, for want of file descriptors as a rule: it waits
 * a moment, says so once in a while, and goes on. Clients wait meanwhile, and sessions are not affected.
 */
final class AcceptFailures extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(AcceptFailures.class);
    private static final long PAUSE_MILLIS = 200;
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final String listener;
    private long saidAtNanos;
    private long unsaid;
    private boolean saidOnce;

    AcceptFailures(String listener) {
        this.listener = listener;
    }

    /** Ends here: Netty's own reaction would be the same pause, and a stack trace each time. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        var listening = ctx.channel();
        if (!listening.isOpen()) {
            return;
        }
        say(cause);
        if (listening.config().isAutoRead()) {
            listening.config().setAutoRead(false);
            ctx.executor().schedule(() -> listening.config().setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void say(Throwable cause) {
        long now = System.nanoTime();
        if (saidOnce && now - saidAtNanos < SILENCE_NANOS) {
            unsaid++;
            return;
        }
        log.warn(
                "{} cannot accept clients: {}; they wait, and it is tried again all the time{}",
                listener,
                Reasons.of(cause),
                unsaid == 0 ? "" : " (" + unsaid + " more times since this was last said)");
        saidOnce = true;
        saidAtNanos = now;
        unsaid = 0;
    }
}
