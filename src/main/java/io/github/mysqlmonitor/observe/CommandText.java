package io.github.mysqlmonitor.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlmonitor.packet.ChangeUser;
import io.github.mysqlmonitor.packet.Command;
import io.github.mysqlmonitor.wire.Charsets;
import io.netty.buffer.Unpooled;
import java.nio.charset.Charset;

/** Describes a client's commands. */
final class CommandText {
    private static final long LAST_PREPARED = 0xFFFFFFFFL;

    private CommandText() {}

    static void describe(StringBuilder out, PacketText packet, boolean showSecrets) {
        Decoding decoding = packet.decoding();
        Command command = Command.decode(Unpooled.wrappedBuffer(packet.bytes()), packet.length(), decoding.agreed());
        if (command instanceof Command.Query query) {
            if (query.attributeCount() > 0) {
                out.append('[').append(query.attributeCount()).append(" attributes] ");
            }
            sql(out, query.sql(), query.sqlLength(), packet, showSecrets);
        } else if (command instanceof Command.StmtPrepare prepare) {
            sql(out, prepare.sql(), prepare.sqlLength(), packet, showSecrets);
        } else if (command instanceof ChangeUser change) {
            ConnectionText.changeUser(out, change, packet.values(showSecrets), showSecrets);
        } else if (command instanceof Command.InitDb initDb) {
            Line.append(out, initDb.schema());
        } else if (command instanceof Command.FieldList list) {
            Line.append(out, list.table());
            out.append(list.wildcard().isEmpty() ? "" : " ");
            Line.append(out, list.wildcard());
        } else if (command instanceof Command.Unknown unknown) {
            out.append(String.format("0x%02X", unknown.value()));
        } else {
            numbers(out, command);
        }
    }

    private static void numbers(StringBuilder out, Command command) {
        if (command instanceof Command.StmtExecute execute) {
            statement(out, execute.statementId());
            out.append((execute.flags() & 7) != 0 ? " cursor" : "");
        } else if (command instanceof Command.StmtBulkExecute execute) {
            statement(out, execute.statementId());
        } else if (command instanceof Command.StmtSendLongData data) {
            statement(out, data.statementId());
            out.append(" parameter=").append(data.parameter()).append(" bytes=").append(data.length());
        } else if (command instanceof Command.StmtClose close) {
            statement(out, close.statementId());
        } else if (command instanceof Command.StmtReset reset) {
            statement(out, reset.statementId());
        } else if (command instanceof Command.StmtFetch fetch) {
            statement(out, fetch.statementId());
            out.append(" rows=").append(fetch.rows());
        } else if (command instanceof Command.SetOption option) {
            out.append(
                    switch (option.option()) {
                        case 0 -> "multi_statements=on";
                        case 1 -> "multi_statements=off";
                        default -> "option=" + option.option();
                    });
        } else if (command instanceof Command.ProcessKill kill) {
            out.append("id=").append(kill.connectionId());
        } else {
            replication(out, command);
        }
    }

    private static void replication(StringBuilder out, Command command) {
        if (command instanceof Command.BinlogDump dump) {
            dump(out, dump.serverId(), dump.file(), dump.position());
        } else if (command instanceof Command.BinlogDumpGtid dump) {
            dump(out, dump.serverId(), dump.file(), dump.position());
            out.append(" gtid_bytes=").append(dump.gtidLength());
        } else if (command instanceof Command.RegisterSlave replica) {
            out.append("server_id=").append(replica.serverId()).append(" host=");
            Line.append(out, replica.host());
            out.append(" user=");
            Line.append(out, replica.user());
            out.append(" password=***(").append(replica.passwordLength()).append(')');
            out.append(" port=").append(replica.port());
        } else if (command instanceof Command.SemiSyncAck ack) {
            Line.append(out, ack.file());
            out.append(':').append(ack.position());
        }
    }

    private static void dump(StringBuilder out, long serverId, String file, long position) {
        out.append("server_id=").append(serverId).append(' ');
        Line.append(out, file);
        out.append(':').append(position);
    }

    private static void statement(StringBuilder out, long id) {
        out.append("id=");
        if (id == LAST_PREPARED) {
            out.append("last");
        } else {
            out.append(id);
        }
    }

    private static void sql(StringBuilder out, byte[] sql, long length, PacketText packet, boolean showSecrets) {
        int collation = packet.decoding().charset();
        Charset charset = collation == 0 ? UTF_8 : Charsets.charset(collation);
        Line.append(out, packet.values(showSecrets).sql(sql, charset, packet.dialect()));
        if (sql.length != length) {
            out.append("…");
            if (length >= 0) {
                out.append(" (").append(length).append(" bytes)");
            }
        }
    }
}
