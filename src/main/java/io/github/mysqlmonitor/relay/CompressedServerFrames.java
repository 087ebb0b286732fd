package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.netty.buffer.ByteBuf;

/** What the server sends in a compressed session after its login. */
final class CompressedServerFrames extends CompressedFrames {
    private boolean lost;

    CompressedServerFrames(FrameRelay relay, AuthBridge bridge, UnreadBytes held) {
        super(relay, bridge, held);
    }

    @Override
    boolean step() {
        switch (bridge.stage()) {
            case COMMANDS -> commandBytes(held.take());
            case ENDED -> held.wipe();
            default -> {
                ByteBuf packet = nextPacket();
                if (packet == null) {
                    return false;
                }
                bridge.packetFromServer(packet);
                inflate(packet);
                authenticate();
            }
        }
        return true;
    }

    private void authenticate() {
        for (ByteBuf frame = nextFrame(plain); frame != null; frame = nextFrame(plain)) {
            bridge.fromServer(frame);
            plain.discardRead();
        }
        if (bridge.stage() == AuthStage.COMMANDS && !plain.isEmpty()) {
            throw new ProtocolException("the end of an authentication", "the end of a compressed packet", "more", -1);
        }
    }

    @Override
    void inflated(ByteBuf piece) {
        if (bridge.stage() == AuthStage.COMMANDS) {
            bridge.flow().inflated(Direction.SERVER_TO_CLIENT, piece);
        } else {
            plain.addCopy(piece, MAX_AUTH_PACKET);
        }
    }

    @Override
    void commandBytes(ByteBuf bytes) {
        if (!lost) {
            try {
                inflate(bytes);
            } catch (ProtocolException undecodable) {
                // Relaying goes on; a COM_CHANGE_USER, which would need to be followed, is then refused.
                lost = true;
                bridge.flow().lose(String.valueOf(undecodable.getMessage()));
            }
        }
        relayCompressed(bytes);
        bridge.userChanges().answered();
    }
}
