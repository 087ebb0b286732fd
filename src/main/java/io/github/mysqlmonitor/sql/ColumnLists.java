package io.github.mysqlmonitor.sql;

import java.util.BitSet;
import java.util.List;

/** Knows where a bare number means a column: in the lists of ORDER BY, GROUP BY, PARTITION BY and ROLLUP (…). */
final class ColumnLists {
    private static final int MAX_DEPTH = 63;
    private static final BitSet BEFORE_BY = words(List.of("ORDER", "GROUP", "PARTITION"));
    private static final BitSet ENDS = words(List.of(
            "LIMIT",
            "HAVING",
            "ORDER",
            "GROUP",
            "PARTITION",
            "FOR",
            "INTO",
            "ROWS",
            "RANGE",
            "GROUPS",
            "SEPARATOR",
            "UNION",
            "EXCEPT",
            "INTERSECT",
            "WINDOW",
            "LOCK",
            "SELECT",
            "FROM",
            "WHERE",
            "VALUES",
            "ON",
            "AS",
            "SET",
            "PROCEDURE",
            "DO"));

    private int depth;
    private long lists;

    void reset() {
        depth = 0;
        lists = 0;
    }

    /** Whether a number would stand for a column here, {@code last} being the token before it. */
    boolean expectsColumn(int last) {
        return (last == Token.BY || last == ',' || last == '(') && depth <= MAX_DEPTH && (lists & bit()) != 0;
    }

    /** Follows a token of the statement, {@code last} being the one before it. */
    void follow(int token, int last) {
        if (token == '(') {
            depth++;
            mark(last == Token.ROLLUP);
        } else if (token == ')') {
            mark(false);
            depth = Math.max(0, depth - 1);
        } else if (token == Token.BY) {
            mark(BEFORE_BY.get(last));
        } else if (token == ';' || ENDS.get(token)) {
            mark(false);
        }
    }

    private void mark(boolean list) {
        if (depth <= MAX_DEPTH) {
            lists = list ? lists | bit() : lists & ~bit();
        }
    }

    private long bit() {
        return 1L << depth;
    }

    private static BitSet words(List<String> texts) {
        BitSet words = new BitSet(Token.count());
        texts.forEach(text -> words.set(Token.word(text)));
        return words;
    }
}
