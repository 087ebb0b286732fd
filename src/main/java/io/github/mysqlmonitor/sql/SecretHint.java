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
    private boolean afterSet;

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
        if (is(start, "redirect_url") || (afterSet && is(start, "password"))) {
            return true;
        }
        if (is(start, "authentication_string")
                || is(start, "challenge_response")
                || is(start, "aes_encrypt")
                || is(start, "aes_decrypt")
                || (is(start, "mysql") && SqlLexer.matches(sql, position, limit, "://"))) {
            return true;
        }
        // If it is the last word, the clause goes on in the next literal, or was cut.
        identifiedLast = is(start, "identified");
        identified |= identifiedLast;
        afterSet = is(start, "set");
        return position - start >= 8 && SqlLexer.matches(sql, position - 8, position, "password") && valueFollows();
    }

    private boolean is(int start, String word) {
        return position - start == word.length() && SqlLexer.matches(sql, start, position, word);
    }

    private boolean valueFollows() {
        while (position < limit && skipsOne()) {
            // All that may stand between the word and its value.
        }
        return position < limit && "=('\":".indexOf(sql[position]) >= 0;
    }

    private void skipToWord() {
        while (position < limit && !SqlLexer.isWordByte(sql[position])) {
            if (!skipsOne()) {
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
        if (b == '/' && position + 2 < limit && sql[position + 1] == '*' && sql[position + 2] != '!') {
            skipComment();
            return true;
        }
        return false;
    }

    private void skipComment() {
        position += 2;
        while (position < limit && !(sql[position - 1] == '*' && sql[position] == '/')) {
            position++;
        }
        position = Math.min(limit, position + 1);
    }
}
