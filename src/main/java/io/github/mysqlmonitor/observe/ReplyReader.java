package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.wire.ServerStatus;

/**
 * Follows the reply to one command at a time, by the command, the agreed capabilities and the counts that were
 * announced; it looks at a byte only where the state leaves two possibilities.
 *
 * <pre>
 *  HEAD ── count ──▶ COLUMNS ──▶ COLUMNS_END ──▶ ROWS ── terminator ──▶ ended, or HEAD if more results follow
 *   │ └─── FB ─────▶ INFILE  ── the client's empty packet ──▶ HEAD
 *   └ PrepareOK ───▶ PARAMETERS ──▶ PARAMETERS_END ──▶ COLUMNS ──▶ COLUMNS_END ──▶ ended
 * </pre>
 *
 * A definition phase that has no packets is skipped, and the _END states exist only while EOF is not deprecated. An ERR
 * ends the reply from any state.
 */
final class ReplyReader {
    private static final long MAX_FRAME = 0xFFFFFF;
    /** An EOF has 5 bytes; with the same first byte only a length of 8 bytes can follow. */
    private static final int EOF_BELOW = 9;

    private static final int MAX_COLUMNS = 65535;

    private enum State {
        HEAD,
        PARAMETERS,
        PARAMETERS_END,
        COLUMNS,
        COLUMNS_END,
        ROWS,
        INFILE
    }

    private Agreement agreed = new Agreement(0, false);
    private PacketKind command = PacketKind.SLEEP;
    private State state = State.HEAD;
    private int parametersLeft;
    private int columnsLeft;
    private int preparedColumns;
    private boolean ended;
    private int statusFlags;
    private String broken = "";

    void agree(Agreement agreement) {
        agreed = agreement;
    }

    /** Prepares for the reply to the next command. */
    void start() {
        state = State.HEAD;
        ended = false;
    }

    /** Whether the last packet ended the reply. */
    boolean ended() {
        return ended;
    }

    /** Status of the last OK or EOF. */
    int statusFlags() {
        return statusFlags;
    }

    void statusFlags(int flags) {
        statusFlags = flags;
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
        return broken;
    }

    /** Takes one packet of the reply to a command. */
    PacketKind read(PacketKind answered, Head packet) {
        command = answered;
        if (packet.first() == 0xFF) {
            return error(packet);
        }
        return switch (state) {
            case HEAD -> head(packet);
            case PARAMETERS -> parameter(packet);
            case PARAMETERS_END -> parametersEnd(packet);
            case COLUMNS -> column(packet);
            case COLUMNS_END -> columnsEnd(packet);
            case ROWS -> row(packet);
            case INFILE -> broken("the server answered before the client's file ended", packet);
        };
    }

    private PacketKind error(Head packet) {
        if (packet.length() < 3) {
            return broken("an ERR packet is too short", packet);
        }
        if (agreed.progress() && packet.uintAt(1, 2) == 0xFFFF) {
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
            case FIELDS -> packet.first() == 0xFE ? terminator(packet) : definition(packet);
            case FETCH -> {
                state = State.ROWS;
                yield row(packet);
            }
            case PREPARE -> prepared(packet);
            case RESULT, BINARY_RESULT -> resultHead(packet);
            case DUMP -> dump(packet);
            case SIMPLE, LEAVES, AUTH -> simple(packet);
            case NONE -> broken("a command without a reply was answered", packet);
        };
    }

    private PacketKind simple(Head packet) {
        return switch (packet.first()) {
            case 0x00, 0xFE -> terminator(packet);
            default -> broken("neither OK, EOF nor ERR", packet);
        };
    }

    private PacketKind dump(Head packet) {
        if (packet.first() == 0x00) {
            return PacketKind.BINLOG_EVENT;
        }
        if (packet.first() == 0xFE && packet.length() < EOF_BELOW) {
            return simple(packet);
        }
        return broken("no binlog event", packet);
    }

    private PacketKind resultHead(Head packet) {
        int first = packet.first();
        if (first == 0x00 || first == 0xFE) {
            return terminator(packet);
        }
        if (first == 0xFB) {
            if (command != PacketKind.QUERY) {
                return broken("a file was asked for, but not by a query", packet);
            }
            state = State.INFILE;
            return PacketKind.LOCAL_INFILE;
        }
        long count = packet.seek(0).lengthEncoded();
        if (count < 1 || count > MAX_COLUMNS) {
            return broken("no column count", packet);
        }
        boolean flagged = agreed.flagsMetadata() && packet.length() > packet.offset();
        if (packet.length() > packet.offset() + (flagged ? 1 : 0)) {
            return broken("a column count is too long", packet);
        }
        columnsLeft = flagged && packet.at(packet.offset()) == 0 ? 0 : (int) count;
        state = columnsLeft > 0 ? State.COLUMNS : afterColumns();
        return PacketKind.COLUMNS;
    }

