package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.SessionId;
import io.netty.buffer.ByteBuf;

/** The packet that was just cut out and told; reused for each, so listeners copy what they keep. */
final class CurrentPacket {
    private SessionId session;
    private long epochMicros;
    private long nanos;
    private Direction direction = Direction.SERVER_TO_CLIENT;
    private PacketKind kind = PacketKind.UNKNOWN;
    private Phase before = Phase.GREETING;
    private int sequence;
    private int lastSequence;
    private long length;
    private ByteBuf head;
    private Decoding decoding = Decoding.INITIAL;

    void at(SessionId id, long micros, long nanoTime) {
        session = id;
        epochMicros = micros;
        nanos = nanoTime;
    }

    void frame(Direction way, int first, int last, long payloadLength, ByteBuf bytes) {
        direction = way;
        sequence = first;
        lastSequence = last;
        length = payloadLength;
        head = bytes;
    }

    void told(PacketKind what, Phase phaseBefore, Decoding layout) {
        kind = what;
        before = phaseBefore;
        decoding = layout;
    }

    SessionId session() {
        return session;
    }

    /** Wall-clock time of the read that brought its last byte. */
    long epochMicros() {
        return epochMicros;
    }

    /** {@link Clock#nanos} of that read. */
    long nanos() {
        return nanos;
    }

    Direction direction() {
        return direction;
    }

    boolean fromClient() {
        return direction == Direction.CLIENT_TO_SERVER;
    }

    PacketKind kind() {
        return kind;
    }

    /** Where the conversation stood before this packet. */
    Phase before() {
        return before;
    }

    int sequence() {
        return sequence;
    }

    int lastSequence() {
        return lastSequence;
    }

    /** Payload bytes of the whole packet. */
    long length() {
        return length;
    }

    /** Bytes that it took in the stream, frame headers included; in the plain stream if it was compressed. */
    long wireBytes() {
        return length + 4 * (length / 0xFFFFFF + 1);
    }

    /** Borrowed: the payload's first bytes; whoever moves its indices puts them back. */
    ByteBuf head() {
        return head;
    }

    Decoding decoding() {
        return decoding;
    }
}
