package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.PacketContent;
import io.github.mysqlmonitor.sql.SqlDialect;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import java.util.BitSet;

/**
 * The first bytes of a packet, copied, and all that is needed to decode and describe them on another thread.
 *
 * @param bytes never changed
 * @param length payload bytes of the whole packet, of which {@code bytes} may be the beginning
 * @param around what else must be known to read it
 * @param values how values are written
 */
record PacketText(PacketKind kind, byte[] bytes, long length, Decoding decoding, Surroundings around, ValueText values)
        implements PacketContent {
    private static final BitSet NO_SECRETS = new BitSet();

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
            case COLUMN_DEFINITION, PARAMETER_DEFINITION -> ColumnText.describe(out, this, showSecrets);
            case ROW, BINARY_ROW -> RowText.describe(out, this, showSecrets);
            case PREPARE_OK -> ReplyText.prepared(out, reader(), decoding);
            case LOCAL_INFILE -> ReplyText.localInfile(out, bytes, values(showSecrets));
            case STATISTICS_TEXT -> ReplyText.statistics(out, bytes, values(showSecrets));
            case BINLOG_EVENT -> ReplyText.binlogEvent(out, bytes);
            case PROGRESS -> ReplyText.progress(out, reader());
            case INFILE_DATA, INFILE_END, UNKNOWN -> {}
            default -> CommandText.describe(out, this, showSecrets);
        }
    }

    ValueText values(boolean showSecrets) {
        return values.showingSecrets(showSecrets);
    }

    SqlDialect dialect() {
        return decoding.dialect();
    }

    /** The SQL that it is about; null if there is none. */
    byte[] statement() {
        return around.statement() == null
                ? null
                : around.statement().words().statement().bytes();
    }

    /** Whether only the beginning of that SQL is known. */
    boolean statementIsCut() {
        return around.statement() != null
                && around.statement().words().statement().truncated();
    }

    /** Which parameters of that SQL stand for passwords; not to be changed. */
    BitSet secretParameters() {
        return around.statement() == null
                ? NO_SECRETS
                : around.statement().words().statement().secretParameters();
    }

    /** A cursor over the bytes. */
    WireReader reader() {
        return new WireReader(bytes);
    }
}
