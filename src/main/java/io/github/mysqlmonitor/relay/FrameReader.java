package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.frame.FrameDecoder;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.netty.buffer.ByteBuf;

/** Cuts what one leg sends, as far as a {@link FrameRelay} has to know it. */
abstract sealed class FrameReader permits ClientFrames, ServerFrames, CompressedFrames {
    /** Of a login most is attributes, at most 64 KiB; tokens of single sign-on can have some. */
    static final int MAX_AUTH_PACKET = 256 * 1024;

    final FrameRelay relay;
    final AuthBridge bridge;
    final UnreadBytes held;

    private final FrameDecoder frames = new FrameDecoder(MAX_AUTH_PACKET);

    /** @param held what was read and not used yet */
    FrameReader(FrameRelay relay, AuthBridge bridge, UnreadBytes held) {
        this.relay = relay;
        this.bridge = bridge;
        this.held = held;
    }

    /** Takes the buffer. */
    final void read(ByteBuf bytes) {
        if (bridge.stage() == AuthStage.COMMANDS && held.isEmpty()) {
            try {
                commandBytes(bytes);
            } catch (ProtocolException broken) {
                bridge.broken(broken);
            }
        } else {
            held.add(bytes);
            advance();
        }
    }

    /** Goes on with what is held, as far as it goes; another reader may take over. */
    final void advance() {
        try {
            while (relay.reader() == this && bridge.stage() != AuthStage.COPIED && hasWork() && step()) {
                held.discardRead();
            }
        } catch (ProtocolException broken) {
            bridge.broken(broken);
        }
        if (bridge.stage() == AuthStage.ENDED) {
            held.wipe();
        } else if (bridge.stage() == AuthStage.COPIED) {
            copyHeld();
        } else if (relay.reader() != this) {
            relay.reader().advance();
        }
    }

    private void copyHeld() {
        if (!held.isEmpty()) {
            relay.relay(held.take());
        }
    }

    boolean hasWork() {
        return !held.isEmpty();
    }

    /** Takes the next packet off what is held; false if it has to wait. */
    abstract boolean step();

    /** Bytes while nobody authenticates and nothing is held. Takes the buffer. */
    abstract void commandBytes(ByteBuf bytes);

    /** The next whole frame of these bytes, or null. It shares their memory. */
    final ByteBuf nextFrame(UnreadBytes bytes) {
        return frames.next(bytes.bytes());
    }

    /** Whether all that was relayed belongs to packets that are complete. */
    boolean atBorder() {
        return true;
    }

    void close() {
        held.wipe();
    }
}
