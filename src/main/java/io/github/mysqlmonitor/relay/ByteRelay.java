package io.github.mysqlmonitor.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves the bytes read from one leg to the other: the very buffers that were read, in order, with back-pressure.
 *
 * <p>Within one read loop everything is written first and flushed in {@code channelReadComplete}; only then the
 * observer is lent duplicates of the same buffers. Observing adds nothing to the way of the bytes.
 */
final class ByteRelay extends ChannelInboundHandlerAdapter {
    /** A read loop may bring more than a socket buffer holds; past this it is flushed at once. */
    private static final int FLUSH_BYTES = 128 * 1024;

    private final Session session;
    private final Leg from;
    private final Leg to;
    private final boolean observed;

    /** What was written in this read loop and not yet lent to the observer. */
    private final List<ByteBuf> unobserved = new ArrayList<>(4);

    private int unflushedBytes;

    ByteRelay(Session session, Leg from, Leg to) {
        this.session = session;
        this.from = from;
        this.to = to;
        this.observed = session.isObserved();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        assert ctx.channel().eventLoop().inEventLoop();
        ByteBuf bytes = (ByteBuf) message;
        session.flow().passed(from.direction(), bytes);
        if (observed) {
            unobserved.add(bytes.retainedDuplicate());
        }
        unflushedBytes += bytes.readableBytes();
        to.write(session.shift().apply(from.direction(), bytes));
        if (unflushedBytes >= FLUSH_BYTES) {
            to.channel().flush();
            unflushedBytes = 0;
            lendToObserver();
            session.holdIfOn();
        }
        if (!to.isWritable()) {
            from.reading(false);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (unflushedBytes > 0) {
            unflushedBytes = 0;
            to.channel().flush();
        }
        lendToObserver();
        session.holdIfOn();
        session.ending().readCompleted();
        if (!to.isWritable()) {
            from.reading(false);
        }
    }

    /** What comes before both legs are secured waits, so that events come in the order of the protocol. */
    void lendToObserver() {
        if (session.phase() == Phase.SECURING) {
            return;
        }
        for (ByteBuf bytes : unobserved) {
            try {
                session.observer().bytes(from.direction(), bytes);
            } finally {
                bytes.release();
            }
        }
        unobserved.clear();
    }

    /** This leg took what was waiting: the other may be read again. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable() && session.mayRead(to)) {
            to.reading(true);
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            session.ending().inputEnded(from);
        } else if (event instanceof ChannelOutputShutdownEvent) {
            session.ending().outputFailed(from);
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        channelReadComplete(ctx);
        session.ending().inputEnded(from);
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        session.ending().failed(from, cause);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        unobserved.forEach(ByteBuf::release);
        unobserved.clear();
    }
}
