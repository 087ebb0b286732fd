package io.github.mysqlmonitor.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlmonitor.packet.Eof;
import io.github.mysqlmonitor.packet.Err;
import io.github.mysqlmonitor.packet.Ok;
import io.github.mysqlmonitor.packet.PrepareOk;
import io.github.mysqlmonitor.packet.Progress;
import io.github.mysqlmonitor.wire.ServerStatus;
import io.github.mysqlmonitor.wire.WireReader;

/** Describes what a server answers. */
final class ReplyText {
    private static final int MAX_TEXT = 500;

    private ReplyText() {}

    static void ok(StringBuilder out, PacketText packet, boolean showSecrets) {
        Ok ok = Ok.decode(packet.reader(), packet.decoding().agreed(), packet.length());
        out.append("affected=").append(Long.toUnsignedString(ok.affectedRows()));
        out.append(" last_insert_id=").append(Long.toUnsignedString(ok.lastInsertId()));
        ServerStatus.append(out.append(" status="), ok.status());
        out.append(" warnings=").append(ok.warnings());
        if (Secrets.isServerProof(ok.info())) {
            out.append(" info=");
            ConnectionText.secret(out, ok.info().getBytes(UTF_8), ok.info().length(), showSecrets);
        } else if (!ok.info().isEmpty()) {
            out.append(' ');
            Line.append(out, packet.values(showSecrets).info(ok.info()), MAX_TEXT);
        }
        if (!ok.state().isEmpty()) {
            out.append(" state: ");
            StateText.describe(out, ok.sessionState(), packet, showSecrets);
        }
    }

    static void eof(StringBuilder out, WireReader in, Decoding decoding) {
        Eof eof = Eof.decode(in, decoding.agreed());
        ServerStatus.append(out.append("status="), eof.status());
        out.append(" warnings=").append(eof.warnings());
    }

    static void error(StringBuilder out, PacketText packet, boolean showSecrets) {
        Err error = Err.decode(packet.reader());
        out.append(error.code()).append(' ');
        if (!error.sqlState().isEmpty()) {
            out.append('(');
            Line.append(out, error.sqlState());
            out.append(") ");
        }
        ValueText values = packet.values(showSecrets);
        Line.append(
                out,
                values.error(error.code(), error.message(), packet.statement(), packet.statementIsCut()),
                MAX_TEXT);
    }

    static void columns(StringBuilder out, WireReader in) {
        out.append(in.lenenc());
        if (in.has(1) && in.uint8() == 0) {
            out.append(" (definitions left out)");
        }
    }

    static void prepared(StringBuilder out, WireReader in, Decoding decoding) {
        PrepareOk prepared = PrepareOk.decode(in, decoding.agreed());
        out.append("id=").append(prepared.statementId());
        out.append(" parameters=").append(prepared.parameterCount());
        out.append(" columns=").append(prepared.columnCount());
        if (prepared.warnings() > 0) {
            out.append(" warnings=").append(prepared.warnings());
        }
    }

    static void localInfile(StringBuilder out, byte[] bytes, ValueText values) {
        Line.append(out, values.value(new String(bytes, 1, bytes.length - 1, UTF_8)), MAX_TEXT);
    }

    static void statistics(StringBuilder out, byte[] bytes, ValueText values) {
        Line.append(out, values.value(new String(bytes, UTF_8)), MAX_TEXT);
    }

    /** The event's type is its fifth byte, behind the 00 and, if semi-synchronous, EF and a flag. */
    static void binlogEvent(StringBuilder out, byte[] bytes) {
        int header = bytes.length > 1 && (bytes[1] & 0xFF) == 0xEF ? 3 : 1;
        if (bytes.length > header + 4) {
            out.append("type=").append(bytes[header + 4] & 0xFF);
        }
    }

    static void progress(StringBuilder out, WireReader in) {
        Progress progress = Progress.decode(in);
        out.append("stage ").append(progress.stage()).append('/').append(progress.stages());
        out.append(' ').append(progress.thousandths() / 1000).append("% ");
        Line.append(out, progress.text(), MAX_TEXT);
    }
}
