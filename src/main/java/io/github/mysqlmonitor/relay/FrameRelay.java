package io.github.mysqlmonitor.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/**
 * Relays between legs that differ in security, or of which the server's is to get attributes, or must not take the proxy
 * for the client. While somebody authenticates, whole packets go through the {@link AuthBridge}; else the very buffers that
 * were read go on, and only COM_CHANGE_USER is looked for. What a packet is, its {@link FrameReader} knows, of which there
 * is another one for compressed sessions.
 */
final class FrameRelay extends RelayHandler {
    private final AuthBridge bridge;
    private FrameReader reader;
    private boolean waiting;

    FrameRelay(Session session, Leg from, Leg to, AuthBridge bridge) {
        super(session, from, to, bridge.unobserved());
        this.bridge = bridge;
    }

    void readWith(FrameReader next) {
        reader = next;
    }

    FrameReader reader() {
        return reader;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        assert ctx.channel().eventLoop().inEventLoop();
        ByteBuf bytes = (ByteBuf) message;
        switch (bridge.stage()) {
            case COPIED -> relay(bytes);
            case ENDED -> bytes.release();
            default -> reader.read(bytes);
        }
    }

    /** What was read has to wait until {@link #resume}. */
    void hold() {
        waiting = true;
        from.reading(false);
    }

    boolean isWaiting() {
        return waiting;
    }

    /** What had to wait may go on. */
    void resume() {
        waiting = false;
        if (session.mayRead(from)) {
            from.reading(true);
        }
        reader.advance();
        flush();
        lendToObserver();
    }

    @Override
    void flush() {
        super.flush();
        bridge.flush();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        reader.close();
        super.handlerRemoved(ctx);
    }
}
