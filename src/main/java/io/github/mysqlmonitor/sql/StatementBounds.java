package io.github.mysqlmonitor.sql;

/**
 * Tells a semicolon that ends a statement from those inside the body of a stored program.
 *
 * <p>Counts what END closes. IF counts from its THEN on, because IF is also a function and a part of DROP … IF EXISTS.
 */
final class StatementBounds {
    private static final int CREATE = Token.word("CREATE");
    private static final int ALTER = Token.word("ALTER");
    private static final int PROCEDURE = Token.word("PROCEDURE");
    private static final int FUNCTION = Token.word("FUNCTION");
    private static final int TRIGGER = Token.word("TRIGGER");
    private static final int EVENT = Token.word("EVENT");
    private static final int BEGIN = Token.word("BEGIN");
    private static final int END = Token.word("END");
    private static final int IF = Token.word("IF");
    private static final int ELSEIF = Token.word("ELSEIF");
    private static final int WHEN = Token.word("WHEN");
    private static final int THEN = Token.word("THEN");
    private static final int WHILE = Token.word("WHILE");
    private static final int LOOP = Token.word("LOOP");
    private static final int REPEAT = Token.word("REPEAT");

    private int first;
    private int last;
    private int branch;
    private int depth;
    private boolean open;
    private boolean program;

    void reset() {
        first = Token.END;
        last = Token.END;
        branch = Token.END;
        depth = 0;
        open = true;
        program = false;
    }

    /** Whether a semicolon here belongs to the statement. */
    boolean inside() {
        return program && depth > 0;
    }

    void follow(int token, boolean beforeParenthesis) {
        if (first == Token.END) {
            first = token;
        } else if (!program) {
            look(token);
        } else if (last == END) {
            // END IF, END LOOP and so on close what is named, and END alone has done so already.
        } else if (token == END) {
            depth = Math.max(0, depth - 1);
        } else {
            count(token, beforeParenthesis);
        }
        last = token;
    }

    private void look(int token) {
        open &= token != '(' && (first == CREATE || first == ALTER);
        program = open && (token == PROCEDURE || token == FUNCTION || token == TRIGGER || token == EVENT);
    }

    private void count(int token, boolean beforeParenthesis) {
        if (token == IF || token == ELSEIF || token == WHEN) {
            branch = token;
        }
        boolean opens = token == BEGIN
                || token == Token.CASE
                || token == WHILE
                || token == LOOP
                || (token == REPEAT && !beforeParenthesis)
                || (token == THEN && branch == IF);
        if (opens) {
            depth++;
        }
    }
}
