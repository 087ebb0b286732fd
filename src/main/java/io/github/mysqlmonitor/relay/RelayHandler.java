package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.event.Direction;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownEvent;

/**
 * What both shapes of relay have in common: back-pressure, the order of flushing and observing, and the ways in which a
 * leg ends. One for each leg of a session, which reads there and writes to the other.
 *
 * <p>Within one read loop everything is written first and flushed in {@code channelReadComplete}; only then the
 * observer is lent duplicates of the same buffers. Observing adds nothing to the way of the bytes.
 */
abstract sealed class RelayHandler extends ChannelInboundHandlerAdapter permits ByteRelay, FrameRelay {
    /** A read loop may bring more than a socket buffer holds; past this it is flushed at once. */
    private static final int FLUSH_BYTES = 128 * 1024;

    final Session session;
    final Leg from;
    final Leg to;

    private final boolean observed;
    private final Unobserved unobserved;
    private int unflushedBytes;

    RelayHandler(Session session, Leg from, Leg to, Unobserved unobserved) {
        this.session = session;
        this.from = from;
        this.to = to;
        this.unobserved = unobserved;
        this.observed = session.isObserved();
    }

    /** Writes bytes of {@link #from} to {@link #to} as they are. Takes the buffer. */
    final void relay(ByteBuf bytes) {
        session.flow().passed(from.direction(), bytes);
        relayUnfollowed(bytes);
    }

    /** As {@link #relay}, for bytes that the flow was told of. Takes the buffer. */
    final void relayUnfollowed(ByteBuf bytes) {
        toObserver(from.direction(), bytes);
        unflushedBytes += bytes.readableBytes();
        to.write(bytes);
        if (unflushedBytes >= FLUSH_BYTES) {
            flush();
            lendToObserver();
            session.holdIfOn();
        }
        if (!to.isWritable()) {
            from.reading(false);
        }
    }

    private void toObserver(Direction direction, ByteBuf bytes) {
        if (observed) {
            unobserved.add(direction, bytes.retainedDuplicate());
        }
    }

    void flush() {
        if (unflushedBytes > 0) {
            unflushedBytes = 0;
            to.channel().flush();
        }
    }

    /** What comes before both legs are secured waits, so that events come in the order of the protocol. */
    final void lendToObserver() {
        if (session.phase() != Phase.SECURING) {
            unobserved.lend();
        }
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext ctx) {
        flush();
        lendToObserver();
        session.holdIfOn();
        session.followLogin();
        session.drain().readCompleted();
        if (!to.isWritable()) {
            from.reading(false);
        }
    }

    /** This leg took what was waiting: the other may be read again. */
    @Override
    public final void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable() && session.mayRead(to)) {
            to.reading(true);
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            session.ending().inputEnded(from);
        } else if (event instanceof ChannelOutputShutdownEvent) {
            session.ending().outputFailed(from);
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        channelReadComplete(ctx);
        session.ending().inputEnded(from);
        ctx.fireChannelInactive();
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        session.ending().failed(from, cause);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        unobserved.release();
    }
}
