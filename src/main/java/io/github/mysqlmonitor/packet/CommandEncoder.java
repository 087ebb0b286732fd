package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.WireWriter;

/** Writes commands, the counterpart of {@link CommandDecoder}. */
final class CommandEncoder {
    private CommandEncoder() {}

    static void encode(WireWriter out, Command.Known command, Capabilities agreed) {
        if (command instanceof Command.Empty) {
            return;
        }
        if (command instanceof Command.Unknown unknown) {
            out.uint8(unknown.value()).bytes(unknown.rest().array());
            return;
        }
        out.uint8(command.code().code());
        if (command instanceof Command.Query query) {
            if (agreed.has(Capability.QUERY_ATTRIBUTES)) {
                query.attributes().encode(out);
            }
            out.bytes(query.sql());
        } else if (command instanceof Command.InitDb initDb) {
            out.bytes(Lossless.bytes(initDb.schema()));
        } else if (command instanceof Command.FieldList list) {
            out.nul(Lossless.bytes(list.table())).bytes(Lossless.bytes(list.wildcard()));
        } else if (command instanceof Command.SetOption option) {
            out.uint16(option.option());
        } else if (command instanceof Command.ProcessKill kill) {
            out.uint32(kill.connectionId());
        } else if (command instanceof Command.Simple simple) {
            out.bytes(simple.rest().array());
        } else {
            statement(out, command);
        }
    }

    private static void statement(WireWriter out, Command.Known command) {
        if (command instanceof Command.StmtPrepare prepare) {
            out.bytes(prepare.sql());
        } else if (command instanceof Command.StmtExecute execute) {
            out.uint32(execute.statementId()).uint8(execute.flags()).uint32(execute.iterations());
            out.bytes(execute.block().array());
        } else if (command instanceof Command.StmtBulkExecute execute) {
            out.uint32(execute.statementId()).uint16(execute.flags());
            out.bytes(execute.block().array());
        } else if (command instanceof Command.StmtSendLongData data) {
            out.uint32(data.statementId()).uint16(data.parameter());
            out.bytes(data.data().array());
        } else if (command instanceof Command.StmtClose close) {
            out.uint32(close.statementId());
        } else if (command instanceof Command.StmtReset reset) {
            out.uint32(reset.statementId());
        } else if (command instanceof Command.StmtFetch fetch) {
            out.uint32(fetch.statementId()).uint32(fetch.rows());
        } else {
            replication(out, command);
        }
    }

    private static void replication(WireWriter out, Command.Known command) {
        if (command instanceof Command.BinlogDump dump) {
            out.uint32(dump.position()).uint16(dump.flags()).uint32(dump.serverId());
            out.bytes(Lossless.bytes(dump.file()));
        } else if (command instanceof Command.BinlogDumpGtid dump) {
            byte[] file = Lossless.bytes(dump.file());
            out.uint16(dump.flags()).uint32(dump.serverId()).uint32(file.length).bytes(file);
            out.int64(dump.position())
                    .uint32(dump.gtidLength())
                    .bytes(dump.gtids().array());
        } else if (command instanceof Command.RegisterSlave replica) {
            out.uint32(replica.serverId());
            string1(out, Lossless.bytes(replica.host()));
            string1(out, Lossless.bytes(replica.user()));
            string1(out, replica.password().reveal());
            out.uint16(replica.port()).uint32(replica.rank()).uint32(replica.sourceId());
        } else if (command instanceof Command.SemiSyncAck ack) {
            out.int64(ack.position())
                    .bytes(Lossless.bytes(ack.file()))
                    .bytes(ack.rest().array());
        } else {
            throw new IllegalStateException("no way to write " + command.code());
        }
    }

    private static void string1(WireWriter out, byte[] bytes) {
        out.uint8(bytes.length).bytes(bytes);
    }
}
