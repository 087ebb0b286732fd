package io.github.mysqlmonitor.observe;

/**
 * Follows the reply to a prepare.
 *
 * <pre>
 *  HEAD ─ PrepareOK ─▶ PARAMETERS ─▶ PARAMETERS_END ─▶ COLUMNS ─▶ COLUMNS_END ─▶ ENDED
 * </pre>
 *
 * What was announced as none is skipped with its _END, and the _END states exist only while EOF is not deprecated.
 */
final class PrepareReader {
    private enum State {
        HEAD,
        PARAMETERS,
        PARAMETERS_END,
        COLUMNS,
        COLUMNS_END,
        ENDED
    }

    private final ReplyPackets packets;
    private State state = State.HEAD;
    private int parametersLeft;
    private int columns;
    private int columnsLeft;

    PrepareReader(ReplyPackets packets) {
        this.packets = packets;
    }

    void start() {
        state = State.HEAD;
    }

    boolean ended() {
        return state == State.ENDED;
    }

    PacketKind read(Head packet) {
        return switch (state) {
            case HEAD -> head(packet);
            case PARAMETERS -> parameter(packet);
            case PARAMETERS_END -> {
                state = afterParameters();
                yield packets.eof(packet);
            }
            case COLUMNS -> column(packet);
            case COLUMNS_END -> {
                state = State.ENDED;
                yield packets.eof(packet);
            }
            case ENDED -> packets.broken("the answer to the prepare was complete", packet);
        };
    }

    private PacketKind head(Head packet) {
        if (packet.first() != 0x00 || packet.length() < 9) {
            return packets.broken("no answer to a prepare", packet);
        }
        columns = (int) packet.uintAt(5, 2);
        int parameters = (int) packet.uintAt(7, 2);
        if (columns < 0 || parameters < 0) {
            return packets.broken("an answer to a prepare is cut off", packet);
        }
        boolean bare = packets.agreed().flagsMetadata() && packet.length() >= 13 && packet.at(12) == 0;
        parametersLeft = bare ? 0 : parameters;
        columnsLeft = bare ? 0 : columns;
        state = parameters == 0 ? afterParameters() : afterHead();
        return PacketKind.PREPARE_OK;
    }

    private State afterHead() {
        if (parametersLeft > 0) {
            return State.PARAMETERS;
        }
        return packets.agreed().deprecatesEof() ? afterParameters() : State.PARAMETERS_END;
    }

    private State afterParameters() {
        if (columnsLeft > 0) {
            return State.COLUMNS;
        }
        return columns == 0 || packets.agreed().deprecatesEof() ? State.ENDED : State.COLUMNS_END;
    }

    private PacketKind parameter(Head packet) {
        PacketKind kind = packets.definition(packet);
        if (--parametersLeft == 0) {
            state = packets.agreed().deprecatesEof() ? afterParameters() : State.PARAMETERS_END;
        }
        return kind == PacketKind.UNKNOWN ? kind : PacketKind.PARAMETER_DEFINITION;
    }

    private PacketKind column(Head packet) {
        if (--columnsLeft == 0) {
            state = packets.agreed().deprecatesEof() ? State.ENDED : State.COLUMNS_END;
        }
        return packets.definition(packet);
    }
}
