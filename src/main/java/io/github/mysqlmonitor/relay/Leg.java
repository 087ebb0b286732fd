package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.LegSecurity;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** One of a session's two connections; confined to the session's event loop. */
final class Leg {
    private final Direction direction;
    private final Channel channel;
    private final boolean unix;
    private LegSecurity security;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean delivered;
    private boolean reading;
    private boolean held;

    /** @param direction the way of what is read from this leg */
    Leg(Direction direction, Channel channel) {
        this.direction = direction;
        this.channel = channel;
        this.unix = !(channel.localAddress() instanceof InetSocketAddress);
        this.security = unix ? LegSecurity.unix() : LegSecurity.plain();
    }

    Direction direction() {
        return direction;
    }

    Channel channel() {
        return channel;
    }

    boolean isUnix() {
        return unix;
    }

    LegSecurity security() {
        return security;
    }

    void security(LegSecurity reached) {
        security = reached;
    }

    boolean outputEnded() {
        return outputEnded;
    }

    /** Nothing can or will be written any more; what is read from the peer of this leg is discarded from now on. */
    void markOutputEnded() {
        outputEnded = true;
    }

    boolean inputEnded() {
        return inputEnded;
    }

    /** The peer said that nothing more will come; if we have said so too, the leg is over. */
    void markInputEnded() {
        inputEnded = true;
        if (delivered) {
            channel.close();
        }
    }

    /** Takes the buffer. */
    void write(ByteBuf bytes) {
        if (outputEnded) {
            bytes.release();
        } else {
            // A failed write shows as ChannelOutputShutdownEvent, so that no promise is needed per buffer.
            channel.write(bytes, channel.voidPromise());
        }
    }

    /** Takes the buffer, which may hold a password: it is wiped when it is written, or cannot be. */
    void writeAndWipe(ByteBuf bytes) {
        int length = bytes.writerIndex();
        if (outputEnded) {
            bytes.setZero(0, length).release();
            return;
        }
        ByteBuf kept = bytes.retainedDuplicate();
        channel.write(bytes).addListener(done -> kept.setZero(0, length).release());
    }

    /** An ended output takes everything, so that its peer is read to the end. */
    boolean isWritable() {
        return outputEnded || channel.isWritable();
    }

    void reading(boolean on) {
        reading = on;
        channel.config().setAutoRead(on && !held);
    }

    /** Whatever else happens, this leg is not read while it is held. */
    void hold(boolean on) {
        if (held != on) {
            held = on;
            reading(reading);
        }
    }

    /**
     * Delivers what was written, says goodbye (close_notify, FIN), and gives the peer some time to finish its side.
     *
     * @param graceMillis how long input may still come after the goodbye was sent
     */
    void finish(long graceMillis) {
        if (outputEnded) {
            closeAfter(graceMillis);
            return;
        }
        outputEnded = true;
        channel.flush();
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        boolean secured = tls != null && tls.handshakeFuture().isSuccess();
        Future<?> goodbye = secured ? tls.closeOutbound() : channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
        goodbye.addListener(done -> {
            delivered = true;
            if (inputEnded || !channel.isActive()) {
                channel.close();
            } else {
                ((DuplexChannel) channel).shutdownOutput();
                reading(true);
                closeAfter(graceMillis);
            }
        });
    }

    private void closeAfter(long graceMillis) {
        if (!channel.isOpen()) {
            return;
        }
        var timer = channel.eventLoop().schedule(() -> channel.close(), graceMillis, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> timer.cancel(false));
    }
}
