package io.github.mysqlmonitor.sql;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * What decides how a server cuts SQL text into tokens: its family and version, the sql_mode, and the charset of the text.
 *
 * @param family which keywords and rules hold
 * @param versionId as in executable comments: 80033 for 8.0.33, 110405 for 11.4.5
 * @param mode the parts of sql_mode that change the lexing
 * @param charset of the statement's bytes; ASCII-compatible outside of multi-byte characters
 * @param multiByte of that charset
 */
public record SqlDialect(ServerFamily family, int versionId, SqlMode mode, Charset charset, MultiByte multiByte) {
    /** The current MySQL with its default sql_mode and UTF-8. */
    public static final SqlDialect MYSQL = ofServer("9.7.4");

    /**
     * The dialect of a server with its default sql_mode, for text in UTF-8.
     *
     * @param serverVersion as in the greeting: {@code 8.0.33}, {@code 11.4.5-MariaDB}, {@code 5.5.5-10.6.1-MariaDB}
     */
    public static SqlDialect ofServer(String serverVersion) {
        boolean mariaDb = serverVersion.contains("MariaDB");
        // Replication clients of old took two digits before the first dot for a broken version.
        String version = mariaDb && serverVersion.startsWith("5.5.5-") ? serverVersion.substring(6) : serverVersion;
        int versionId = versionId(version);
        ServerFamily family = mariaDb ? ServerFamily.MARIADB : ServerFamily.ofMySql(versionId);
        return new SqlDialect(family, versionId, SqlMode.DEFAULT, StandardCharsets.UTF_8, MultiByte.NONE);
    }

    /** The same server with another sql_mode. */
    public SqlDialect with(SqlMode newMode) {
        return new SqlDialect(family, versionId, newMode, charset, multiByte);
    }

    /** The same server with text of another charset. */
    public SqlDialect with(Charset newCharset) {
        return new SqlDialect(family, versionId, mode, newCharset, MultiByte.of(newCharset));
    }

    boolean ansiQuotes() {
        return mode.ansiQuotes();
    }

    boolean noBackslashEscapes() {
        return mode.noBackslashEscapes();
    }

    /** Bytes of the character at this place. */
    int characterLength(byte[] text, int at) {
        return multiByte.length(text, at, text.length);
    }

    private static int versionId(String version) {
        int[] parts = new int[3];
        int part = 0;
        for (int i = 0; i < version.length() && part < parts.length; i++) {
            char c = version.charAt(i);
            if (c == '.') {
                part++;
            } else if (c >= '0' && c <= '9') {
                parts[part] = Math.min(99, parts[part] * 10 + (c - '0'));
            } else {
                break;
            }
        }
        return parts[0] * 10_000 + parts[1] * 100 + parts[2];
    }
}
