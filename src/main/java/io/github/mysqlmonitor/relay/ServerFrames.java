package io.github.mysqlmonitor.relay;

import io.netty.buffer.ByteBuf;

/** What the server sends in the clear frames of a session without compression, and of a login in any. */
final class ServerFrames extends FrameReader {
    ServerFrames(FrameRelay relay, AuthBridge bridge) {
        super(relay, bridge, new UnreadBytes());
    }

    @Override
    boolean step() {
        switch (bridge.stage()) {
            case COMMANDS -> commandBytes(held.take());
            case ENDED -> held.wipe();
            default -> {
                ByteBuf frame = nextFrame(held);
                if (frame == null) {
                    return false;
                }
                bridge.fromServer(frame);
            }
        }
        return true;
    }

    @Override
    void commandBytes(ByteBuf bytes) {
        relay.relay(bytes);
        bridge.userChanges().answered();
    }
}
