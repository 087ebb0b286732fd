package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.frame.FrameDecoder;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/**
 * Relays between legs that differ in security. While somebody authenticates, whole packets go through the {@link
 * AuthBridge}; else the very buffers that were read go on, and only COM_CHANGE_USER is looked for.
 */
abstract sealed class FrameRelay extends RelayHandler permits ClientFrames, ServerFrames {
    /** Of a login most is attributes, at most 64 KiB; tokens of single sign-on can have some. */
    static final int MAX_AUTH_PACKET = 256 * 1024;

    final AuthBridge bridge;
    final HeldBytes held = new HeldBytes();

    private final FrameDecoder frames = new FrameDecoder(MAX_AUTH_PACKET);

    FrameRelay(Session session, Leg from, Leg to, AuthBridge bridge) {
        super(session, from, to, bridge.unobserved());
        this.bridge = bridge;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        assert ctx.channel().eventLoop().inEventLoop();
        ByteBuf bytes = (ByteBuf) message;
        if (bridge.stage() == AuthBridge.Stage.ENDED) {
            bytes.release();
        } else if (bridge.stage() == AuthBridge.Stage.COMMANDS && held.isEmpty()) {
            commandBytes(bytes);
        } else {
            held.add(bytes);
            advance();
        }
    }

    /** Goes on with what is held, as far as it goes. */
    final void advance() {
        try {
            while (!held.isEmpty() && step()) {
                held.discardRead();
            }
        } catch (ProtocolException broken) {
            bridge.broken(broken);
        }
        if (bridge.stage() == AuthBridge.Stage.ENDED) {
            held.wipe();
        }
    }

    /** Takes the next packet off what is held; false if it has to wait. */
    abstract boolean step();

    /** Bytes while nobody authenticates and nothing is held. Takes the buffer. */
    abstract void commandBytes(ByteBuf bytes);

    /** The next whole frame of what is held, or null. It shares the memory of what is held. */
    final ByteBuf nextFrame() {
        return frames.next(held.bytes());
    }

    @Override
    void flush() {
        super.flush();
        bridge.flush();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        held.wipe();
        super.handlerRemoved(ctx);
    }
}
