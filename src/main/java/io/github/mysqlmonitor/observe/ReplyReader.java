package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.wire.ServerStatus;

/**
 * Follows the reply to one command at a time, by the command, the agreed capabilities and the counts that were
 * announced; it looks at a byte only where the state leaves two possibilities.
 *
 * <pre>
 *  HEAD ── count ──▶ COLUMNS ──▶ COLUMNS_END ──▶ ROWS ── terminator ──▶ ended, or HEAD if more results follow
 *   │ └─── FB ─────▶ INFILE  ── the client's empty packet ──▶ HEAD
 * </pre>
 *
 * A prepare is answered by {@link PrepareReader}. A definition phase that has no packets is skipped, and the _END state
 * exists only while EOF is not deprecated. An ERR ends the reply from any state.
 */
final class ReplyReader {
    private static final long MAX_FRAME = 0xFFFFFF;
    private static final int MAX_COLUMNS = 65535;

    private enum State {
        HEAD,
        COLUMNS,
        COLUMNS_END,
        ROWS,
        INFILE
    }

    private final ReplyPackets packets = new ReplyPackets();
    private final PrepareReader prepare = new PrepareReader(packets);
    private PacketKind command = PacketKind.SLEEP;
    private State state = State.HEAD;
    private int columnsLeft;
    private boolean ended;
    private boolean betweenResults;

    void agree(Agreement agreement) {
        packets.agree(agreement);
    }

    /** Prepares for the reply to the next command. */
    void start() {
        state = State.HEAD;
        ended = false;
        prepare.start();
    }

    /** Whether the last packet ended a result, and another follows. */
    boolean betweenResults() {
        return betweenResults;
    }

    /** Whether the last packet ended the reply. */
    boolean ended() {
        return ended;
    }

    /** Status of the last OK or EOF. */
    int statusFlags() {
        return packets.statusFlags();
    }

    void statusFlags(int flags) {
        packets.statusFlags(flags);
    }

    /** Whether what the client sends now is the content of a file. */
    boolean awaitsFile() {
        return state == State.INFILE;
    }

    /** The client sent the empty packet after the file. */
    void fileEnded() {
        state = State.HEAD;
    }

    /** What was wrong when {@link #read} answered {@link PacketKind#UNKNOWN}. */
    String broken() {
        return packets.broken();
    }

    /** Takes one packet of the reply to a command. */
    PacketKind read(PacketKind answered, Head packet) {
        command = answered;
        betweenResults = false;
        if (packet.first() == 0xFF) {
            return error(packet);
        }
        return switch (state) {
            case HEAD -> head(packet);
            case COLUMNS -> column(packet);
            case COLUMNS_END -> columnsEnd(packet);
            case ROWS -> row(packet);
            case INFILE -> packets.broken("the server answered before the client's file ended", packet);
        };
    }

    private PacketKind error(Head packet) {
        if (packet.length() < 3) {
            return packets.broken("an ERR packet is too short", packet);
        }
        if (packets.agreed().progress() && packet.uintAt(1, 2) == 0xFFFF) {
            return PacketKind.PROGRESS;
        }
        ended = true;
        return PacketKind.ERR;
    }

    private PacketKind head(Head packet) {
        return switch (command.reply()) {
            case STATISTICS -> {
                ended = true;
                yield PacketKind.STATISTICS_TEXT;
            }
            case FIELDS -> packet.first() == 0xFE ? terminator(packet) : packets.definition(packet);
            case FETCH -> {
                state = State.ROWS;
                yield row(packet);
            }
            case PREPARE -> {
                PacketKind kind = prepare.read(packet);
                ended = prepare.ended();
                yield kind;
            }
            case RESULT, BINARY_RESULT -> resultHead(packet);
            case DUMP -> dump(packet);
            case SIMPLE, LEAVES, AUTH -> simple(packet);
            case NONE -> packets.broken("a command without a reply was answered", packet);
        };
    }

    private PacketKind simple(Head packet) {
        return switch (packet.first()) {
            case 0x00, 0xFE -> terminator(packet);
            default -> packets.broken("neither OK, EOF nor ERR", packet);
        };
    }

    private PacketKind dump(Head packet) {
        if (packet.first() == 0x00) {
            return PacketKind.BINLOG_EVENT;
        }
        if (packet.first() == 0xFE && packet.length() < ReplyPackets.EOF_BELOW) {
            return simple(packet);
        }
        return packets.broken("no binlog event", packet);
    }

    private PacketKind resultHead(Head packet) {
        int first = packet.first();
        if (first == 0x00 || first == 0xFE) {
            return terminator(packet);
        }
        if (first == 0xFB) {
            if (command != PacketKind.QUERY) {
                return packets.broken("a file was asked for, but not by a query", packet);
            }
            state = State.INFILE;
            return PacketKind.LOCAL_INFILE;
        }
        long count = packet.seek(0).lengthEncoded();
        if (count < 1 || count > MAX_COLUMNS) {
            return packets.broken("no column count", packet);
        }
        boolean flagged = packets.agreed().flagsMetadata() && packet.length() > packet.offset();
        if (packet.length() > packet.offset() + (flagged ? 1 : 0)) {
            return packets.broken("a column count is too long", packet);
        }
        columnsLeft = flagged && packet.at(packet.offset()) == 0 ? 0 : (int) count;
        state = columnsLeft > 0 ? State.COLUMNS : afterColumns();
        return PacketKind.COLUMNS;
    }

    private PacketKind column(Head packet) {
        PacketKind kind = packets.definition(packet);
        if (kind != PacketKind.UNKNOWN && --columnsLeft == 0) {
            state = afterColumns();
        }
        return kind;
    }

    private State afterColumns() {
        return packets.agreed().deprecatesEof() ? State.ROWS : State.COLUMNS_END;
    }

    private PacketKind columnsEnd(Head packet) {
        PacketKind kind = packets.eof(packet);
        if (command == PacketKind.STMT_EXECUTE && packets.has(ServerStatus.CURSOR_EXISTS)) {
            moreOrEnd();
        } else {
            state = State.ROWS;
        }
        return kind;
    }

    private PacketKind row(Head packet) {
        if (packet.length() == 0) {
            return packets.broken("an empty row", packet);
        }
        boolean binary = command.reply() != ReplyShape.RESULT;
        if (packet.first() == 0xFE && (binary || endsTextRows(packet))) {
            return terminator(packet);
        }
        if (binary && packet.first() != 0x00) {
            return packets.broken("a binary row does not start with 00", packet);
        }
        return binary ? PacketKind.BINARY_ROW : PacketKind.ROW;
    }

    /** A text row begins with FE only if its first column has 16 MiB or more. */
    private boolean endsTextRows(Head packet) {
        return packets.agreed().deprecatesEof()
                ? packet.length() <= MAX_FRAME
                : packet.length() < ReplyPackets.EOF_BELOW;
    }

    private PacketKind terminator(Head packet) {
        PacketKind kind = packets.terminator(packet);
        if (kind != PacketKind.UNKNOWN) {
            moreOrEnd();
        }
        return kind;
    }

    private void moreOrEnd() {
        boolean several = command.reply() == ReplyShape.RESULT || command.reply() == ReplyShape.BINARY_RESULT;
        if (several && packets.has(ServerStatus.MORE_RESULTS_EXISTS)) {
            state = State.HEAD;
            betweenResults = true;
        } else {
            ended = true;
        }
    }
}
