package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.sql.SqlDialect;
import io.github.mysqlmonitor.sql.SqlMode;
import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Charsets;
import io.github.mysqlmonitor.wire.ServerStatus;
import java.nio.charset.Charset;

/**
 * What a packet's layout, and the reading of its text, depend on.
 *
 * @param agreed capabilities of both ends, those of the server before the login
 * @param charset collation id of the client's text, 0 if not known
 * @param dialect how the server reads the client's SQL
 */
record Decoding(Capabilities agreed, int charset, SqlDialect dialect) {
    static final Decoding INITIAL = new Decoding(Capabilities.NONE, 0, SqlDialect.MYSQL);

    /** What both ends agreed on at the login. */
    static Decoding agreed(Capabilities both, String serverVersion) {
        return new Decoding(both, 0, SqlDialect.ofServer(serverVersion));
    }

    /**
     * The same object if nothing of it changes.
     *
     * @param collation id of the client's text, 0 if not known
     * @param status the server's status flags, of which some change how SQL is read
     */
    Decoding with(int collation, int status) {
        SqlMode mode = dialect.mode();
        boolean noEscapes = (status & ServerStatus.NO_BACKSLASH_ESCAPES) != 0;
        boolean ansiQuotes = (status & ServerStatus.ANSI_QUOTES) != 0;
        if (collation == charset && noEscapes == mode.noBackslashEscapes() && ansiQuotes == mode.ansiQuotes()) {
            return this;
        }
        SqlDialect changed = dialect.with(mode.withNoBackslashEscapes(noEscapes).withAnsiQuotes(ansiQuotes));
        return new Decoding(agreed, collation, collation == 0 ? changed : changed.with(Charsets.charset(collation)));
    }

    /** The client's text. */
    Charset text() {
        return dialect.charset();
    }
}
