package io.github.mysqlmonitor.sql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a W3C {@code traceparent}: version, trace id, id of the parent span, flags.
 *
 * @param traceId 32 hex digits in lower case, or empty
 * @param spanId 16 hex digits in lower case, or empty
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">spec</a>
 */
public record TraceParent(String traceId, String spanId) {
    public static final TraceParent NONE = new TraceParent("", "");

    private static final Pattern FORM =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(-.*)?");
    /** As the sqlcommenter convention writes it at the end of a statement. */
    private static final Pattern IN_COMMENT = Pattern.compile("traceparent='([^']{55,})'");

    private static final byte[] WORD = "traceparent='".getBytes(ISO_8859_1);

    /** {@link #NONE} if the text is no valid one. */
    public static TraceParent parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        Matcher parts = FORM.matcher(text);
        return parts.matches() ? new TraceParent(parts.group(1), parts.group(2)) : NONE;
    }

    /** Looks into the comments of a statement. */
    public static TraceParent inComments(byte[] sql) {
        if (!contains(sql)) {
            return NONE;
        }
        SqlLexer lexer = new SqlLexer(sql, SqlDialect.MYSQL);
        for (SqlLexer.Kind kind = lexer.next(); kind != SqlLexer.Kind.END; kind = lexer.next()) {
            if (kind != SqlLexer.Kind.COMMENT) {
                continue;
            }
            int length = lexer.contentEnd() - lexer.contentStart();
            Matcher value = IN_COMMENT.matcher(new String(sql, lexer.contentStart(), length, ISO_8859_1));
            if (value.find()) {
                return parse(value.group(1));
            }
        }
        return NONE;
    }

    private static boolean contains(byte[] sql) {
        for (int from = sql.length - WORD.length; from >= 0; from--) {
            int i = 0;
            while (i < WORD.length && sql[from + i] == WORD[i]) {
                i++;
            }
            if (i == WORD.length) {
                return true;
            }
        }
        return false;
    }
}
