package io.github.mysqlmonitor.sql;

import java.util.Arrays;

/**
 * Where things end in SQL text: words, quotes, numbers, comments. Has no position of its own; each method takes one and
 * gives the first byte behind the thing, never beyond the limit.
 */
final class SqlScanner {
    private byte[] sql = {};
    private int limit;
    private SqlDialect dialect = SqlDialect.MYSQL;
    private MultiByte multiByte = MultiByte.NONE;
    private long steps;

    void reset(byte[] newSql, int newLimit, SqlDialect newDialect) {
        sql = newSql;
        limit = newLimit;
        dialect = newDialect;
        multiByte = newDialect.multiByte();
        steps = 0;
    }

    /** The byte there, -1 behind the end; bytes from 0x80 on are negative as well, but never -1 in valid text. */
    int at(int index) {
        return index < limit ? sql[index] : -1;
    }

    boolean nameAt(int index) {
        return index < limit && SqlLexer.isWordByte(sql[index]);
    }

    int spaceEnd(int from) {
        int i = from;
        while (i < limit && SqlLexer.isSpace(sql[i])) {
            i++;
        }
        return stepped(from, i);
    }

    int wordEnd(int from) {
        int i = from;
        while (i < limit && SqlLexer.isWordByte(sql[i])) {
            i += multiByte.length(sql, i, limit);
        }
        return stepped(from, i);
    }

    /** The end of what follows a single @: a variable or a host. */
    int hostEnd(int from) {
        int i = from;
        while (i < limit && (SqlLexer.isWordByte(sql[i]) || sql[i] == '.')) {
            i += multiByte.length(sql, i, limit);
        }
        return stepped(from, i);
    }

    /** The closing quote, or the limit if there is none; {@code from} is behind the opening one. */
    int quoteEnd(int from, byte quote) {
        boolean escapes = quote != '`' && !dialect.mode().noBackslashEscapes();
        int i = from;
        while (i < limit) {
            if (sql[i] == quote) {
                if (at(i + 1) != quote) {
                    return stepped(from, i);
                }
                i += 2;
            } else if (sql[i] == '\\' && escapes) {
                i += 2;
            } else {
                i += multiByte.length(sql, i, limit);
            }
        }
        return stepped(from, limit);
    }

    /** The end of a number that starts with a digit or a dot; {@code from} itself where a name starts like a number. */
    int numberEnd(int from) {
        int based = basedEnd(from);
        if (based > from) {
            return based;
        }
        int i = digits(from);
        if (at(i) == '.') {
            return exponent(digits(i + 1));
        }
        int end = exponent(i);
        return end > i || !nameAt(i) ? end : from;
    }

    /** The end of 0x… or 0b…, {@code from} if it is none: those have a small letter, a digit, and no letter behind. */
    private int basedEnd(int from) {
        int letter = at(from + 1);
        if (at(from) != '0' || (letter != 'x' && letter != 'b')) {
            return from;
        }
        int i = from + 2;
        while (letter == 'x' ? Character.digit(at(i), 16) >= 0 : at(i) == '0' || at(i) == '1') {
            i++;
        }
        return i > from + 2 && !nameAt(i) ? i : from;
    }

    private int exponent(int from) {
        if ((at(from) | 0x20) != 'e') {
            return from;
        }
        int i = at(from + 1) == '+' || at(from + 1) == '-' ? from + 2 : from + 1;
        int end = digits(i);
        return end > i ? end : from;
    }

    int digits(int from) {
        int i = from;
        while (isDigit(at(i))) {
            i++;
        }
        return stepped(from, i);
    }

    static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    int lineEnd(int from) {
        int i = from;
        while (i < limit && sql[i] != '\n') {
            i++;
        }
        return stepped(from, i);
    }

    /** The end of a comment, {@code from} being behind its opening; one comment may be nested in a version's comment. */
    int commentEnd(int from, boolean nests) {
        boolean nested = false;
        for (int i = from; i < limit; i++) {
            if (sql[i] == '*' && at(i + 1) == '/') {
                if (!nested) {
                    return stepped(from, i + 2);
                }
                nested = false;
                i++;
            } else if (nests && !nested && sql[i] == '/' && at(i + 1) == '*') {
                nested = true;
                i++;
            }
        }
        return stepped(from, limit);
    }

    /** Whether -- starts a comment there: only when a blank, a control character or the end follows. */
    boolean dashComment(int index) {
        return at(index) == '-'
                && at(index + 1) == '-'
                && (index + 2 >= limit || SqlLexer.isSpace(sql[index + 2]) || sql[index + 2] == 0x7F);
    }

    /** Length of the opening of an executable comment without its version, 0 if it is none for this server. */
    int executableMark(int index) {
        if (at(index + 2) == '!') {
            return 3;
        }
        return dialect.family().isMariaDb() && at(index + 2) == 'M' && at(index + 3) == '!' ? 4 : 0;
    }

    /** Digits of the version of an executable comment: 5, 6, or 0 if there is none. */
    int versionDigits(int from) {
        int count = digits(from) - from;
        boolean six = count >= 6 && dialect.family() != ServerFamily.MYSQL_8_0;
        return six ? 6 : count >= 5 ? 5 : 0;
    }

    /** Whether this server runs what is in a comment of that version. */
    boolean runs(int from, int digits, boolean mariaDbMark) {
        int version = 0;
        for (int i = from; i < from + digits; i++) {
            version = version * 10 + (sql[i] - '0');
        }
        // What MySQL 5.7 to 9.9 brought is not what MariaDB has under these numbers.
        boolean foreign = dialect.family().isMariaDb() && !mariaDbMark && version >= 50_700 && version <= 99_999;
        return version <= dialect.versionId() && !foreign;
    }

    /** The end of $tag$ … $tag$, or {@code position} if it is none. */
    int dollarQuoteEnd(int position) {
        int tagEnd = position + 1;
        while (tagEnd < limit && sql[tagEnd] != '$' && SqlLexer.isWordByte(sql[tagEnd])) {
            tagEnd++;
        }
        if (at(tagEnd) != '$') {
            return position;
        }
        int length = tagEnd + 1 - position;
        for (int i = tagEnd + 1; i + length <= limit; i++) {
            if (sql[i] == '$' && Arrays.equals(sql, i, i + length, sql, position, position + length)) {
                return stepped(position, i + length);
            }
        }
        return stepped(position, limit);
    }

    /** How many bytes all searches together went over. */
    long steps() {
        return steps;
    }

    private int stepped(int from, int end) {
        steps += end - from;
        return end;
    }
}
