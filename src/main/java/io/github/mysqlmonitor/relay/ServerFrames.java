package io.github.mysqlmonitor.relay;

import io.netty.buffer.ByteBuf;

/** What the server sends, where the legs differ in security. */
final class ServerFrames extends FrameRelay {
    ServerFrames(Session session, AuthBridge bridge) {
        super(session, session.server(), session.client(), bridge);
    }

    @Override
    boolean step() {
        switch (bridge.stage()) {
            case COMMANDS -> commandBytes(held.take());
            case ENDED -> held.wipe();
            default -> {
                ByteBuf frame = nextFrame();
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
        relay(bytes);
        bridge.answered();
    }
}
