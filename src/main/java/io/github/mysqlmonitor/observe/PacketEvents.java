package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.config.ValuePolicy;
import io.github.mysqlmonitor.event.MonitorEvent.PacketSeen;
import io.github.mysqlmonitor.sql.GeneratedPassword;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Makes the event of a packet, with bounded copies of what it shows; what a sink gets is its own. */
final class PacketEvents {
    private static final byte[] NOTHING = {};
    private static final int FIXED_WEIGHT = 250;
    private static final int ROW_BYTES = 512;
    private static final int FIXED_PART_BYTES = 64;

    private final ObserveOptions options;
    private final ValueText values;

    /** What an error may be quoting, null while no reply is due. */
    private PacketText statement;

    /** A prepared statement with passwords as parameters, which an execution may be of; null if there was none. */
    private PacketText takesPasswords;

    /** Whether its rows show passwords that the server made up; null as long as no row came. */
    private Boolean generating;

    PacketEvents(ObserveOptions options) {
        this.options = options;
        this.values = ValueText.of(options.values());
    }

    PacketSeen of(CurrentPacket packet) {
        PacketKind kind = packet.kind();
        byte[] shown = copy(packet.head(), shownBytes(kind));
        PacketText text = new PacketText(kind, shown, packet.length(), packet.decoding(), cause(kind), values);
        if (kind == PacketKind.QUERY || kind == PacketKind.STMT_PREPARE) {
            statement = text;
            generating = null;
            notePasswords(text);
        } else if (kind == PacketKind.STMT_EXECUTE || kind == PacketKind.STMT_BULK_EXECUTE) {
            statement = takesPasswords;
            generating = null;
        }
        byte[] payload = payload(text, packet.head());
        return new PacketSeen(
                packet.session(),
                packet.epochMicros(),
                packet.direction(),
                packet.sequence(),
                packet.lastSequence(),
                1,
                packet.length(),
                kind.displayName(),
                kind == PacketKind.ERR,
                text,
                payload,
                FIXED_WEIGHT + shown.length + payload.length);
    }

    private void notePasswords(PacketText text) {
        if (text.kind() == PacketKind.STMT_PREPARE
                && takesPasswords == null
                && ErrorSecrets.maybeIn(text.bytes(), text.bytes().length < text.length())) {
            takesPasswords = text;
        }
    }

    /** The reply is complete: no error will quote the statement any more. */
    void answered() {
        statement = null;
        generating = null;
    }

    private PacketText cause(PacketKind kind) {
        if (kind == PacketKind.ROW && statement != null) {
            if (generating == null) {
                generating = GeneratedPassword.in(statement.bytes());
            }
            return generating ? statement : null;
        }
        return kind == PacketKind.ERR ? statement : null;
    }

    private byte[] payload(PacketText text, ByteBuf head) {
        if (options.payloadBytes() == 0) {
            return NOTHING;
        }
        // Secrets are found in all that is at hand, before the rest is cut off.
        byte[] bytes = copy(head, Integer.MAX_VALUE);
        PacketText whole =
                new PacketText(text.kind(), bytes, text.length(), text.decoding(), text.cause(), text.values());
        if (!options.showSecrets()) {
            Secrets.overwrite(whole);
            if (takesPasswords != null) {
                Secrets.overwriteBound(whole);
            }
        }
        // Afterwards, because without its attributes a query cannot be decoded any more.
        if (options.values() != ValuePolicy.SHOW) {
            ValueBytes.overwrite(whole);
        }
        return bytes.length <= options.payloadBytes() ? bytes : Arrays.copyOf(bytes, options.payloadBytes());
    }

    private int shownBytes(PacketKind kind) {
        return switch (kind) {
            case INFILE_DATA, INFILE_END, BINARY_ROW, UNKNOWN -> 0;
            case BINLOG_EVENT, STMT_EXECUTE, STMT_BULK_EXECUTE, STMT_SEND_LONG_DATA -> FIXED_PART_BYTES;
            case ROW -> ROW_BYTES;
            default -> Math.max(options.maxSqlBytes(), ROW_BYTES);
        };
    }

    /** @param head borrowed, indices not moved */
    static byte[] copy(ByteBuf head, int limit) {
        int length = Math.min(head.readableBytes(), limit);
        if (length == 0) {
            return NOTHING;
        }
        byte[] bytes = new byte[length];
        head.getBytes(head.readerIndex(), bytes);
        return bytes;
    }
}
