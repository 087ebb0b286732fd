package io.github.mysqlmonitor.sql;

/**
 * Cuts SQL text into the tokens that the server's own lexer makes of it, as far as they show in a digest. Total: what
 * does not end goes up to the end of the text, and what nobody knows is a symbol of one byte.
 *
 * <p>Other than {@link SqlLexer}, which must hold when nothing is known about the server, this one follows the dialect.
 */
final class DigestLexer {
    /** What the token before says about the next bytes. */
    private enum State {
        START,
        /** A dot follows, and then a name. */
        DOT,
        /** Behind a dot: a name, whatever it looks like. */
        NAME,
        HOST,
        SECOND_AT,
        VARIABLE
    }

    private final SqlScanner scan = new SqlScanner();
    private byte[] sql = {};
    private int position;
    private int limit;
    private SqlDialect dialect = SqlDialect.MYSQL;
    private Keywords keywords = dialect.family().keywords();
    private State state = State.START;
    private boolean inExecutableComment;

    private int start;
    private int contentStart;
    private int contentEnd;
    private byte quote;
    private boolean number;

    /** Starts over with other text, which is read during the calls of {@link #next} only. */
    void reset(byte[] newSql, int from, int to, SqlDialect newDialect) {
        sql = newSql;
        position = from;
        limit = to;
        dialect = newDialect;
        keywords = newDialect.family().keywords();
        scan.reset(newSql, to, newDialect);
        state = State.START;
        inExecutableComment = false;
    }

    /** Reads the next token: a symbol, a word, {@link Token#NAME}, {@link Token#VALUE} or the like. */
    int next() {
        State was = state;
        state = State.START;
        quote = 0;
        number = false;
        if (was == State.START || (was == State.VARIABLE && !scan.nameAt(position))) {
            return startOfToken();
        }
        start = position;
        contentStart = position;
        return switch (was) {
            case HOST -> value(scan.hostEnd(position), false);
            case SECOND_AT -> {
                state = scan.at(position + 1) == '`' ? State.START : State.VARIABLE;
                yield symbol();
            }
            case DOT -> dot();
            case VARIABLE -> variable();
            default -> name(scan.wordEnd(position));
        };
    }

    /** Where the token begins. */
    int start() {
        return start;
    }

    /** Where the content of a name begins. */
    int contentStart() {
        return contentStart;
    }

    /** Where the content of a name ends, exclusive. */
    int contentEnd() {
        return contentEnd;
    }

    /** The quote around a name, 0 if there is none. */
    byte quote() {
        return quote;
    }

    /** Whether a value is a number, so that signs before it belong to it. */
    boolean number() {
        return number;
    }

    /** Where the next token is looked for. */
    int position() {
        return position;
    }

    /** Goes on behind text that somebody else has read. */
    void moveTo(int newPosition) {
        position = newPosition;
        state = State.START;
    }

    /** Where the content of the hint begins that follows here, or -1 if none does. */
    int hintStart() {
        int i = scan.spaceEnd(position);
        return scan.at(i) == '/' && scan.at(i + 1) == '*' && scan.at(i + 2) == '+' ? i + 3 : -1;
    }

    /** How many bytes were looked at so far, those looked at twice counted twice. */
    long steps() {
        return scan.steps();
    }

    /** Whether a parenthesis follows at once. */
    boolean beforeParenthesis() {
        return scan.at(dialect.mode().ignoreSpace() ? scan.spaceEnd(position) : position) == '(';
    }

    private int startOfToken() {
        skipSpace();
        start = position;
        contentStart = position;
        contentEnd = position;
        if (position >= limit) {
            return Token.END;
        }
        byte c = sql[position];
        if (SqlScanner.isDigit(c) || (c == '.' && SqlScanner.isDigit(scan.at(position + 1)))) {
            int end = scan.numberEnd(position);
            return end > position ? value(end, true) : name(scan.wordEnd(position));
        }
        if (SqlLexer.isWordByte(c)) {
            return word();
        }
        return switch (c) {
            case '\'' -> value(scan.quoteEnd(position + 1, c) + 1, false);
            case '"' -> dialect.mode().ansiQuotes() ? quotedName(c) : value(scan.quoteEnd(position + 1, c) + 1, false);
            case '`' -> quotedName(c);
            case '.' -> dot();
            case '@' -> at();
            case '?' -> value(position + 1, false);
            case '\\' ->
                dialect.family().isMariaDb() && scan.at(position + 1) == 'N' ? value(position + 2, false) : symbol();
            default -> operator();
        };
    }

