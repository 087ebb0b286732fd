package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.packet.BinaryRow;
import io.github.mysqlmonitor.packet.BulkParameters;
import io.github.mysqlmonitor.packet.ColumnCount;
import io.github.mysqlmonitor.packet.ColumnDefinition;
import io.github.mysqlmonitor.packet.Command;
import io.github.mysqlmonitor.packet.ExecuteParameters;
import io.github.mysqlmonitor.packet.Limits;
import io.github.mysqlmonitor.packet.PrepareOk;
import io.github.mysqlmonitor.packet.StatementContext;
import io.github.mysqlmonitor.packet.TextRow;
import io.github.mysqlmonitor.packet.ValueType;
import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.ProtocolException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What has to be remembered to decode rows and bound values: the statements, and which of them is being answered. Bound
 * values are decoded when the reply begins, because a pipelined execution is sent before its statement is known.
 */
final class RecheckedReplies {
    private static final long LAST_PREPARED = 0xFFFFFFFFL;
    private static final int MAX_STATEMENTS = 100_000;
    private static final String EXECUTE_VALUES = "values of StmtExecute";
    private static final String BULK_VALUES = "values of StmtBulkExecute";
    private static final String UNKNOWN_STATEMENT = "an unknown statement";

    private final Conversation conversation;
    private final RecheckedPackets packets;
    private final Map<Long, Statement> statements = new HashMap<>();
    private final Deque<Sent> pending = new ArrayDeque<>();
    private Statement lastPrepared;
    private List<ValueType> columns = new ArrayList<>();

    RecheckedReplies(Conversation conversation, RecheckedPackets packets) {
        this.conversation = conversation;
        this.packets = packets;
    }

    /** A prepared statement; without an id while its answer is awaited. */
    private static final class Statement {
        private int parameterCount;
        private List<ValueType> types = List.of();
        private final BitSet longData = new BitSet();
        private List<ValueType> columns = new ArrayList<>();
    }

    /** A command that will be answered; the statement is null if it is not about one, or not known. */
    private static final class Sent {
        private final Command command;
        private final Statement statement;
        private final BitSet longData = new BitSet();
        private boolean boundValuesRead;

        Sent(Command command, Statement statement) {
            this.command = command;
            this.statement = statement;
        }
    }

    void sent(CurrentPacket packet, Command command) {
        Statement statement = statementOf(command);
        if (command instanceof Command.StmtSendLongData data && statement != null) {
            statement.longData.set(data.parameter());
        } else if (command instanceof Command.StmtClose close) {
            statements.remove(close.statementId());
        }
        PacketKind kind = packet.kind();
        if (kind.command() == null || kind.reply() == ReplyShape.NONE) {
            return;
        }
        Sent sent = new Sent(command, statement);
        if (statement != null && command instanceof Command.StmtExecute) {
            sent.longData.or(statement.longData);
            statement.longData.clear();
        } else if (command instanceof Command.StmtReset && statement != null) {
            statement.longData.clear();
        }
        pending.add(sent);
    }

    private Statement statementOf(Command command) {
        if (command instanceof Command.StmtPrepare) {
            lastPrepared = new Statement();
            return lastPrepared;
        }
        long id = -1;
        if (command instanceof Command.StmtExecute execute) {
            id = execute.statementId();
        } else if (command instanceof Command.StmtBulkExecute execute) {
            id = execute.statementId();
        } else if (command instanceof Command.StmtFetch fetch) {
            id = fetch.statementId();
        } else if (command instanceof Command.StmtSendLongData data) {
            id = data.statementId();
        } else if (command instanceof Command.StmtReset reset) {
            id = reset.statementId();
        }
        return id == LAST_PREPARED && conversation.mariaDb() ? lastPrepared : statements.get(id);
    }

    /** A packet of the server was looked at: what is answered by now is forgotten. */
    void received() {
        while (pending.size() > conversation.pendingCommands()) {
            Command answered = pending.remove().command;
            switch (answered.code()) {
                case CHANGE_USER, RESET_CONNECTION -> statements.clear();
                default -> {}
            }
        }
    }

