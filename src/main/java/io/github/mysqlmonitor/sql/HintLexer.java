package io.github.mysqlmonitor.sql;

/** Puts the content of an optimizer hint into a digest, token by token, as the server's second lexer would. */
final class HintLexer {
    private final SqlScanner scan = new SqlScanner();
    private byte[] sql = {};
    private int limit;
    private SqlDialect dialect = SqlDialect.MYSQL;
    private HiddenPlaces hidden = new HiddenPlaces();

    /** @param newHidden of which nothing is shown */
    void reset(byte[] newSql, int newLimit, SqlDialect newDialect, HiddenPlaces newHidden) {
        hidden = newHidden;
        sql = newSql;
        limit = newLimit;
        dialect = newDialect;
        scan.reset(newSql, newLimit, newDialect);
    }

    /** Reads from behind the opening to behind the end; a hint without anything in it leaves no trace. */
    int read(int from, DigestTokens into) {
        int i = scan.spaceEnd(from);
        boolean opened = false;
        while (i < limit && !into.full()) {
            if (sql[i] == '*' && scan.at(i + 1) == '/') {
                if (opened) {
                    into.add(Token.HINT_CLOSE);
                }
                return i + 2;
            }
            if (!opened) {
                into.add(Token.HINT_OPEN);
                opened = true;
            }
            i = scan.spaceEnd(token(i, into));
        }
        return i;
    }

    private int token(int at, DigestTokens into) {
        byte c = sql[at];
        if (SqlScanner.isDigit(c)) {
            return number(at, into);
        }
        if (SqlLexer.isWordByte(c)) {
            return word(at, into);
        }
        if (c == '`' || c == '"' || c == '\'') {
            return quoted(at, c, into);
        }
        if (c == '@') {
            return queryBlock(at, into);
        }
        if (c != '.') {
            into.add(c == '=' ? Token.HINT_EQUAL : c > ' ' && c < 0x7F ? c : Token.VALUE);
        }
        return at + 1;
    }

    private int number(int at, DigestTokens into) {
        int end = scan.digits(at);
        if (scan.at(end) == '.') {
            end = scan.digits(end + 1);
        } else if ("KMG".indexOf(scan.at(end) & 0x5F) >= 0 && !scan.nameAt(end + 1)) {
            end++;
        } else if (scan.nameAt(end)) {
            return word(at, into);
        }
        into.addNumber();
        return end;
    }

    private int word(int at, DigestTokens into) {
        int end = scan.wordEnd(at);
        int hiddenEnd = hidden.endIn(at, end);
        if (hiddenEnd >= 0) {
            into.addValue();
            return Math.max(end, hiddenEnd);
        }
        if (scan.at(end) == '@') {
            into.addName(Token.NAME_AT, at, end, (byte) 0);
            return end;
        }
        int keyword = dialect.family().keywords().findInHint(sql, at, end);
        if (keyword == Keywords.NOT_FOUND) {
            into.addName(Token.NAME, at, end, (byte) 0);
        } else {
            into.add(keyword);
        }
        return end;
    }

    private int quoted(int at, byte quote, DigestTokens into) {
        int end = scan.quoteEnd(at + 1, quote);
        boolean isName = quote == '`' || (quote == '"' && dialect.mode().ansiQuotes());
        int hiddenEnd = hidden.endIn(at, end);
        if (!isName || hiddenEnd >= 0) {
            into.addValue();
        } else {
            into.addName(scan.at(end + 1) == '@' ? Token.NAME_AT : Token.NAME, at + 1, end, quote);
        }
        return Math.min(limit, Math.max(end + 1, hiddenEnd));
    }

    /** An @ shows only in front of a name. */
    private int queryBlock(int at, DigestTokens into) {
        int next = scan.spaceEnd(at + 1);
        if (scan.at(next) == '`') {
            into.add('@');
            return quoted(next, (byte) '`', into);
        }
        if (!scan.nameAt(next)) {
            return at + 1;
        }
        into.add('@');
        int end = scan.wordEnd(next);
        int hiddenEnd = hidden.endIn(next, end);
        if (hiddenEnd >= 0) {
            into.addValue();
            return Math.max(end, hiddenEnd);
        }
        into.addName(Token.NAME, next, end, (byte) 0);
        return end;
    }
}
