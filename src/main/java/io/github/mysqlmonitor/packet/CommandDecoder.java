package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.CommandCode;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;

/** Reads a command from the first bytes of its payload. */
final class CommandDecoder {
    private CommandDecoder() {}

    static Command decode(WireReader in, long fullLength, Capabilities agreed) {
        boolean cut = in.remaining() < fullLength;
        if (!cut && fullLength == 0) {
            // The server reads an empty packet as COM_SLEEP, too.
            return new Command.Empty();
        }
        int value = in.peek();
        CommandCode code = CommandCode.of(value);
        if (code == CommandCode.CHANGE_USER) {
            return ChangeUser.decode(in, agreed);
        }
        in.skip(1);
        return switch (code) {
            case QUERY -> query(in, fullLength, cut, agreed);
            case STMT_PREPARE -> new Command.StmtPrepare(in.rest(), fullLength - 1);
            case INIT_DB, CREATE_DB, DROP_DB -> new Command.InitDb(code, text(in.rest()));
            case FIELD_LIST -> new Command.FieldList(text(in.nulOrRest()), text(in.rest()));
            case STMT_EXECUTE ->
                new Command.StmtExecute(in.uint32(), in.uint8(), in.uint32(), Octets.rest(in), fullLength - 10);
            case STMT_BULK_EXECUTE ->
                new Command.StmtBulkExecute(in.uint32(), in.uint16(), Octets.rest(in), fullLength - 7);
            case STMT_SEND_LONG_DATA ->
                new Command.StmtSendLongData(in.uint32(), in.uint16(), Octets.rest(in), fullLength - 7);
            case STMT_CLOSE -> new Command.StmtClose(in.uint32());
            case STMT_RESET -> new Command.StmtReset(in.uint32());
            case STMT_FETCH -> new Command.StmtFetch(in.uint32(), in.uint32());
            case SET_OPTION -> new Command.SetOption(in.uint16());
            case PROCESS_KILL -> new Command.ProcessKill(in.uint32());
            case BINLOG_DUMP -> new Command.BinlogDump(in.uint32(), in.uint16(), in.uint32(), text(in.rest()));
            case BINLOG_DUMP_GTID -> binlogDumpGtid(in, cut);
            case REGISTER_SLAVE -> registerSlave(in);
            case SEMI_SYNC_ACK -> semiSyncAck(in);
            case UNKNOWN -> new Command.Unknown(value, Octets.rest(in));
            default -> new Command.Simple(code, Octets.rest(in));
        };
    }

    private static Command query(WireReader in, long fullLength, boolean cut, Capabilities agreed) {
        QueryAttributes attributes = QueryAttributes.NONE;
        if (agreed.has(Capability.QUERY_ATTRIBUTES)) {
            try {
                attributes = QueryAttributes.decode(in, cut);
            } catch (ProtocolException broken) {
                if (!cut) {
                    throw broken;
                }
                // Only the first bytes were kept, and they end within the counts.
                return new Command.Query(new byte[0], -1, -1, attributes);
            }
            if (attributes.isCut()) {
                return new Command.Query(new byte[0], -1, -1, attributes);
            }
        }
        int offset = in.offset();
        return new Command.Query(in.rest(), offset, fullLength - offset, attributes);
    }

    private static Command binlogDumpGtid(WireReader in, boolean cut) {
        int flags = in.uint16();
        long serverId = in.uint32();
        long nameLength = in.uint32();
        if (cut && nameLength > in.remaining()) {
            return new Command.BinlogDumpGtid(flags, serverId, text(in.rest()), 0, -1, 0, Octets.EMPTY);
        }
        String file = text(in.bytes(length(nameLength, in)));
        if (cut && !in.has(12)) {
            return new Command.BinlogDumpGtid(flags, serverId, file, 0, -1, 0, Octets.EMPTY);
        }
        long position = in.int64();
        long gtidLength = in.has(4) ? in.uint32() : 0;
        if (!cut) {
            length(gtidLength, in);
        }
        return new Command.BinlogDumpGtid(flags, serverId, file, position, in.offset(), gtidLength, Octets.rest(in));
    }

    private static Command registerSlave(WireReader in) {
        long serverId = in.uint32();
        String host = text(in.bytes(in.uint8()));
        String user = text(in.bytes(in.uint8()));
        int passwordLength = in.uint8();
        int passwordOffset = in.offset();
        Secret password = Secret.of(in.bytes(passwordLength));
        int port = in.uint16();
        long rank = in.has(4) ? in.uint32() : 0;
        long sourceId = in.has(4) ? in.uint32() : 0;
        return new Command.RegisterSlave(serverId, host, user, password, passwordOffset, port, rank, sourceId);
    }

    private static Command semiSyncAck(WireReader in) {
        long position = in.int64();
        int left = in.remaining();
        byte[] file = in.nulOrRest();
        boolean ended = left - in.remaining() > file.length;
        // Replicas of MySQL append a NUL, others do not.
        byte[] rest = new byte[in.remaining() + (ended ? 1 : 0)];
        byte[] tail = in.rest();
        System.arraycopy(tail, 0, rest, rest.length - tail.length, tail.length);
        return new Command.SemiSyncAck(position, text(file), Octets.of(rest));
    }

    private static int length(long length, WireReader in) {
        if (length > in.remaining()) {
            throw new ProtocolException("string", length + " bytes", in.remaining() + " left", in.offset());
        }
        return (int) length;
    }

    private static String text(byte[] bytes) {
        return Lossless.text(bytes);
    }
}