    void result(CurrentPacket packet, byte[] payload) {
        Sent current = pending.peek();
        Capabilities agreed = packet.decoding().agreed();
        switch (packet.kind()) {
            case PREPARE_OK -> {
                PrepareOk prepared = PrepareOk.decode(RecheckedPackets.reader(payload), agreed);
                packets.compare(packet, payload, prepared);
                remember(current, prepared);
            }
            case COLUMNS -> {
                ColumnCount count = ColumnCount.decode(RecheckedPackets.reader(payload));
                packets.compare(packet, payload, count);
                columns = new ArrayList<>();
                if (!count.metadataFollows() && current != null && current.statement != null) {
                    columns = current.statement.columns;
                } else if (current != null && current.statement != null) {
                    current.statement.columns = columns;
                }
            }
            case COLUMN_DEFINITION, PARAMETER_DEFINITION -> {
                ColumnDefinition column = ColumnDefinition.decode(RecheckedPackets.reader(payload), agreed);
                packets.compare(packet, payload, column);
                if (packet.kind() == PacketKind.COLUMN_DEFINITION) {
                    columns.add(column.valueType());
                }
            }
            case ROW ->
                packets.compare(
                        packet,
                        payload,
                        TextRow.decode(RecheckedPackets.reader(payload), columns, payload.length, Limits.NONE));
            case BINARY_ROW -> binaryRow(packet, payload, current);
            default -> packets.opaque(packet.kind().displayName(), "no decoder");
        }
    }

    private void remember(Sent current, PrepareOk prepared) {
        if (current == null || current.statement == null) {
            return;
        }
        current.statement.parameterCount = prepared.parameterCount();
        columns = new ArrayList<>();
        current.statement.columns = columns;
        if (statements.size() < MAX_STATEMENTS) {
            statements.put(prepared.statementId(), current.statement);
        }
    }

    private void binaryRow(CurrentPacket packet, byte[] payload, Sent current) {
        boolean fetched = current != null && current.command instanceof Command.StmtFetch;
        List<ValueType> types = fetched && current.statement != null ? current.statement.columns : columns;
        if (types.isEmpty()) {
            packets.opaque(packet.kind().displayName(), "its columns are not known");
            return;
        }
        packets.compare(
                packet,
                payload,
                BinaryRow.decode(RecheckedPackets.reader(payload), types, payload.length, Limits.NONE));
    }

    /** Looks at the values of the command whose reply begins. */
    void boundValues(CurrentPacket packet) {
        Sent current = pending.peek();
        if (current == null || current.boundValuesRead) {
            return;
        }
        current.boundValuesRead = true;
        try {
            if (current.command instanceof Command.StmtExecute execute) {
                execute(packet, current, execute);
            } else if (current.command instanceof Command.StmtBulkExecute execute) {
                bulkExecute(packet, current, execute);
            }
        } catch (ProtocolException malformed) {
            if (packet.kind() != PacketKind.ERR) {
                throw malformed;
            }
            packets.opaque(EXECUTE_VALUES, "the server could not read them either");
        }
    }

    private void bulkExecute(CurrentPacket packet, Sent current, Command.StmtBulkExecute execute) {
        if (current.statement == null) {
            packets.opaque(BULK_VALUES, UNKNOWN_STATEMENT);
            return;
        }
        BulkParameters values = BulkParameters.decode(execute, context(packet, current));
        packets.compare(packet, BULK_VALUES, execute.block().toArray(), values);
        current.statement.types = values.types();
    }

    private void execute(CurrentPacket packet, Sent current, Command.StmtExecute execute) {
        if (current.statement == null) {
            packets.opaque(EXECUTE_VALUES, UNKNOWN_STATEMENT);
            return;
        }
        ExecuteParameters values = ExecuteParameters.decode(execute, context(packet, current));
        if (values.typesUnknown()) {
            packets.opaque(EXECUTE_VALUES, "unknown types");
            return;
        }
        packets.compare(packet, EXECUTE_VALUES, execute.block().toArray(), values);
        if (!values.types().isEmpty()) {
            current.statement.types = values.types();
        }
    }

    private static StatementContext context(CurrentPacket packet, Sent current) {
        return new StatementContext(
                packet.decoding().agreed(),
                current.statement.parameterCount,
                current.statement.types,
                current.longData,
                Limits.NONE);
    }
}
