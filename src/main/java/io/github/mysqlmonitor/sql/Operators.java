package io.github.mysqlmonitor.sql;

/** The operators of more than one character; a digest shows each as long as it is. */
final class Operators {
    private Operators() {}

    /** The operator there, {@link Token#END} if it is none or one character. */
    static int find(SqlScanner scan, int at, ServerFamily family) {
        int next = scan.at(at + 1);
        return switch (scan.at(at)) {
            case ':' -> next == '=' ? Token.SET_VAR : Token.END;
            case '&' -> next == '&' ? Token.AND_AND : Token.END;
            case '|' -> next == '|' ? Token.OR_OR : Token.END;
            case '!' -> next == '=' ? Token.NOT_EQUAL : Token.END;
            case '>' -> next == '=' ? Token.GREATER_EQUAL : next == '>' ? Token.SHIFT_RIGHT : Token.END;
            case '<' -> less(next, scan.at(at + 2));
            case '-' ->
                next != '>' || family.isMariaDb() ? Token.END : scan.at(at + 2) == '>' ? Token.LONG_ARROW : Token.ARROW;
            default -> Token.END;
        };
    }

    private static int less(int next, int third) {
        return switch (next) {
            case '=' -> third == '>' ? Token.NULL_SAFE_EQUAL : Token.LESS_EQUAL;
            case '>' -> Token.NOT_EQUAL;
            case '<' -> Token.SHIFT_LEFT;
            default -> Token.END;
        };
    }
}
