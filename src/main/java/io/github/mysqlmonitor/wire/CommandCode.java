package io.github.mysqlmonitor.wire;

import java.util.Arrays;

/** The first byte of a client's command. */
public enum CommandCode {
    SLEEP(0x00, "Sleep"),
    QUIT(0x01, "Quit"),
    INIT_DB(0x02, "InitDb"),
    QUERY(0x03, "Query"),
    FIELD_LIST(0x04, "FieldList"),
    CREATE_DB(0x05, "CreateDb"),
    DROP_DB(0x06, "DropDb"),
    REFRESH(0x07, "Refresh"),
    SHUTDOWN(0x08, "Shutdown"),
    STATISTICS(0x09, "Statistics"),
    PROCESS_INFO(0x0A, "ProcessInfo"),
    CONNECT(0x0B, "Connect"),
    PROCESS_KILL(0x0C, "ProcessKill"),
    DEBUG(0x0D, "Debug"),
    PING(0x0E, "Ping"),
    TIME(0x0F, "Time"),
    DELAYED_INSERT(0x10, "DelayedInsert"),
    CHANGE_USER(0x11, "ChangeUser"),
    BINLOG_DUMP(0x12, "BinlogDump"),
    TABLE_DUMP(0x13, "TableDump"),
    CONNECT_OUT(0x14, "ConnectOut"),
    REGISTER_SLAVE(0x15, "RegisterSlave"),
    STMT_PREPARE(0x16, "StmtPrepare"),
    STMT_EXECUTE(0x17, "StmtExecute"),
    STMT_SEND_LONG_DATA(0x18, "StmtSendLongData"),
    STMT_CLOSE(0x19, "StmtClose"),
    STMT_RESET(0x1A, "StmtReset"),
    SET_OPTION(0x1B, "SetOption"),
    STMT_FETCH(0x1C, "StmtFetch"),
    DAEMON(0x1D, "Daemon"),
    BINLOG_DUMP_GTID(0x1E, "BinlogDumpGtid"),
    RESET_CONNECTION(0x1F, "ResetConnection"),
    CLONE(0x20, "Clone"),
    SUBSCRIBE_GROUP_REPLICATION_STREAM(0x21, "SubscribeGroupReplicationStream"),
    /** Not a command: a replica's acknowledgement during a binlog dump. */
    SEMI_SYNC_ACK(0xEF, "SemiSyncAck"),
    STMT_BULK_EXECUTE(0xFA, "StmtBulkExecute"),
    SLAVE_WORKER(0xFB, "SlaveWorker"),
    SLAVE_IO(0xFC, "SlaveIo"),
    SLAVE_SQL(0xFD, "SlaveSql"),
    MULTI(0xFE, "Multi"),
    UNKNOWN(-1, "Unknown");

    private static final CommandCode[] BY_CODE = new CommandCode[256];

    static {
        Arrays.fill(BY_CODE, UNKNOWN);
        for (CommandCode each : values()) {
            if (each.code >= 0) {
                BY_CODE[each.code] = each;
            }
        }
    }

    private final int code;
    private final String displayName;

    CommandCode(int code, String displayName) {
        this.code = code;
        this.displayName = displayName;
    }

    /** The byte on the wire, or -1 for {@link #UNKNOWN}. */
    public int code() {
        return code;
    }

    public String displayName() {
        return displayName;
    }

    public static CommandCode of(int code) {
        return code < 0 || code > 0xFF ? UNKNOWN : BY_CODE[code];
    }
}
