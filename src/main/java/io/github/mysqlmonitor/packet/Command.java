package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.CommandCode;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import io.netty.buffer.ByteBuf;

/**
 * What a client asks for after its login. Numbers are unsigned unless said otherwise; ids of statements have 32 bits, and
 * a MariaDB client may send 0xFFFFFFFF for "the one prepared last".
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_command_phase.html">spec</a>
 */
public sealed interface Command extends Packet permits Command.Known, ChangeUser {

    CommandCode code();

    /**
     * Reads a command, or the first bytes of a long one. Texts are then cut and say so.
     *
     * @param head borrowed; the payload's first bytes, from the code on, at least 64 of them if the payload is longer
     * @param fullLength the payload's whole length in bytes
     * @param agreed what both peers offered
     */
    static Command decode(ByteBuf head, long fullLength, Capabilities agreed) {
        return CommandDecoder.decode(new WireReader(head), fullLength, agreed);
    }

    /** As {@link #decode(ByteBuf, long, Capabilities)}; of the array nothing is kept. */
    static Command decode(byte[] head, long fullLength, Capabilities agreed) {
        return CommandDecoder.decode(new WireReader(head), fullLength, agreed);
    }

    /** All commands that change nothing about who is logged in. */
    sealed interface Known extends Command {
        @Override
        default void encode(WireWriter out, Capabilities agreed) {
            CommandEncoder.encode(out, this, agreed);
        }
    }

    /**
     * COM_QUERY.
     *
     * @param sql in the client's character set; possibly cut
     * @param sqlOffset where the SQL starts in the payload, -1 if query attributes in front of it were cut
     * @param sqlLength whole length of the SQL in bytes, of which {@code sql} may be the beginning; -1 with the offset
     * @param attributes the query attributes in front of it
     */
    record Query(byte[] sql, int sqlOffset, long sqlLength, QueryAttributes attributes) implements Known {
        @Override
        public CommandCode code() {
            return CommandCode.QUERY;
        }

        public int attributeCount() {
            return attributes.count();
        }

        public boolean truncated() {
            return sql.length != sqlLength;
        }
    }

    /**
     * COM_STMT_PREPARE.
     *
     * @param sql in the client's character set; possibly cut
     * @param sqlLength whole length of the SQL in bytes; it starts at offset 1
     */
    record StmtPrepare(byte[] sql, long sqlLength) implements Known {
        @Override
        public CommandCode code() {
            return CommandCode.STMT_PREPARE;
        }

        public boolean truncated() {
            return sql.length != sqlLength;
        }
    }

    /** COM_INIT_DB, and with the same layout COM_CREATE_DB and COM_DROP_DB. */
    record InitDb(CommandCode code, String schema) implements Known {}

    record FieldList(String table, String wildcard) implements Known {
        @Override
        public CommandCode code() {
            return CommandCode.FIELD_LIST;
        }
    }

    /**
     * COM_STMT_EXECUTE.
     *
     * @param flags 1, 2, 4 open a cursor; 8: a parameter count follows
     * @param block the bound values, see {@link ExecuteParameters}; possibly cut
     * @param blockLength whole length of the block in bytes; it starts at offset 10
     */
    record StmtExecute(long statementId, int flags, long iterations, Octets block, long blockLength) implements Known {
        @Override
        public CommandCode code() {
            return CommandCode.STMT_EXECUTE;
        }

        public boolean truncated() {
            return block.length() != blockLength;
        }
    }

    /**
     * MariaDB's array of executions.
     *
     * @param flags 0x80: the types are sent, 0x40: a result per row is wanted
     * @param block types and values, see {@link BulkParameters}; possibly cut
     * @param blockLength whole length of the block in bytes; it starts at offset 7
     */
    record StmtBulkExecute(long statementId, int flags, Octets block, long blockLength) implements Known {
        @Override
        public CommandCode code() {
            return CommandCode.STMT_BULK_EXECUTE;
        }

        public boolean truncated() {
            return block.length() != blockLength;
        }
    }

    /**
     * COM_STMT_SEND_LONG_DATA; no answer follows.
     *
     * @param data a piece of the parameter's value; possibly cut
     * @param length how many bytes of the value this packet carries; they start at offset 7
     */
    record StmtSendLongData(long statementId, int parameter, Octets data, long length) implements Known {
        @Override
        public CommandCode code() {
            return CommandCode.STMT_SEND_LONG_DATA;
        }
    }

    record StmtClose(long statementId) implements Known {
        @Override
        public CommandCode code() {
            return CommandCode.STMT_CLOSE;
        }
    }

    record StmtReset(long statementId) implements Known {
        @Override
        public CommandCode code() {
            return CommandCode.STMT_RESET;
        }
    }

    record StmtFetch(long statementId, long rows) implements Known {
        @Override
        public CommandCode code() {
            return CommandCode.STMT_FETCH;
        }
    }

    /**
     * COM_SET_OPTION.
     *
     * @param option 0 turns several statements per query on, 1 off
     */
    record SetOption(int option) implements Known {
        @Override
        public CommandCode code() {
            return CommandCode.SET_OPTION;
        }
    }

    record ProcessKill(long connectionId) implements Known {
        @Override
        public CommandCode code() {
            return CommandCode.PROCESS_KILL;
        }
    }

    record BinlogDump(long position, int flags, long serverId, String file) implements Known {
        @Override
        public CommandCode code() {
            return CommandCode.BINLOG_DUMP;
        }
    }

    /**
     * COM_BINLOG_DUMP_GTID.
     *
     * @param gtidOffset where the encoded GTID set lies in the payload, {@code gtidLength} bytes; -1 if cut before it
     * @param gtids the encoded set and whatever follows it; possibly cut
     */
    record BinlogDumpGtid(
            int flags, long serverId, String file, long position, int gtidOffset, long gtidLength, Octets gtids)
            implements Known {
        @Override
        public CommandCode code() {
            return CommandCode.BINLOG_DUMP_GTID;
        }
    }

    /**
     * COM_REGISTER_SLAVE.
     *
     * @param passwordOffset where the replica's password lies in the payload, {@code passwordLength} bytes
     * @param rank not used by any server
     * @param sourceId the source's server id, 0 if the replica does not know it
     */
    record RegisterSlave(
            long serverId,
            String host,
            String user,
            Secret password,
            int passwordOffset,
            int port,
            long rank,
            long sourceId)
            implements Known {
        public int passwordLength() {
            return password.length();
        }

        @Override
        public CommandCode code() {
            return CommandCode.REGISTER_SLAVE;
        }
    }

    /**
     * A replica's acknowledgement within a binlog dump; no answer follows.
     *
     * @param rest what follows the file name: nothing, or a NUL
     */
    record SemiSyncAck(long position, String file, Octets rest) implements Known {
        @Override
        public CommandCode code() {
            return CommandCode.SEMI_SYNC_ACK;
        }
    }

    /**
     * A command of which nothing but the code matters.
     *
     * @param rest what follows the code, usually nothing
     */
    record Simple(CommandCode code, Octets rest) implements Known {}

    /** A packet without a byte, which the server takes for COM_SLEEP. */
    record Empty() implements Known {
        @Override
        public CommandCode code() {
            return CommandCode.SLEEP;
        }
    }

    /**
     * A byte that stands for no command we know.
     *
     * @param value the byte
     * @param rest what follows it; possibly cut
     */
    record Unknown(int value, Octets rest) implements Known {
        @Override
        public CommandCode code() {
            return CommandCode.UNKNOWN;
        }
    }
}
