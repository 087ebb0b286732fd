package io.github.mysqlmonitor.sql;

/**
 * Cuts SQL text of any ASCII-compatible charset into tokens. Works on any bytes whatsoever: what does not end is a token
 * up to the end of the text. The tokens of executable comments come like those around them.
 */
final class SqlLexer {
    enum Kind {
        WORD,
        /** A literal in single or double quotes, with its prefix as in {@code N'…'} and {@code x'…'}. */
        STRING,
        /** A name in back-quotes. */
        NAME,
        COMMENT,
        SYMBOL,
        END
    }

    private final byte[] sql;
    private final SqlDialect dialect;
    private int position;
    private int start;
    private int contentStart;
    private int contentEnd;
    private boolean escapedQuote;
    private boolean executableComment;
    private boolean sawExecutableComment;

    SqlLexer(byte[] sql, SqlDialect dialect) {
        this.sql = sql;
        this.dialect = dialect;
    }

    /** Reads the next token; the other methods then describe it. */
    Kind next() {
        skipSpace();
        start = position;
        contentStart = position;
        contentEnd = sql.length;
        escapedQuote = false;
        if (position >= sql.length) {
            return Kind.END;
        }
        byte first = sql[position];
        if (first == '\'' || first == '"') {
            return quoted(first, first == '"' && dialect.ansiQuotes() ? Kind.NAME : Kind.STRING);
        }
        if (first == '`') {
            return quoted(first, Kind.NAME);
        }
        if (first == '#' || startsDashComment()) {
            return lineComment(first == '#' ? 1 : 2);
        }
        if (first == '/' && at(position + 1) == '*') {
            return blockComment();
        }
        return isWordByte(first) ? word() : symbol();
    }

    /** Where the token begins, with its quote or prefix. */
    int start() {
        return start;
    }

    /** Where the content of a literal, name or comment begins; same as {@link #start} for the others. */
    int contentStart() {
        return contentStart;
    }

    /** Where the content ends, exclusive. */
    int contentEnd() {
        return contentEnd;
    }

    /** Whether a quote was read as part of the literal only because of a backslash before it. */
    boolean escapedQuote() {
        return escapedQuote;
    }

    /** Whether an executable comment came so far, of which only the server knows if it counts. */
    boolean sawExecutableComment() {
        return sawExecutableComment;
    }

    /** Where the next token is looked for. */
    int position() {
        return position;
    }

    /** Reads again from here, which lies in the token just read. */
    void rewind(int newPosition) {
        position = newPosition;
    }

    /** Goes on reading from here. */
    void moveTo(int newPosition) {
        position = Math.max(position, newPosition);
    }

    boolean wordIs(String lowerCase) {
        return contentEnd - contentStart == lowerCase.length() && matches(sql, contentStart, contentEnd, lowerCase);
    }

    boolean wordEndsWith(String lowerCase) {
        return matches(sql, contentEnd - lowerCase.length(), contentEnd, lowerCase) && contentStart < contentEnd;
    }

    /** Whether the lower-case ASCII text is found at {@code at}, ignoring case, and ends before {@code limit}. */
    static boolean matches(byte[] sql, int at, int limit, String lowerCase) {
        if (at < 0 || limit - at < lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            if (lower(sql[at + i]) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static boolean isWordByte(byte b) {
        return b < 0 || b == '_' || b == '$' || (b >= '0' && b <= '9') || (lower(b) >= 'a' && lower(b) <= 'z');
    }

    static boolean isSpace(byte b) {
        return b >= 0 && b <= ' ';
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    private int at(int index) {
        return index < sql.length ? sql[index] : -1;
    }

    private void skipSpace() {
        while (position < sql.length) {
            if (isSpace(sql[position])) {
                position++;
            } else if (executableComment && sql[position] == '*' && at(position + 1) == '/') {
                executableComment = false;
                position += 2;
            } else if (sql[position] == '/' && at(position + 1) == '*' && executableMark() > 0) {
                executableComment = true;
                sawExecutableComment = true;
                position += executableMark();
                while (position < sql.length && sql[position] >= '0' && sql[position] <= '9') {
                    position++;
                }
            } else {
                return;
            }
        }
    }

    /** Length of the opening of an executable comment, MySQL's or MariaDB's, or 0. */
    private int executableMark() {
        if (at(position + 2) == '!') {
            return 3;
        }
        return at(position + 2) == 'M' && at(position + 3) == '!' ? 4 : 0;
    }

    private boolean startsDashComment() {
        return sql[position] == '-'
                && at(position + 1) == '-'
                && (position + 2 >= sql.length || isSpace(sql[position + 2]));
    }

    private Kind lineComment(int markLength) {
        contentStart = Math.min(sql.length, position + markLength);
        int end = contentStart;
        while (end < sql.length && sql[end] != '\n') {
            end++;
        }
        contentEnd = end;
        position = end;
        return Kind.COMMENT;
    }

    private Kind blockComment() {
        contentStart = position + 2;
        for (int i = contentStart; i + 1 < sql.length; i++) {
            if (sql[i] == '*' && sql[i + 1] == '/') {
                contentEnd = i;
                position = i + 2;
                return Kind.COMMENT;
            }
        }
        position = sql.length;
        return Kind.COMMENT;
    }

    private Kind quoted(byte quote, Kind kind) {
        contentStart = position + 1;
        int i = contentStart;
        while (i < sql.length) {
            int character = dialect.characterLength(sql, i);
            if (character > 1) {
                i += character;
            } else if (sql[i] == '\\' && kind == Kind.STRING && !dialect.noBackslashEscapes()) {
                escapedQuote |= at(i + 1) == '\'' || at(i + 1) == '"';
                i += 2;
            } else if (sql[i] != quote) {
                i++;
            } else if (at(i + 1) == quote) {
                i += 2;
            } else {
                escapedQuote |= kind == Kind.STRING && backslashesMayBelongToCharacter(i);
                contentEnd = i;
                position = i + 1;
                return kind;
            }
        }
        position = sql.length;
        return kind;
    }

    /** Before the closing quote: in some character sets the first of them is half of a character. */
    private boolean backslashesMayBelongToCharacter(int end) {
        int i = end - 1;
        while (i >= contentStart && sql[i] == '\\') {
            i--;
        }
        return i < end - 1 && i >= contentStart && sql[i] < 0;
    }

    private Kind word() {
        int end = position;
        while (end < sql.length && isWordByte(sql[end])) {
            end += dialect.characterLength(sql, end);
        }
        boolean prefix = end - position == 1 && "nNxXbB".indexOf(sql[position]) >= 0;
        if (prefix && (at(end) == '\'' || at(end) == '"')) {
            position = end;
            return quoted(sql[end], Kind.STRING);
        }
        contentEnd = end;
        position = end;
        return Kind.WORD;
    }

    private Kind symbol() {
        position++;
        contentEnd = position;
        return Kind.SYMBOL;
    }
}