    private PacketKind prepared(Head packet) {
        if (packet.first() != 0x00 || packet.length() < 9) {
            return broken("no answer to a prepare", packet);
        }
        boolean bare = agreed.flagsMetadata() && packet.length() >= 13 && packet.at(12) == 0;
        preparedColumns = (int) packet.uintAt(5, 2);
        int parameters = (int) packet.uintAt(7, 2);
        if (preparedColumns < 0 || parameters < 0) {
            return broken("an answer to a prepare is cut off", packet);
        }
        parametersLeft = bare ? 0 : parameters;
        columnsLeft = bare ? 0 : preparedColumns;
        if (parameters > 0 && (parametersLeft > 0 || !agreed.deprecatesEof())) {
            state = parametersLeft > 0 ? State.PARAMETERS : State.PARAMETERS_END;
        } else {
            preparedParametersDone();
        }
        return PacketKind.PREPARE_OK;
    }

    private PacketKind parameter(Head packet) {
        PacketKind kind = definition(packet);
        if (kind == PacketKind.UNKNOWN) {
            return kind;
        }
        if (--parametersLeft == 0) {
            if (agreed.deprecatesEof()) {
                preparedParametersDone();
            } else {
                state = State.PARAMETERS_END;
            }
        }
        return PacketKind.PARAMETER_DEFINITION;
    }

    private PacketKind parametersEnd(Head packet) {
        PacketKind kind = eof(packet);
        preparedParametersDone();
        return kind;
    }

    private void preparedParametersDone() {
        if (preparedColumns == 0 || columnsLeft == 0 && agreed.deprecatesEof()) {
            ended = true;
        } else {
            state = columnsLeft > 0 ? State.COLUMNS : State.COLUMNS_END;
        }
    }

    private PacketKind column(Head packet) {
        PacketKind kind = definition(packet);
        if (kind != PacketKind.UNKNOWN && --columnsLeft == 0) {
            state = afterColumns();
            ended = command.reply() == ReplyShape.PREPARE && agreed.deprecatesEof();
        }
        return kind;
    }

    private State afterColumns() {
        return agreed.deprecatesEof() ? State.ROWS : State.COLUMNS_END;
    }

    private PacketKind columnsEnd(Head packet) {
        PacketKind kind = eof(packet);
        if (command.reply() == ReplyShape.PREPARE) {
            ended = true;
        } else if (command == PacketKind.STMT_EXECUTE && (statusFlags & ServerStatus.CURSOR_EXISTS) != 0) {
            moreOrEnd();
        } else {
            state = State.ROWS;
        }
        return kind;
    }

    private PacketKind row(Head packet) {
        if (packet.length() == 0) {
            return broken("an empty row", packet);
        }
        boolean binary = command.reply() != ReplyShape.RESULT;
        if (packet.first() == 0xFE && (binary || endsTextRows(packet))) {
            return terminator(packet);
        }
        if (binary && packet.first() != 0x00) {
            return broken("a binary row does not start with 00", packet);
        }
        return binary ? PacketKind.BINARY_ROW : PacketKind.ROW;
    }

    /** A text row begins with FE only if its first column has 16 MiB or more. */
    private boolean endsTextRows(Head packet) {
        return agreed.deprecatesEof() ? packet.length() <= MAX_FRAME : packet.length() < EOF_BELOW;
    }

    private PacketKind definition(Head packet) {
        return packet.length() < 1 || packet.first() >= 0xFB
                ? broken("no column definition", packet)
                : PacketKind.COLUMN_DEFINITION;
    }

    private PacketKind eof(Head packet) {
        return packet.first() == 0xFE && packet.length() < EOF_BELOW
                ? status(packet, PacketKind.EOF)
                : broken("no EOF after the definitions", packet);
    }

    /** An OK or EOF that ends a result. */
    private PacketKind terminator(Head packet) {
        boolean isEof = packet.first() == 0xFE && (!agreed.deprecatesEof() || packet.length() < 7);
        if (isEof && packet.length() >= EOF_BELOW) {
            return broken("an EOF packet is too long", packet);
        }
        PacketKind kind = status(packet, isEof ? PacketKind.EOF : PacketKind.OK);
        if (kind != PacketKind.UNKNOWN) {
            moreOrEnd();
        }
        return kind;
    }

    private PacketKind status(Head packet, PacketKind kind) {
        int flags = StatusFlags.of(packet, kind == PacketKind.EOF);
        if (flags < 0) {
            return broken("an OK or EOF packet is cut off", packet);
        }
        statusFlags = flags;
        return kind;
    }

    private void moreOrEnd() {
        boolean several = command.reply() == ReplyShape.RESULT || command.reply() == ReplyShape.BINARY_RESULT;
        if (several && (statusFlags & ServerStatus.MORE_RESULTS_EXISTS) != 0) {
            state = State.HEAD;
        } else {
            ended = true;
        }
    }

    private PacketKind broken(String what, Head packet) {
        broken = what + " (length " + packet.length() + ", first byte " + packet.first() + ", state " + state + ")";
        return PacketKind.UNKNOWN;
    }
}
