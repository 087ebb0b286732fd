package io.github.mysqlmonitor.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds all that is data in SQL text: literals of every kind, and comments that the server skips. Names, keywords, NULL
 * and the names of user variables are none. Reads any bytes; a literal without an end goes on to the end of the text.
 * In doubt a word that begins with a digit is a number.
 */
public final class LiteralScan {
    private final byte[] sql;
    private final SqlLexer lexer;
    private final List<Literal> found = new ArrayList<>();
    /** Where the token before ended, and whether it can be the left side of a dot or of an @. */
    private int previousEnd;

    private boolean previousNames;
    private byte previousSymbol;
    private boolean afterHost;
    private int hintEnd = -1;

    private LiteralScan(byte[] sql, SqlDialect dialect) {
        this.sql = sql;
        this.lexer = new SqlLexer(sql, dialect);
    }

    /** Gives them in the order of the text; they do not overlap. */
    public static List<Literal> of(byte[] sql, SqlDialect dialect) {
        return new LiteralScan(sql, dialect).scan();
    }

    private List<Literal> scan() {
        for (SqlLexer.Kind kind = lexer.next(); kind != SqlLexer.Kind.END; kind = lexer.next()) {
            boolean names = kind == SqlLexer.Kind.NAME || kind == SqlLexer.Kind.WORD || kind == SqlLexer.Kind.STRING;
            boolean host = false;
            switch (kind) {
                case STRING -> string();
                case COMMENT -> comment();
                case WORD -> names = !word();
                case NAME -> name();
                case SYMBOL -> {
                    host = sql[lexer.start()] == '@' && adjacent() && previousNames;
                    number();
                }
                default -> {}
            }
            afterHost = host;
            previousNames = names;
            previousEnd = lexer.position();
            previousSymbol = kind == SqlLexer.Kind.SYMBOL ? sql[lexer.start()] : 0;
        }
        return found;
    }

    private boolean adjacent() {
        return previousEnd == lexer.start();
    }

    private void string() {
        boolean variable = previousSymbol == '@' && adjacent() && !afterHost;
        if (!variable) {
            Literal.Kind kind = switch (sql[lexer.start()]) {
                case 'x', 'X' -> Literal.Kind.HEX;
                case 'b', 'B' -> Literal.Kind.BITS;
                default -> Literal.Kind.STRING;
            };
            add(lexer.start(), lexer.position(), kind);
        }
    }

    /** An optimizer hint is read like SQL; its closing mark then comes as two symbols. There is no hint within a hint. */
    private void comment() {
        int from = lexer.contentStart();
        boolean within = hintEnd == lexer.contentEnd();
        if (!within && from < sql.length && sql[from] == '+' && sql[from - 1] == '*') {
            hintEnd = lexer.contentEnd();
            lexer.rewind(from + 1);
        } else {
            add(from, lexer.contentEnd(), Literal.Kind.COMMENT);
        }
    }

    private void name() {
        if (lexer.contentEnd() == sql.length) {
            add(lexer.start(), sql.length, Literal.Kind.CUT_NAME);
        }
    }

    /** Whether it was a literal. */
    private boolean word() {
        byte first = sql[lexer.start()];
        if (first >= '0' && first <= '9') {
            boolean partOfName = adjacent() && (previousSymbol == '.' || previousSymbol == '@');
            return !partOfName && number(lexer.start());
        }
        if (previousSymbol != '.' && (lexer.wordIs("true") || lexer.wordIs("false"))) {
            add(lexer.start(), lexer.position(), Literal.Kind.TRUTH);
            return true;
        }
        return false;
    }

    /** A number may begin with its point. */
    private void number() {
        int start = lexer.start();
        boolean point = sql[start] == '.' && start + 1 < sql.length && isDigit(sql[start + 1]);
        if (point && !(adjacent() && previousNames)) {
            number(start);
        }
    }

    private boolean number(int start) {
        int end = start;
        while (end < sql.length && (SqlLexer.isWordByte(sql[end]) || sql[end] == '.' || isSignOfExponent(start, end))) {
            end++;
        }
        lexer.moveTo(end);
        boolean zero = sql[start] == '0' && start + 2 < end;
        if (zero && sql[start + 1] == 'x') {
            return add(start, end, Literal.Kind.HEX);
        }
        return add(start, end, zero && sql[start + 1] == 'b' ? Literal.Kind.BITS : Literal.Kind.NUMBER);
    }

    private boolean isSignOfExponent(int start, int at) {
        boolean sign = (sql[at] == '-' || sql[at] == '+')
                && at > start
                && (sql[at - 1] | 0x20) == 'e'
                && at + 1 < sql.length
                && isDigit(sql[at + 1]);
        for (int i = start; sign && i < at - 1; i++) {
            sign = isDigit(sql[i]) || sql[i] == '.';
        }
        return sign;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private boolean add(int from, int to, Literal.Kind kind) {
        if (from < to) {
            found.add(new Literal(from, to, kind));
        }
        return true;
    }
}
