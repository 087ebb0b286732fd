package io.github.mysqlmonitor.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlmonitor.packet.ChangeUser;
import io.github.mysqlmonitor.packet.Command;
import io.github.mysqlmonitor.packet.GtidSet;
import io.github.mysqlmonitor.packet.QueryAttributes;
import io.github.mysqlmonitor.wire.Charsets;
import java.nio.charset.Charset;

/** Describes a client's commands. */
final class CommandText {
    private static final long LAST_PREPARED = 0xFFFFFFFFL;
    private static final int CURSORS = 7;
    private static final int FOR_UPDATE = 2;
    private static final int SCROLLABLE = 4;
    private static final int HEAD_CHARS = 60;
    private static final int MAX_GTIDS = 500;

    private CommandText() {}

    static void describe(StringBuilder out, PacketText packet, boolean showSecrets) {
        Decoding decoding = packet.decoding();
        Command command = Command.decode(packet.bytes(), packet.length(), decoding.agreed());
        if (command instanceof Command.Query query) {
            QueryAttributes attributes = query.attributes();
            ParametersText.attributes(
                    out, attributes.attributes(), attributes.missing(), packet.values(showSecrets), decoding);
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
            execution(out, command, packet, showSecrets);
        }
    }

    private static void execution(StringBuilder out, Command command, PacketText packet, boolean showSecrets) {
        if (command instanceof Command.StmtExecute execute) {
            statement(out, execute.statementId());
            cursor(out, execute.flags());
            ParametersText.bound(out, execute, packet, showSecrets);
            head(out, packet, showSecrets);
        } else if (command instanceof Command.StmtBulkExecute execute) {
            statement(out, execute.statementId());
            ParametersText.bound(out, execute, packet, showSecrets);
            head(out, packet, showSecrets);
        } else if (command instanceof Command.StmtSendLongData data) {
            statement(out, data.statementId());
            out.append(" parameter=").append(data.parameter()).append(" bytes=").append(data.length());
            ParametersText.longData(out, data, packet, showSecrets);
        } else {
            numbers(out, command);
        }
    }

    private static void cursor(StringBuilder out, int flags) {
        out.append((flags & CURSORS) != 0 ? " cursor" : "");
        out.append((flags & FOR_UPDATE) != 0 ? "=for_update" : "");
        out.append((flags & SCROLLABLE) != 0 ? "=scrollable" : "");
    }

    /** The beginning of the prepared statement, so that nobody has to look for it. */
    private static void head(StringBuilder out, PacketText packet, boolean showSecrets) {
        if (packet.around().statement() == null) {
            return;
        }
        Statement statement = packet.around().statement().words().statement();
        if (statement.bytes().length > 0) {
            String text = statement.head(packet.dialect(), packet.values(showSecrets));
            out.append(" | ");
            Line.append(out, text, HEAD_CHARS);
            out.append(statement.bytes().length > Statement.HEAD_BYTES && text.length() <= HEAD_CHARS ? "…" : "");
        }
    }

    private static void numbers(StringBuilder out, Command command) {
        if (command instanceof Command.StmtClose close) {
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
            gtids(out, dump);
        } else if (command instanceof Command.RegisterSlave replica) {
            out.append("server_id=").append(replica.serverId()).append(" host=");
            Line.append(out, replica.host());
            out.append(" user=");
            Line.append(out, replica.user());
            out.append(" password=***(").append(replica.passwordLength()).append(')');
            out.append(" port=").append(replica.port());
            if (replica.sourceId() != 0) {
                out.append(" source_id=").append(replica.sourceId());
            }
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

    private static void gtids(StringBuilder out, Command.BinlogDumpGtid dump) {
        boolean cut = dump.gtids().length() < dump.gtidLength();
        out.append(" gtids=");
        Line.append(
                out, GtidSet.decode(dump.gtids(), cut || dump.gtidOffset() < 0).text(), MAX_GTIDS);
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
