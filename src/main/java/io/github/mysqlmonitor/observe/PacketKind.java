package io.github.mysqlmonitor.observe;

import java.util.Arrays;
import java.util.Locale;

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

    SLEEP(0x00, ReplyShape.SIMPLE),
    QUIT(0x01, ReplyShape.NONE),
    INIT_DB(0x02, ReplyShape.SIMPLE),
    QUERY(0x03, ReplyShape.RESULT),
    FIELD_LIST(0x04, ReplyShape.FIELDS),
    CREATE_DB(0x05, ReplyShape.SIMPLE),
    DROP_DB(0x06, ReplyShape.SIMPLE),
    REFRESH(0x07, ReplyShape.SIMPLE),
    SHUTDOWN(0x08, ReplyShape.SIMPLE),
    STATISTICS(0x09, ReplyShape.STATISTICS),
    PROCESS_INFO(0x0A, ReplyShape.RESULT),
    CONNECT(0x0B, ReplyShape.SIMPLE),
    PROCESS_KILL(0x0C, ReplyShape.SIMPLE),
    DEBUG(0x0D, ReplyShape.SIMPLE),
    PING(0x0E, ReplyShape.SIMPLE),
    TIME(0x0F, ReplyShape.SIMPLE),
    DELAYED_INSERT(0x10, ReplyShape.SIMPLE),
    CHANGE_USER(0x11, ReplyShape.AUTH),
    BINLOG_DUMP(0x12, ReplyShape.DUMP),
    TABLE_DUMP(0x13, ReplyShape.SIMPLE),
    CONNECT_OUT(0x14, ReplyShape.SIMPLE),
    REGISTER_SLAVE(0x15, ReplyShape.SIMPLE),
    STMT_PREPARE(0x16, ReplyShape.PREPARE),
    STMT_EXECUTE(0x17, ReplyShape.BINARY_RESULT),
    STMT_SEND_LONG_DATA(0x18, ReplyShape.NONE),
    STMT_CLOSE(0x19, ReplyShape.NONE),
    STMT_RESET(0x1A, ReplyShape.SIMPLE),
    SET_OPTION(0x1B, ReplyShape.SIMPLE),
    STMT_FETCH(0x1C, ReplyShape.FETCH),
    DAEMON(0x1D, ReplyShape.SIMPLE),
    BINLOG_DUMP_GTID(0x1E, ReplyShape.DUMP),
    RESET_CONNECTION(0x1F, ReplyShape.SIMPLE),
    CLONE(0x20, ReplyShape.LEAVES),
    SUBSCRIBE_GROUP_REPLICATION_STREAM(0x21, ReplyShape.LEAVES),
    STMT_BULK_EXECUTE(0xFA, ReplyShape.BINARY_RESULT),
    /** A command that this version does not know. */
    UNKNOWN_COMMAND("UnknownCommand"),
    /** A packet that cannot be told, because the conversation is opaque, lost or over. */
    UNKNOWN("Unknown");

    private static final PacketKind[] BY_CODE = byCode();

    private final String displayName;
    private final int code;
    private final ReplyShape reply;

    PacketKind(String displayName) {
        this.displayName = displayName;
        this.code = -1;
        this.reply = null;
    }

    PacketKind(int code, ReplyShape reply) {
        this.displayName = camelCase(name());
        this.code = code;
        this.reply = reply;
    }

    /** The name in the packet log, such as {@code StmtPrepare}. */
    public String displayName() {
        return displayName;
    }

    /** The command byte, or -1 if this is not a known command. */
    public int code() {
        return code;
    }

    /** Whether several of them in a row within one reply say little more than their number. */
    boolean collapses() {
        return switch (this) {
            case COLUMN_DEFINITION, PARAMETER_DEFINITION, ROW, BINARY_ROW, INFILE_DATA -> true;
            default -> false;
        };
    }

    /** How the server answers this command; null if this is not a known command. */
    ReplyShape reply() {
        return reply;
    }

    /** The command with this first byte, {@link #UNKNOWN_COMMAND} if there is none. */
    static PacketKind ofCommand(int code) {
        return BY_CODE[code & 0xFF];
    }

    private static PacketKind[] byCode() {
        PacketKind[] kinds = new PacketKind[256];
        Arrays.fill(kinds, UNKNOWN_COMMAND);
        for (PacketKind kind : values()) {
            if (kind.code >= 0) {
                kinds[kind.code] = kind;
            }
        }
        return kinds;
    }

    private static String camelCase(String constant) {
        StringBuilder name = new StringBuilder(constant.length());
        for (String word : constant.split("_", -1)) {
            if (word.equals("DB") || word.equals("GTID")) {
                name.append(word);
            } else {
                name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
            }
        }
        return name.toString();
    }
}
