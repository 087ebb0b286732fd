package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.frame.Frames;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * The sequence numbers of one leg, and the packets that get them. Packets are counted in both directions together, from 0
 * with each command; where a packet is sent on one leg only, the two legs count differently until the next command.
 *
 * <p>Compressed packets have numbers of their own, which are counted alike. Our own packets are stored in them as they
 * are: packets of an authentication are too short to gain anything.
 */
final class LegNumbers {
    /** 3 bytes of length, the number, 3 bytes of length when inflated: 0 for a stored body. */
    private static final int COMPRESSED_HEADER = 7;

    private int last = -1;
    private int lastCompressed = -1;
    private boolean compressed;

    /** @param packets how many packets have passed */
    LegNumbers(int packets) {
        last = packets - 1;
    }

    /** From the next packet on, packets go in compressed ones. */
    void compress() {
        compressed = true;
    }

    /** The next packet is the first of a command. */
    void restart() {
        last = -1;
        lastCompressed = -1;
    }

    /** Number of the next packet, whoever sends it: 0 to 255. */
    int next() {
        return last + 1 & 0xFF;
    }

    /** Number of the next compressed packet. */
    private int nextCompressed() {
        return lastCompressed + 1 & 0xFF;
    }

    /** A packet with this number was received. */
    void passed(int sequence) {
        last = sequence;
    }

    void passedCompressed(int sequence) {
        lastCompressed = sequence;
    }

    /**
     * Takes the number of a frame that a peer sent. In compressed sessions the compressed packets' numbers count, and
     * servers do not look at these.
     *
     * @param frame borrowed
     * @throws ProtocolException if it is not the next
     */
    void receive(ByteBuf frame, String leg) {
        int sequence = Frames.sequence(frame);
        int due = next();
        last = sequence;
        if (!compressed && sequence != due) {
            throw new ProtocolException("sequence number of the " + leg, due, sequence, -1);
        }
    }

    /**
     * Takes the number of a compressed packet that the client sent.
     *
     * @param packet borrowed
     * @param mayRestart whether it may be the first of a command
     * @throws ProtocolException if it is not the next
     */
    void receiveCompressed(ByteBuf packet, boolean mayRestart) {
        int sequence = Frames.sequence(packet);
        int due = nextCompressed();
        lastCompressed = sequence;
        if (sequence != due && !(mayRestart && sequence == 0)) {
            throw new ProtocolException("number of a compressed packet", due, sequence, -1);
        }
    }

    /** Gives a packet that is sent now, with header and number. */
    ByteBuf packet(ByteBufAllocator alloc, byte[] payload) {
        int length = Frames.HEADER_LENGTH + payload.length;
        ByteBuf packet = alloc.buffer(COMPRESSED_HEADER + length);
        if (compressed) {
            lastCompressed = nextCompressed();
            startStored(packet, length, lastCompressed);
        }
        last = next();
        Frames.write(packet, last, payload);
        return packet;
    }

    /** The frame in a stored compressed packet; it shares its memory. */
    static ByteBuf frame(ByteBuf stored) {
        return stored.slice(stored.readerIndex() + COMPRESSED_HEADER, stored.readableBytes() - COMPRESSED_HEADER);
    }

    /** Puts a whole frame, as a command's first packet, into a compressed packet. Takes the frame. */
    static ByteBuf stored(ByteBuf frame) {
        ByteBuf packet = frame.alloc().buffer(COMPRESSED_HEADER + frame.readableBytes());
        startStored(packet, frame.readableBytes(), 0);
        packet.writeBytes(frame);
        frame.release();
        return packet;
    }

    private static void startStored(ByteBuf packet, int length, int sequence) {
        packet.writeMediumLE(length).writeByte(sequence).writeMediumLE(0);
    }
}
