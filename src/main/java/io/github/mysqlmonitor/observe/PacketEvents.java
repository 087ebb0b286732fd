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

    /** What an error may be quoting, null while no reply is due. */
    private PacketText statement;

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
        PacketText cause = kind == PacketKind.ERR ? statement : null;
        byte[] shown = copy(head, shownBytes(kind));
        PacketText text = new PacketText(kind, shown, frame.length(), decoding, cause);
        if (kind == PacketKind.QUERY || kind == PacketKind.STMT_PREPARE) {
            statement = text;
        }
        byte[] payload = payload(text, head);
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
                text,
                payload,
                FIXED_WEIGHT + shown.length + payload.length);
    }

    /** The reply is complete: no error will quote the statement any more. */
    void answered() {
        statement = null;
    }

    /** Where a packet stood in the stream. */
    record Frame(int sequence, int lastSequence, long length) {}

    private byte[] payload(PacketText text, ByteBuf head) {
        if (!options.payload() || options.maxPayload() == 0) {
            return NOTHING;
        }
        // Secrets are found in all that is at hand, before the rest is cut off.
        byte[] bytes = copy(head, Integer.MAX_VALUE);
        if (!options.showSecrets()) {
            Secrets.overwrite(new PacketText(text.kind(), bytes, text.length(), text.decoding(), text.cause()));
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
