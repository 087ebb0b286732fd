package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.wire.CommandCode;
import java.util.Arrays;

/** What a logical packet is, with the name under which the packet log shows it. */
public enum PacketKind {
    GREETING("Greeting"),
    SSL_REQUEST("SSLRequest"),
    LOGIN("Login"),
    AUTH_SWITCH("AuthSwitch"),
    AUTH_MORE_DATA("AuthMoreData"),
    AUTH_NEXT_FACTOR("AuthNextFactor"),
    AUTH_ANSWER("AuthAnswer"),

    OK("OK"),
    ERR("ERR"),
    EOF("EOF"),
    COLUMNS("Columns"),
    COLUMN_DEFINITION("ColumnDefinition"),
    PARAMETER_DEFINITION("ParameterDefinition"),
    ROW("Row"),
    BINARY_ROW("BinaryRow"),
    PREPARE_OK("PrepareOK"),
    LOCAL_INFILE("LocalInfile"),
    INFILE_DATA("InfileData"),
    INFILE_END("InfileEnd"),
    STATISTICS_TEXT("StatisticsText"),
    BINLOG_EVENT("BinlogEvent"),
    SEMI_SYNC_ACK("SemiSyncAck"),
    PROGRESS("Progress"),

    SLEEP(CommandCode.SLEEP, ReplyShape.SIMPLE),
    QUIT(CommandCode.QUIT, ReplyShape.NONE),
    INIT_DB(CommandCode.INIT_DB, ReplyShape.SIMPLE),
    QUERY(CommandCode.QUERY, ReplyShape.RESULT),
    FIELD_LIST(CommandCode.FIELD_LIST, ReplyShape.FIELDS),
    CREATE_DB(CommandCode.CREATE_DB, ReplyShape.SIMPLE),
    DROP_DB(CommandCode.DROP_DB, ReplyShape.SIMPLE),
    REFRESH(CommandCode.REFRESH, ReplyShape.SIMPLE),
    SHUTDOWN(CommandCode.SHUTDOWN, ReplyShape.SIMPLE),
    STATISTICS(CommandCode.STATISTICS, ReplyShape.STATISTICS),
    PROCESS_INFO(CommandCode.PROCESS_INFO, ReplyShape.RESULT),
    CONNECT(CommandCode.CONNECT, ReplyShape.SIMPLE),
    PROCESS_KILL(CommandCode.PROCESS_KILL, ReplyShape.SIMPLE),
    DEBUG(CommandCode.DEBUG, ReplyShape.SIMPLE),
    PING(CommandCode.PING, ReplyShape.SIMPLE),
    TIME(CommandCode.TIME, ReplyShape.SIMPLE),
    DELAYED_INSERT(CommandCode.DELAYED_INSERT, ReplyShape.SIMPLE),
    CHANGE_USER(CommandCode.CHANGE_USER, ReplyShape.AUTH),
    BINLOG_DUMP(CommandCode.BINLOG_DUMP, ReplyShape.DUMP),
    TABLE_DUMP(CommandCode.TABLE_DUMP, ReplyShape.SIMPLE),
    CONNECT_OUT(CommandCode.CONNECT_OUT, ReplyShape.SIMPLE),
    REGISTER_SLAVE(CommandCode.REGISTER_SLAVE, ReplyShape.SIMPLE),
    STMT_PREPARE(CommandCode.STMT_PREPARE, ReplyShape.PREPARE),
    STMT_EXECUTE(CommandCode.STMT_EXECUTE, ReplyShape.BINARY_RESULT),
    STMT_SEND_LONG_DATA(CommandCode.STMT_SEND_LONG_DATA, ReplyShape.NONE),
    STMT_CLOSE(CommandCode.STMT_CLOSE, ReplyShape.NONE),
    STMT_RESET(CommandCode.STMT_RESET, ReplyShape.SIMPLE),
    SET_OPTION(CommandCode.SET_OPTION, ReplyShape.SIMPLE),
    STMT_FETCH(CommandCode.STMT_FETCH, ReplyShape.FETCH),
    DAEMON(CommandCode.DAEMON, ReplyShape.SIMPLE),
    BINLOG_DUMP_GTID(CommandCode.BINLOG_DUMP_GTID, ReplyShape.DUMP),
    RESET_CONNECTION(CommandCode.RESET_CONNECTION, ReplyShape.SIMPLE),
    CLONE(CommandCode.CLONE, ReplyShape.LEAVES),
    SUBSCRIBE_GROUP_REPLICATION_STREAM(CommandCode.SUBSCRIBE_GROUP_REPLICATION_STREAM, ReplyShape.LEAVES),
    STMT_BULK_EXECUTE(CommandCode.STMT_BULK_EXECUTE, ReplyShape.BINARY_RESULT),
    /** A command that this version does not know. */
    UNKNOWN_COMMAND("UnknownCommand"),
    /** A packet that cannot be told, because the conversation is opaque, lost or over. */
    UNKNOWN("Unknown");

    private static final PacketKind[] BY_CODE = new PacketKind[256];

    static {
        Arrays.fill(BY_CODE, UNKNOWN_COMMAND);
        for (PacketKind each : values()) {
            if (each.command != null) {
                BY_CODE[each.command.code()] = each;
            }
        }
    }

    private final String displayName;
    private final CommandCode command;
    private final ReplyShape reply;

    PacketKind(String displayName) {
        this.displayName = displayName;
        this.command = null;
        this.reply = null;
    }

    PacketKind(CommandCode command, ReplyShape reply) {
        this.displayName = command.displayName();
        this.command = command;
        this.reply = reply;
    }

    /** The name in the packet log, such as {@code StmtPrepare}. */
    public String displayName() {
        return displayName;
    }

    /** Whether several of them in a row within one reply say little more than their number. */
    boolean collapses() {
        return switch (this) {
            case COLUMN_DEFINITION, PARAMETER_DEFINITION, ROW, BINARY_ROW, INFILE_DATA -> true;
            default -> false;
        };
    }

    /** Whether it begins a command, known or not. */
    boolean isCommand() {
        return reply != null || this == UNKNOWN_COMMAND;
    }

    /** Whether this is a command with arguments other than SQL. */
    boolean hasArguments() {
        return switch (this) {
            case INIT_DB,
                    FIELD_LIST,
                    CREATE_DB,
                    DROP_DB,
                    CHANGE_USER,
                    BINLOG_DUMP,
                    BINLOG_DUMP_GTID,
                    REGISTER_SLAVE,
                    STMT_SEND_LONG_DATA,
                    STMT_FETCH,
                    SET_OPTION,
                    PROCESS_KILL,
                    UNKNOWN_COMMAND -> true;
            default -> false;
        };
    }

    /** Null if this is not a known command. */
    CommandCode command() {
        return command;
    }

    /** How the server answers this command; null if this is not a known command. */
    ReplyShape reply() {
        return reply;
    }

    /** The command with this first byte, {@link #UNKNOWN_COMMAND} if there is none. */
    static PacketKind ofCommand(int code) {
        return BY_CODE[code & 0xFF];
    }
}
