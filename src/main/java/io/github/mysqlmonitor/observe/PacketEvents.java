package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.MonitorEvent.PacketSeen;
import io.github.mysqlmonitor.event.SessionId;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Makes the event of a packet, with bounded copies of what it shows; what a sink gets is its own. */
final class PacketEvents {
    private static final byte[] NOTHING = {};
    private static final int FIXED_WEIGHT = 250;
    private static final int ROW_BYTES = 512;
    private static final int FIXED_PART_BYTES = 64;

    private final ObserveOptions options;

    PacketEvents(ObserveOptions options) {
        this.options = options;
    }

    /** @param head borrowed, indices not moved */
    PacketSeen packet(
            SessionId session,
            long epochMicros,
            Direction direction,
            PacketKind kind,
            Frame frame,
            ByteBuf head,
            Decoding decoding) {
        byte[] shown = copy(head, shownBytes(kind));
        byte[] payload = payload(kind, frame.length(), head, decoding);
        return new PacketSeen(
                session,
                epochMicros,
                direction,
                frame.sequence(),
                frame.lastSequence(),
                1,
                frame.length(),
                kind.displayName(),
                kind == PacketKind.ERR,
                new PacketText(kind, shown, frame.length(), decoding),
                payload,
                FIXED_WEIGHT + shown.length + payload.length);
    }

    /** Where a packet stood in the stream. */
    record Frame(int sequence, int lastSequence, long length) {}

    private byte[] payload(PacketKind kind, long length, ByteBuf head, Decoding decoding) {
        if (!options.payload() || options.maxPayload() == 0) {
            return NOTHING;
        }
        // Secrets are found in all that is at hand, before the rest is cut off.
        byte[] bytes = copy(head, Integer.MAX_VALUE);
        if (!options.showSecrets()) {
            Secrets.overwrite(new PacketText(kind, bytes, length, decoding));
        }
        return bytes.length <= options.maxPayload() ? bytes : Arrays.copyOf(bytes, options.maxPayload());
    }

    private int shownBytes(PacketKind kind) {
        return switch (kind) {
            case INFILE_DATA, INFILE_END, BINARY_ROW, UNKNOWN -> 0;
            case BINLOG_EVENT, STMT_EXECUTE, STMT_BULK_EXECUTE, STMT_SEND_LONG_DATA -> FIXED_PART_BYTES;
            case ROW -> ROW_BYTES;
            default -> Math.max(options.maxTextBytes(), ROW_BYTES);
        };
    }

    private static byte[] copy(ByteBuf head, int limit) {
        int length = Math.min(head.readableBytes(), limit);
        if (length == 0) {
            return NOTHING;
        }
        byte[] bytes = new byte[length];
        head.getBytes(head.readerIndex(), bytes);
        return bytes;
    }
}