    private int word() {
        int next = scan.at(position + 1);
        int letter = sql[position] | 0x20;
        if (next == '\'' && (letter == 'x' || letter == 'b' || letter == 'n')) {
            int end = Math.min(limit, scan.quoteEnd(position + 2, (byte) '\'') + 1);
            boolean unknown = letter == 'x' && dialect.family().isMariaDb();
            return unknown ? token(Token.UNKNOWN, end) : value(end, letter != 'n');
        }
        if (sql[position] == '$' && dialect.family().hasDollarQuotes()) {
            int end = scan.dollarQuoteEnd(position);
            if (end > position) {
                return token(Token.UNKNOWN, end);
            }
        }
        int end = scan.wordEnd(position);
        if (scan.at(end) == '.' && scan.nameAt(end + 1)) {
            return name(end);
        }
        position = end;
        int keyword = keywords.find(sql, start, end, beforeParenthesis());
        return keyword == Keywords.NOT_FOUND
                ? name(end)
                : token(keyword == Token.NOT && dialect.mode().highNotPrecedence() ? '!' : keyword, end);
    }

    private int variable() {
        int end = scan.wordEnd(position);
        int keyword = keywords.find(sql, position, end, false);
        if (keyword == Keywords.NOT_FOUND || keyword == Token.CHARSET) {
            return name(end);
        }
        state = scan.at(end) == '.' ? State.DOT : State.START;
        return token(keyword, end);
    }

    private int name(int end) {
        if (scan.at(end) == '.' && scan.nameAt(end + 1)) {
            state = State.DOT;
        }
        return token(Token.NAME, end);
    }

    private int quotedName(byte mark) {
        quote = mark;
        contentStart = position + 1;
        contentEnd = scan.quoteEnd(position + 1, mark);
        position = Math.min(limit, contentEnd + 1);
        return Token.NAME;
    }

    private int value(int end, boolean isNumber) {
        number = isNumber;
        return token(Token.VALUE, Math.min(limit, end));
    }

    private int dot() {
        state = scan.nameAt(position + 1) ? State.NAME : State.START;
        return symbol();
    }

    private int at() {
        int next = scan.at(position + 1);
        if (next == '@') {
            state = State.SECOND_AT;
        } else if (next != '\'' && next != '"' && next != '`') {
            state = State.HOST;
        }
        return symbol();
    }

    private int operator() {
        int operator = Operators.find(scan, position, dialect.family());
        return operator == Token.END
                ? symbol()
                : token(operator, position + Token.text(operator).length());
    }

    /** Symbols that are no token of any server show as a question mark would: they only come in broken text. */
    private int symbol() {
        byte c = sql[position];
        return token(c > ' ' && c < 0x7F ? c : Token.VALUE, position + 1);
    }

    private int token(int token, int end) {
        contentEnd = end;
        position = end;
        return token;
    }

    private void skipSpace() {
        while (position < limit) {
            byte c = sql[position];
            if (SqlLexer.isSpace(c)) {
                position++;
            } else if (c == '#' || scan.dashComment(position)) {
                position = scan.lineEnd(position);
            } else if (c == '/' && scan.at(position + 1) == '*') {
                comment();
            } else if (inExecutableComment && c == '*' && scan.at(position + 1) == '/') {
                inExecutableComment = false;
                position += 2;
            } else {
                return;
            }
        }
    }

    private void comment() {
        int mark = scan.executableMark(position);
        if (mark == 0) {
            position = scan.commentEnd(position + 2, false);
            return;
        }
        int from = position + mark;
        int digits = scan.versionDigits(from);
        if (digits > 0 && !scan.runs(from, digits, mark == 4)) {
            position = scan.commentEnd(from, true);
        } else {
            inExecutableComment = true;
            position = from + digits;
        }
    }
}
