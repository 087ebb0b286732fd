package io.github.mysqlmonitor.relay;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last handler of each leg. A peer may reset at any time, also while no other handler stands on its leg; that is no
 * warning, as Netty has it, for the end of the channel tells the session all it needs.
 */
final class QuietEnd extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(QuietEnd.class);

    private final String leg;

    /** @param leg whose end it is, in the words of the log */
    QuietEnd(String leg) {
        this.leg = leg;
    }

    /** Adds a handler as the last one that does something. */
    static void addBefore(ChannelPipeline pipeline, String name, ChannelHandler handler) {
        if (pipeline.get(HandlerNames.QUIET_END) == null) {
            pipeline.addLast(name, handler); // the channel is gone, and its handlers with it
        } else {
            pipeline.addBefore(HandlerNames.QUIET_END, name, handler);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // TLS is a decoder, and decoders wrap what they throw; whoever waits for the handshake has said it.
        if (cause instanceof IOException
                || (cause instanceof DecoderException && cause.getCause() instanceof IOException)) {
            log.debug("{} failed: {}", leg, Reasons.root(cause));
        } else {
            log.error("{}: a failure of mysql-monitor itself; please report it", leg, cause);
        }
    }
}
