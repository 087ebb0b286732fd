package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.PacketContent;
import io.github.mysqlmonitor.sql.SqlDialect;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * The first bytes of a packet, copied, and all that is needed to decode and describe them on another thread.
 *
 * @param bytes never changed
 * @param length payload bytes of the whole packet, of which {@code bytes} may be the beginning
 * @param cause the statement that an ERR may be quoting, or that made the row with a new password; else null
 * @param values how values are written
 */
record PacketText(PacketKind kind, byte[] bytes, long length, Decoding decoding, PacketText cause, ValueText values)
        implements PacketContent {

    @Override
    public void describe(StringBuilder out, boolean showSecrets) {
        int before = out.length();
        try {
            describeDecoded(out, showSecrets);
        } catch (ProtocolException broken) {
            // A packet that was cut off or is wrong: say so instead of half a description.
            out.setLength(before);
            out.append(bytes.length < length ? "(too long to decode: " : "(malformed: ");
            Line.append(out, broken.what());
            out.append(')');
        }
    }

    private void describeDecoded(StringBuilder out, boolean showSecrets) {
        switch (kind) {
            case GREETING -> ConnectionText.greeting(out, reader());
            case SSL_REQUEST -> ConnectionText.sslRequest(out, reader());
            case LOGIN -> ConnectionText.login(out, reader(), values(showSecrets), showSecrets);
            case AUTH_SWITCH -> ConnectionText.authSwitch(out, reader(), showSecrets);
            case AUTH_NEXT_FACTOR -> ConnectionText.nextFactor(out, reader(), showSecrets);
            case AUTH_MORE_DATA -> ConnectionText.moreData(out, bytes, showSecrets);
            case AUTH_ANSWER -> ConnectionText.secret(out, bytes, length, showSecrets);
            case OK -> ReplyText.ok(out, this, showSecrets);
            case EOF -> ReplyText.eof(out, reader(), decoding);
            case ERR -> ReplyText.error(out, this, showSecrets);
            case COLUMNS -> ReplyText.columns(out, reader());
            case COLUMN_DEFINITION, PARAMETER_DEFINITION ->
                ReplyText.column(out, reader(), decoding, values(showSecrets));
            case ROW -> RowText.describe(out, this, showSecrets);
            case PREPARE_OK -> ReplyText.prepared(out, reader(), decoding);
            case LOCAL_INFILE -> ReplyText.localInfile(out, bytes, values(showSecrets));
            case STATISTICS_TEXT -> ReplyText.statistics(out, bytes, values(showSecrets));
            case BINLOG_EVENT -> ReplyText.binlogEvent(out, bytes);
            case PROGRESS -> ReplyText.progress(out, reader());
            case BINARY_ROW, INFILE_DATA, INFILE_END, UNKNOWN -> {}
            default -> CommandText.describe(out, this, showSecrets);
        }
    }

    ValueText values(boolean showSecrets) {
        return values.showingSecrets(showSecrets);
    }

    SqlDialect dialect() {
        return decoding.dialect();
    }

    /** The statement before it, without the command byte; null if there is none. */
    byte[] statement() {
        return cause == null
                ? null
                : Arrays.copyOfRange(cause.bytes, Math.min(1, cause.bytes.length), cause.bytes.length);
    }

    boolean statementIsCut() {
        return cause != null && cause.bytes.length < cause.length;
    }

    /** A cursor over the bytes. */
    WireReader reader() {
        return new WireReader(Unpooled.wrappedBuffer(bytes));
    }
}
