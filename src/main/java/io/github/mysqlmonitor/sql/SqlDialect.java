package io.github.mysqlmonitor.sql;

import java.util.Locale;

/**
 * How the server cuts a statement into tokens: it depends on the character set of the client and on the sql_mode.
 *
 * @param multiByte what a byte above 127 begins
 * @param ansiQuotes whether double quotes hold names instead of literals
 * @param noBackslashEscapes whether a backslash in a literal is a character like all others
 */
public record SqlDialect(MultiByte multiByte, boolean ansiQuotes, boolean noBackslashEscapes) {
    /** The default sql_mode, and a character set whose ASCII bytes always mean ASCII characters. */
    public static final SqlDialect PLAIN = new SqlDialect(MultiByte.NONE, false, false);

    /** Character sets whose second bytes may look like a backslash, a back-quote or a letter. */
    public enum MultiByte {
        NONE,
        /** Also for gb18030, whose longer characters hold nothing but digits and high bytes. */
        GBK,
        /** Also for cp932. */
        SJIS,
        BIG5;

        boolean leads(int b) {
            return switch (this) {
                case NONE -> false;
                case GBK -> b >= 0x81 && b <= 0xFE;
                case SJIS -> (b >= 0x81 && b <= 0x9F) || (b >= 0xE0 && b <= 0xFC);
                case BIG5 -> b >= 0xA1 && b <= 0xF9;
            };
        }

        boolean follows(int b) {
            return switch (this) {
                case NONE -> false;
                case GBK -> (b >= 0x40 && b <= 0x7E) || (b >= 0x80 && b <= 0xFE);
                case SJIS -> (b >= 0x40 && b <= 0x7E) || (b >= 0x80 && b <= 0xFC);
                case BIG5 -> (b >= 0x40 && b <= 0x7E) || (b >= 0xA1 && b <= 0xFE);
            };
        }
    }

    /** @param charset MySQL's name of the client's character set; any other text means a plain one */
    public static SqlDialect of(String charset, boolean ansiQuotes, boolean noBackslashEscapes) {
        MultiByte multiByte = switch (charset.toLowerCase(Locale.ROOT)) {
            case "gbk", "gb18030" -> MultiByte.GBK;
            case "sjis", "cp932" -> MultiByte.SJIS;
            case "big5" -> MultiByte.BIG5;
            default -> MultiByte.NONE;
        };
        return new SqlDialect(multiByte, ansiQuotes, noBackslashEscapes);
    }

    /** Bytes of the character at this place: 2 if two bytes belong together, else 1. */
    int characterLength(byte[] text, int at) {
        boolean two = text[at] < 0
                && multiByte != MultiByte.NONE
                && at + 1 < text.length
                && multiByte.leads(text[at] & 0xFF)
                && multiByte.follows(text[at + 1] & 0xFF);
        return two ? 2 : 1;
    }
}
