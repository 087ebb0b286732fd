package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.SessionFacts;
import io.github.mysqlmonitor.packet.BulkParameters;
import io.github.mysqlmonitor.packet.Command;
import io.github.mysqlmonitor.packet.ExecuteParameters;
import io.github.mysqlmonitor.packet.Limits;
import io.github.mysqlmonitor.packet.PrepareOk;
import io.github.mysqlmonitor.packet.StatementContext;
import io.github.mysqlmonitor.packet.ValueType;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** Takes the commands of a session as they are sent, and keeps its prepared statements. */
final class SentCommands {
    /** Enough for USE, SET NAMES, KILL and the head of every command. */
    private static final int FEW_BYTES = 512;
    /** Rows of a bulk execution that are kept with their values. */
    private static final int BULK_ROWS = 100;
    /** Code, statement id, flags, iterations. */
    private static final int EXECUTE_HEAD = 10;

    private static final int LARGEST_ONE_BYTE_COUNT = 0xFA;

    private final boolean tells;
    private final ValueText policy;
    private final int keptBytes;
    private final Limits limits;
    private final StatementTable statements = new StatementTable();
    /** What was to be prepared last, if that failed. */
    private SentCommand notPrepared;

    /** The last COM_STMT_PREPARE, until it is answered. */
    private SentCommand preparing;

    /** One that was answered, for the next command. */
    private InFlight unused;

    SentCommands(ObserveOptions options, ValueText policy) {
        this.tells = options.wants(Interest.COMMANDS) || options.wants(Interest.PACKETS);
        this.policy = policy;
        this.keptBytes = tells ? Math.max(options.maxSqlBytes(), FEW_BYTES) : FEW_BYTES;
        this.limits = new Limits(keptBytes, BULK_ROWS);
    }

    StatementTable statements() {
        return statements;
    }

    /** Takes a command. */
    InFlight take(CurrentPacket packet, SessionFacts facts) {
        ByteBuf head = packet.head();
        int code = head.isReadable() ? head.getUnsignedByte(head.readerIndex()) : 0;
        byte[] payload = PacketEvents.copy(head, keptBytes);
        SentCommand content = new SentCommand(packet.kind(), payload, packet.length(), packet.decoding(), policy);
        InFlight command = unused == null ? new InFlight() : unused;
        unused = null;
        command.start(packet, code, statementId(packet.kind(), head), facts, content);
        if (!aboutPreparing(command)) {
            resolve(command);
        }
        preparing = packet.kind() == PacketKind.STMT_PREPARE ? content : preparing;
        return command;
    }

    /** Takes back a command that nobody needs any more. */
    void done(InFlight command) {
        command.forget();
        unused = command;
    }

    /** Who prepares the statement that a command is about, if that is not answered yet; else null. */
    SentCommand preparing(InFlight command) {
        return aboutPreparing(command) ? preparing : null;
    }

    private boolean aboutPreparing(InFlight command) {
        return preparing != null && command.statementId() == StatementTable.LAST_PREPARED;
    }

    /** All that was sent before it is answered: a statement that was being prepared then is known now. */
    void answering(InFlight command) {
        if (command.content == preparing) {
            preparing = null;
        }
        if (command.statementId() == StatementTable.LAST_PREPARED && command.content.prepare() == null) {
            resolve(command);
            if (command.content.prepare() == null && notPrepared != null) {
                command.content.of(notPrepared, null);
            }
        }
    }

    private void resolve(InFlight command) {
        if (command.statementId() == StatementTable.LAST_PREPARED) {
            command.statementId(statements.resolve(StatementTable.LAST_PREPARED));
        }
        aboutStatement(command);
    }

    void prepared(InFlight command, PrepareOk answer) {
        preparing = command.content == preparing ? null : preparing;
        command.statementId(answer.statementId());
        notPrepared = null;
        statements.prepared(answer.statementId(), new PreparedStatement(command.content, answer.parameterCount()));
    }

    /** The command was answered without an error. */
    void succeeded(InFlight command) {
        switch (command.kind) {
            case CHANGE_USER, RESET_CONNECTION -> statements.clear();
            default -> {}
        }
    }

    /** The command was answered with an error. */
    void failed(InFlight command) {
        if (command.kind == PacketKind.STMT_PREPARE) {
            statements.nonePrepared();
            notPrepared = command.content;
        }
    }

    private void aboutStatement(InFlight command) {
        long id = command.statementId();
        PreparedStatement statement = id < 0 ? null : statements.find(id);
        if (statement == null) {
            return;
        }
        switch (command.kind) {
            case STMT_EXECUTE, STMT_BULK_EXECUTE -> execution(command, statement);
            case STMT_SEND_LONG_DATA -> {
                command.content.of(statement.prepare(), null);
                if (command.content.command() instanceof Command.StmtSendLongData data) {
                    statement.longData(data.parameter());
                }
            }
            case STMT_RESET -> {
                command.content.of(statement.prepare(), null);
                statement.takeLongData();
            }
            case STMT_CLOSE -> {
                command.content.of(statement.prepare(), null);
                statements.close(id);
            }
            default -> command.content.of(statement.prepare(), null);
        }
    }

    private void execution(InFlight command, PreparedStatement statement) {
        SentCommand content = command.content;
        StatementContext context = statement.execution(content.decoding().agreed(), limits);
        content.of(statement.prepare(), context);
        if (tells && bringsTypes(command, statement.parameterCount())) {
            List<ValueType> types = types(content, context);
            if (!types.isEmpty()) {
                statement.types(types);
            }
        }
    }

    /** Looks at one byte, so that executions that use the types of the one before cost nothing here. */
    private static boolean bringsTypes(InFlight command, int parameterCount) {
        byte[] payload = command.content.payload();
        if (command.kind == PacketKind.STMT_BULK_EXECUTE) {
            return true;
        }
        int count = parameterCount;
        int at = EXECUTE_HEAD;
        if (command.content.decoding().agreed().has(Capability.QUERY_ATTRIBUTES)) {
            if (payload.length <= at || (payload[at] & 0xFF) > LARGEST_ONE_BYTE_COUNT) {
                return payload.length > at;
            }
            count = payload[at++] & 0xFF;
        }
        int flag = at + (count + 7) / 8;
        return count > 0 && flag < payload.length && payload[flag] != 0;
    }

    private static List<ValueType> types(SentCommand content, StatementContext context) {
        try {
            Command command = content.command();
            if (command instanceof Command.StmtExecute execute) {
                ExecuteParameters parameters = ExecuteParameters.decode(execute, context);
                return parameters.typesSent() ? parameters.types() : List.of();
            }
            if (command instanceof Command.StmtBulkExecute bulk) {
                BulkParameters parameters = BulkParameters.decode(bulk, context);
                content.batchSize(bulk.truncated() ? 0 : (int) Math.min(parameters.rowCount(), Integer.MAX_VALUE));
                return parameters.types();
            }
            return List.of();
        } catch (ProtocolException broken) {
            // The event says so when its values are worked out.
            return List.of();
        }
    }

    private static long statementId(PacketKind kind, ByteBuf head) {
        return switch (kind) {
            case STMT_EXECUTE, STMT_BULK_EXECUTE, STMT_SEND_LONG_DATA, STMT_CLOSE, STMT_RESET, STMT_FETCH ->
                head.readableBytes() < 5 ? -1 : head.getUnsignedIntLE(head.readerIndex() + 1);
            default -> -1;
        };
    }
}
