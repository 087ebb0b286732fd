package io.github.mysqlmonitor.sql;

/**
 * Tells whether text inside a literal or a comment looks as if it contained a clause with a secret. It cannot be lexed
 * like SQL, because its own quotes are doubled or escaped, so this looks at words only and errs on the safe side.
 */
final class SecretHint {
    private final byte[] sql;
    private final int limit;
    private int position;
    private boolean identified;
    private boolean identifiedLast;
    private boolean inserts;
    private boolean sawMysql;
    private boolean afterSet;
    private boolean options;

    private SecretHint(byte[] sql, int from, int limit) {
        this.sql = sql;
        this.position = from;
        this.limit = limit;
    }

    static boolean in(byte[] sql, int from, int to) {
        return new SecretHint(sql, from, to).found();
    }

    private boolean found() {
        skipToWord();
        while (position < limit) {
            int start = position;
            while (position < limit && SqlLexer.isWordByte(sql[position])) {
                position++;
            }
            if (wordTellsSecret(start)) {
                return true;
            }
            skipToWord();
        }
        return identifiedLast;
    }

    private boolean wordTellsSecret(int start) {
        if (identified && (is(start, "by") || is(start, "with") || is(start, "via") || is(start, "as"))) {
            return true;
        }
        if (is(start, "redirect_url") || ((afterSet || options) && is(start, "password"))) {
            return true;
        }
        if (is(start, "authentication_string")
                || is(start, "challenge_response")
                || is(start, "aes_encrypt")
                || is(start, "aes_decrypt")
                || (is(start, "mysql") && SqlLexer.matches(sql, position, limit, "://"))) {
            return true;
        }
        if (is(start, "connection") && valueFollows() && sql[position] == '=') {
            return true;
        }
        if (sawMysql && (is(start, "user") || is(start, "global_priv"))) {
            return true;
        }
        inserts |= is(start, "insert") || is(start, "replace");
        sawMysql |= inserts && is(start, "mysql");
        // If it is the last word, the clause goes on in the next literal, or was cut.
        identifiedLast = is(start, "identified");
        identified |= identifiedLast;
        afterSet = is(start, "set");
        options |= is(start, "options");
        return position - start >= 8 && SqlLexer.matches(sql, position - 8, position, "password") && valueFollows();
    }

    private boolean is(int start, String word) {
        return position - start == word.length() && SqlLexer.matches(sql, start, position, word);
    }

    private boolean valueFollows() {
        while (position < limit && (skipsOne() || skipsMark() || skipsLineComment())) {
            // All that may stand between the word and its value.
        }
        if (position < limit && "=('\":_".indexOf(sql[position]) >= 0) {
            return true;
        }
        boolean prefix = position + 1 < limit && "nNxXbB".indexOf(sql[position]) >= 0;
        return prefix && "'\"\\".indexOf(sql[position + 1]) >= 0;
    }

    /** The end of a comment, or the beginning of an executable one. */
    private boolean skipsMark() {
        int from = position;
        if (SqlLexer.matches(sql, position, limit, "*/")) {
            position += 2;
        } else if (SqlLexer.matches(sql, position, limit, "/*!") || SqlLexer.matches(sql, position, limit, "/*m!")) {
            position += sql[position + 2] == '!' ? 3 : 4;
            while (position < limit && sql[position] >= '0' && sql[position] <= '9') {
                position++;
            }
        }
        return position > from;
    }

    /** It ends with a line break or with the escape for one. */
    private boolean skipsLineComment() {
        if (sql[position] != '#' && !SqlLexer.matches(sql, position, limit, "--")) {
            return false;
        }
        while (position < limit && sql[position] != '\n' && !SqlLexer.matches(sql, position, limit, "\\n")) {
            position++;
        }
        return true;
    }

    private void skipToWord() {
        while (position < limit && !SqlLexer.isWordByte(sql[position])) {
            if (!skipsOne() && !skipsMark()) {
                position++;
            }
        }
    }

    /** Skips a space, an escape or a comment, if one is next. */
    private boolean skipsOne() {
        byte b = sql[position];
        if (SqlLexer.isSpace(b)) {
            position++;
            return true;
        }
        if (b == '\\') {
            boolean control = position + 1 < limit && "nrtbZ0".indexOf(sql[position + 1]) >= 0;
            position += control ? 2 : 1;
            return true;
        }
        if (b == '/' && position + 2 < limit && sql[position + 1] == '*' && !executable()) {
            skipComment();
            return true;
        }
        return false;
    }

    private boolean executable() {
        return SqlLexer.matches(sql, position + 2, limit, "!") || SqlLexer.matches(sql, position + 2, limit, "m!");
    }

    private void skipComment() {
        position += 2;
        while (position < limit && !(sql[position - 1] == '*' && sql[position] == '/')) {
            position++;
        }
        position = Math.min(limit, position + 1);
    }
}
