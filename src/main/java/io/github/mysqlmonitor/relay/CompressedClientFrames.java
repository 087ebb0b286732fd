package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.frame.Frames;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.netty.buffer.ByteBuf;

/**
 * What the client sends in a compressed session after its login. COM_CHANGE_USER is taken out where it begins a compressed
 * packet and nothing follows it there: clients write it so, and nothing else could be taken back.
 */
final class CompressedClientFrames extends CompressedFrames {
    private static final String USER_CHANGE = "COM_CHANGE_USER";

    /** Bytes of a long compressed packet that are still to come; it is relayed as it comes. */
    private int packetBytesLeft;
    /** Bytes of the current frame that are still to come, and what there is of a header that was cut off. */
    private int frameBytesLeft;

    private int header;
    private int headerBytes;

    private boolean packetStarts;
    private boolean collecting;
    /** Nothing is inflated any more, and no COM_CHANGE_USER found. */
    private boolean lost;

    CompressedClientFrames(FrameRelay relay, AuthBridge bridge, UnreadBytes held) {
        super(relay, bridge, held);
    }

    @Override
    boolean step() {
        return switch (bridge.stage()) {
            case COMMANDS -> collecting ? userChange() : command();
            case COPIED, ENDED -> false;
            default -> bridge.isDecrypting() || ClientFrames.startsWithNumberZero(held.bytes()) ? hold() : answer();
        };
    }

    private boolean hold() {
        relay.hold();
        return false;
    }

    @Override
    boolean hasWork() {
        return super.hasWork() || collecting && !plain.isEmpty();
    }

    @Override
    void commandBytes(ByteBuf bytes) {
        try {
            while (!collecting && bytes.isReadable()) {
                int length = relayable(bytes);
                if (length == 0) {
                    break;
                }
                follow(bytes.readRetainedSlice(length));
            }
            if (bytes.isReadable()) {
                held.add(bytes.retain());
            }
        } finally {
            bytes.release();
        }
        advance();
    }

    /** How many bytes can be relayed now: some of a long compressed packet, or a whole one; 0 if bytes are missing. */
    private int relayable(ByteBuf bytes) {
        int seen = bytes.readableBytes();
        packetStarts = packetBytesLeft == 0;
        if (packetStarts) {
            if (seen < HEADER_LENGTH) {
                return 0;
            }
            int length = HEADER_LENGTH + bodyLength(bytes, bytes.readerIndex());
            if (length <= HEADER_LENGTH + MOST_HELD) {
                return seen < length ? 0 : length;
            }
            packetBytesLeft = length;
            packetStarts = false;
        }
        int length = Math.min(packetBytesLeft, seen);
        packetBytesLeft -= length;
        return length;
    }

    /** Takes the buffer. */
    private void follow(ByteBuf bytes) {
        boolean relayed = false;
        try {
            inflateUnlessLost(bytes);
            relayed = !collecting;
            if (collecting) {
                bridge.packetFromClient(bytes);
            }
        } finally {
            if (!relayed) {
                bytes.release();
            }
        }
        if (relayed) {
            relayCompressed(bytes);
        }
    }

    private void inflateUnlessLost(ByteBuf bytes) {
        if (lost) {
            return;
        }
        try {
            inflate(bytes);
        } catch (ProtocolException undecodable) {
            if (!bridge.userChanges().mayBeOverlooked() || collecting) {
                throw undecodable;
            }
            lost = true;
            bridge.flow().lose(String.valueOf(undecodable.getMessage()));
        }
    }

    /** Held begins with the header of a compressed packet. */
    private boolean command() {
        int length = relayable(held.bytes());
        if (length == 0) {
            return false;
        }
        if (!packetStarts) {
            packetBytesLeft += length;
        }
        commandBytes(held.take());
        return true;
    }

    @Override
    void inflated(ByteBuf piece) {
        if (collecting || bridge.stage() != AuthStage.COMMANDS) {
            plain.addCopy(piece, MAX_AUTH_PACKET);
            return;
        }
        int start = piece.readerIndex();
        int at = hop(piece);
        if (at < piece.writerIndex()) {
            if (!packetStarts || at > start) {
                throw new ProtocolException(USER_CHANGE, "the start of a compressed packet", "other places", -1);
            }
            collecting = true;
            plain.addCopy(piece, MAX_AUTH_PACKET);
        } else {
            packetStarts = false;
            bridge.flow().inflated(Direction.CLIENT_TO_SERVER, piece);
        }
    }

    /** Goes from header to header, telling the flow; returns where COM_CHANGE_USER begins, or the end. */
    private int hop(ByteBuf piece) {
        int end = piece.writerIndex();
        int at = piece.readerIndex();
        while (at < end) {
            if (frameBytesLeft > 0) {
                int step = Math.min(frameBytesLeft, end - at);
                frameBytesLeft -= step;
                at += step;
            } else if (headerBytes == 0 && !ClientFrames.isCutOff(piece, at)) {
                if (ClientFrames.looksLikeUserChange(piece, at) && isCommand(piece, at)) {
                    return at;
                }
                frameBytesLeft = Frames.HEADER_LENGTH + ClientFrames.length(piece, at);
            } else {
                hopCutOff(piece.getUnsignedByte(at++));
            }
        }
        return at;
    }

    /** A header that is split between two pieces. */
    private void hopCutOff(int next) {
        header |= next << Byte.SIZE * headerBytes++;
        if (headerBytes == Frames.HEADER_LENGTH) {
            frameBytesLeft = header & Frames.FULL_LENGTH;
            headerBytes = 0;
            header = 0;
        }
    }

    /** Data of a file may look like a command; only who has followed up to here can tell. */
    private boolean isCommand(ByteBuf piece, int at) {
        if (at > piece.readerIndex()) {
            bridge.flow()
                    .inflated(Direction.CLIENT_TO_SERVER, piece.slice(piece.readerIndex(), at - piece.readerIndex()));
            piece.readerIndex(at);
            packetStarts = false;
        }
        return bridge.userChanges().isToBeTaken(packetStarts);
    }

    private boolean userChange() {
        ByteBuf frame = nextFrame(plain);
        if (frame == null) {
            ByteBuf packet = nextPacket();
            if (packet == null) {
                return false;
            }
            inflate(packet);
            bridge.packetFromClient(packet);
            return true;
        }
        if (!plain.isEmpty()) {
            throw new ProtocolException(USER_CHANGE, "the end of a compressed packet", "more", -1);
        }
        if (!bridge.userChanges().mayGoOn()) {
            plain.bytes().readerIndex(plain.bytes().readerIndex() - frame.readableBytes());
            return hold();
        }
        collecting = false;
        bridge.changeUser(frame);
        plain.discardRead();
        return true;
    }

    private boolean answer() {
        ByteBuf packet = nextPacket();
        if (packet == null) {
            return false;
        }
        bridge.packetFromClient(packet);
        inflate(packet);
        for (ByteBuf frame = nextFrame(plain); frame != null; frame = nextFrame(plain)) {
            bridge.fromClient(frame);
            plain.discardRead();
        }
        return true;
    }
}
