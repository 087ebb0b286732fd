package io.github.mysqlmonitor.sql;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * A place in SQL text that holds data.
 *
 * @param from its first byte, that is the quote or prefix, if it has one; of comments the first byte behind the mark
 * @param to its end, exclusive, behind the closing quote
 */
public record Literal(int from, int to, Kind kind) {
    /** What it is written as. */
    public enum Kind {
        STRING,
        NUMBER,
        /** {@code x'41'} or {@code 0x41}. */
        HEX,
        /** {@code b'01'} or {@code 0b01}. */
        BITS,
        /** TRUE or FALSE. */
        TRUTH,
        /** The inside of a comment that the server skips. */
        COMMENT,
        /** A quoted name that does not end, with all that follows: nobody knows what of it was meant as a name. */
        CUT_NAME
    }

    /**
     * Gives what it stands for: strings without quotes and escapes, hexadecimal digits as the bytes they mean, TRUE as 1,
     * the rest as written.
     */
    public byte[] value(byte[] sql, SqlDialect dialect) {
        return switch (kind) {
            case STRING -> unquoted(sql, dialect);
            case HEX -> digits(sql, 4);
            case BITS -> digits(sql, 1);
            case TRUTH -> (SqlLexer.matches(sql, from, to, "true") ? "1" : "0").getBytes(US_ASCII);
            case NUMBER, COMMENT, CUT_NAME -> Arrays.copyOfRange(sql, from, to);
        };
    }

    private byte[] unquoted(byte[] sql, SqlDialect dialect) {
        int at = from;
        while (at < to && sql[at] != '\'' && sql[at] != '"') {
            at++;
        }
        if (at >= to) {
            return new byte[0];
        }
        byte quote = sql[at++];
        ByteArrayOutputStream value = new ByteArrayOutputStream(to - at);
        while (at < to) {
            int length = dialect.characterLength(sql, at);
            if (length > 1) {
                value.write(sql, at, Math.min(length, to - at));
                at += length;
            } else if (sql[at] == '\\' && !dialect.noBackslashEscapes()) {
                if (at + 1 < to) {
                    escape(value, sql[at + 1]);
                }
                at += 2;
            } else if (sql[at] == quote) {
                // A doubled quote; a single one is the end.
                if (at + 1 < to) {
                    value.write(quote);
                }
                at += 2;
            } else {
                value.write(sql[at++]);
            }
        }
        return value.toByteArray();
    }

    private static void escape(ByteArrayOutputStream value, byte escaped) {
        switch (escaped) {
            case 'n' -> value.write('\n');
            case 't' -> value.write('\t');
            case 'r' -> value.write('\r');
            case 'b' -> value.write('\b');
            case '0' -> value.write(0);
            case 'Z' -> value.write(26);
            case '%', '_' -> {
                // These keep the backslash, for LIKE.
                value.write('\\');
                value.write(escaped);
            }
            default -> value.write(escaped);
        }
    }

    /** A group of digits to the byte, filled up with zeros on the left. */
    private byte[] digits(byte[] sql, int bitsPerDigit) {
        int first = from + 2;
        int end = to;
        if (end > first && sql[end - 1] == '\'') {
            end--;
        }
        int perByte = 8 / bitsPerDigit;
        int count = Math.max(0, end - first);
        byte[] value = new byte[(count + perByte - 1) / perByte];
        for (int i = 0; i < count; i++) {
            int digit = Character.digit(sql[end - 1 - i], 1 << bitsPerDigit);
            if (digit < 0) {
                return Arrays.copyOfRange(sql, from, to);
            }
            value[value.length - 1 - i / perByte] |= (byte) (digit << (i % perByte * bitsPerDigit));
        }
        return value;
    }
}
