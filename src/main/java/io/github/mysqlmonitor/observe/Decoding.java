package io.github.mysqlmonitor.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlmonitor.sql.SqlDialect;
import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Charsets;
import io.github.mysqlmonitor.wire.ServerStatus;
import java.nio.charset.Charset;

/**
 * What a packet's layout, and the reading of its text, depend on.
 *
 * @param agreed capabilities of both ends, those of the server before the login
 * @param charset collation id of the client's text, 0 if not known
 * @param status the server's status flags, of which some change how SQL is read
 */
record Decoding(Capabilities agreed, int charset, int status) {
    static final Decoding INITIAL = new Decoding(Capabilities.NONE, 0, 0);

    private static final int SQL_MODES = ServerStatus.NO_BACKSLASH_ESCAPES | ServerStatus.ANSI_QUOTES;

    /** The same object if nothing of it changes. */
    Decoding with(int newCharset, int newStatus) {
        return newCharset == charset && ((newStatus ^ status) & SQL_MODES) == 0
                ? this
                : new Decoding(agreed, newCharset, newStatus & SQL_MODES);
    }

    /** The client's text. */
    Charset text() {
        return charset == 0 ? UTF_8 : Charsets.charset(charset);
    }

    SqlDialect dialect() {
        if (charset == 0 && status == 0) {
            return SqlDialect.PLAIN;
        }
        return SqlDialect.of(
                Charsets.name(charset),
                (status & ServerStatus.ANSI_QUOTES) != 0,
                (status & ServerStatus.NO_BACKSLASH_ESCAPES) != 0);
    }
}
