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
    private static final int BINLOG_BYTES = 64;

    private final ObserveOptions options;
    private final ValueText values;
    private final ConversationTracker commands;
    private final ResultColumns columns = new ResultColumns();

    /** The last statement that was asked for passwords that the server makes up, and the answer. */
    private SentCommand asked;

    private boolean generating;

    /** Of the last packet of a reply that needs no more than its prepared statement. */
    private Surroundings last = Surroundings.NONE;

    PacketEvents(ObserveOptions options, ConversationTracker commands) {
        this.options = options;
        this.commands = commands;
        this.values = ValueText.of(options.values());
    }

    /** Learns from a packet what is needed to read those behind it, also from one that gets no event of its own. */
    void follow(CurrentPacket packet) {
        InFlight command = packet.fromClient() ? null : commands.current();
        if (command != null) {
            columns.follow(packet, command, commands.sent().statements());
        }
    }

    PacketSeen of(CurrentPacket packet) {
        PacketKind kind = packet.kind();
        InFlight command = commands.current();
        // A command was copied already, for its own event.
        byte[] shown =
                kind.isCommand() && command != null ? command.content.payload() : copy(packet.head(), shownBytes(kind));
        PacketText text =
                new PacketText(kind, shown, packet.length(), packet.decoding(), surroundings(kind, command), values);
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

    private Surroundings surroundings(PacketKind kind, InFlight command) {
        if (command == null) {
            return Surroundings.NONE;
        }
        SentCommand content = command.content;
        boolean own = content.kind() == PacketKind.QUERY || content.kind() == PacketKind.STMT_PREPARE;
        SentCommand statement = own ? content : content.prepare();
        if (statement == null && kind.isCommand()) {
            statement = commands.sent().preparing(command);
        }
        if (kind == PacketKind.ROW || kind == PacketKind.BINARY_ROW) {
            return new Surroundings(
                    statement,
                    null,
                    columns.of(command, commands.sent().statements()),
                    statement != null && generates(statement));
        }
        if (own || kind.isCommand()) {
            return new Surroundings(statement, kind.isCommand() ? content.context() : null, null, false);
        }
        if (statement != last.statement()) {
            last = new Surroundings(statement, null, null, false);
        }
        return last;
    }

    private boolean generates(SentCommand statement) {
        if (statement != asked) {
            asked = statement;
            generating = GeneratedPassword.in(statement.payload());
        }
        return generating;
    }

    private byte[] payload(PacketText text, ByteBuf head) {
        if (options.payloadBytes() == 0) {
            return NOTHING;
        }
        // Secrets are found in all that is at hand, before the rest is cut off.
        byte[] bytes = copy(head, Integer.MAX_VALUE);
        PacketText whole =
                new PacketText(text.kind(), bytes, text.length(), text.decoding(), text.around(), text.values());
        if (!options.showSecrets()) {
            Secrets.overwrite(whole);
        }
        // Afterwards, because without its attributes a query cannot be decoded any more.
        if (options.values() != ValuePolicy.SHOW) {
            ValueBytes.overwrite(whole);
        }
        return bytes.length <= options.payloadBytes() ? bytes : Arrays.copyOf(bytes, options.payloadBytes());
    }

    private int shownBytes(PacketKind kind) {
        return switch (kind) {
            case INFILE_DATA, INFILE_END, UNKNOWN -> 0;
            case BINLOG_EVENT -> BINLOG_BYTES;
            case ROW, BINARY_ROW -> ROW_BYTES;
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
