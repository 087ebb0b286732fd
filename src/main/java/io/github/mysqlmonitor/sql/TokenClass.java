package io.github.mysqlmonitor.sql;

import java.util.BitSet;

/** Which tokens have something in common, as the rules of digests need it. */
final class TokenClass {
    /** Behind these a sign is no operator, so says the server's own table. */
    private static final BitSet BEFORE_SIGN = set(
            "( , + - * / % & | ^",
            "EVERY AT STARTS ENDS DEFAULT RETURN IF ELSEIF CASE WHEN WHILE UNTIL SELECT OR XOR AND NOT BETWEEN LIKE RLIKE"
                    + " INTERVAL DIV MOD",
            Token.AND_AND,
            Token.OR_OR,
            Token.SHIFT_LEFT,
            Token.SHIFT_RIGHT);

    private static final BitSet COMPARISONS =
            set("= < >", "ELSE THEN", Token.NOT_EQUAL, Token.LESS_EQUAL, Token.GREATER_EQUAL, Token.NULL_SAFE_EQUAL);

    /** Behind these NULL is a value; behind all others it belongs to IS NULL or to the definition of a column. */
    private static final BitSet BEFORE_VALUE = set(
            "! ~",
            "SELECT DISTINCTROW ALL STRAIGHT_JOIN HIGH_PRIORITY SQL_SMALL_RESULT SQL_BIG_RESULT SQL_BUFFER_RESULT"
                    + " SQL_NO_CACHE SQL_CALC_FOUND_ROWS WHERE HAVING ON DO BY USING FROM FOR BOTH LEADING"
                    + " TRAILING ESCAPE IN VALUE QUALIFY",
            Token.SET_VAR,
            Token.HINT_CLOSE);

    /** Behind the number of a column these make it part of an expression. */
    private static final BitSet CONTINUES = set(
            "+ - * / % & | ^ = < > . (",
            "IN IS BETWEEN LIKE RLIKE AND OR XOR DIV MOD COLLATE NOT MEMBER SOUNDS",
            Token.NOT_EQUAL,
            Token.LESS_EQUAL,
            Token.GREATER_EQUAL,
            Token.NULL_SAFE_EQUAL,
            Token.SHIFT_LEFT,
            Token.SHIFT_RIGHT,
            Token.AND_AND,
            Token.OR_OR,
            Token.ARROW,
            Token.LONG_ARROW,
            Token.VALUE);

    private static final BitSet TAKE_HINTS = set("", "SELECT INSERT REPLACE UPDATE DELETE");

    private TokenClass() {}

    static boolean startsExpression(int token, SqlDialect dialect) {
        if (token == Token.OR_OR) {
            return !dialect.mode().pipesAsConcat();
        }
        return BEFORE_SIGN.get(token) || (dialect.family().signsFollowComparisons() && COMPARISONS.get(token));
    }

    static boolean beforeValue(int token) {
        return BEFORE_SIGN.get(token) || COMPARISONS.get(token) || BEFORE_VALUE.get(token);
    }

    static boolean continuesExpression(int token) {
        return CONTINUES.get(token);
    }

    static boolean takesHint(int token) {
        return TAKE_HINTS.get(token);
    }

    private static BitSet set(String symbols, String words, int... tokens) {
        BitSet set = new BitSet(Token.count());
        for (String symbol : symbols.split(" ", -1)) {
            if (!symbol.isEmpty()) {
                set.set(symbol.charAt(0));
            }
        }
        for (String word : words.split(" ", -1)) {
            set.set(Token.word(word));
        }
        for (int token : tokens) {
            set.set(token);
        }
        return set;
    }
}
