package io.github.mysqlmonitor.sql;

import java.nio.charset.Charset;

/**
 * The tokens of one statement, folded while they come: values with commas to a list, rows with commas to one row.
 *
 * <p>Bounded like the server's own buffer: 2 bytes for a token, 4 more and its length for a name; when one does not fit,
 * that and all later ones are dropped.
 */
final class DigestTokens {
    private static final int TOKEN_BYTES = 2;
    /** The server gives up on longer names, in bytes of the client's charset. */
    private static final int MAX_NAME_BYTES = 64;

    private final int maxBytes;
    private final int[] tokens;
    private final int[] from;
    private final int[] to;
    private final byte[] quotes;
    private int size;
    private int bytes;
    private boolean full;
    private byte[] sql = {};
    private SqlDialect dialect = SqlDialect.MYSQL;

    /** @param maxBytes the server's max_digest_length */
    DigestTokens(int maxBytes) {
        this.maxBytes = maxBytes;
        int capacity = maxBytes / TOKEN_BYTES;
        tokens = new int[capacity];
        from = new int[capacity];
        to = new int[capacity];
        quotes = new byte[capacity];
    }

    void reset(byte[] newSql, SqlDialect newDialect) {
        sql = newSql;
        dialect = newDialect;
        size = 0;
        bytes = 0;
        full = false;
    }

    /** Whether something was dropped. */
    boolean full() {
        return full;
    }

    int size() {
        return size;
    }

    /** The token that many places before the end, {@link Token#END} before the first. */
    int last(int back) {
        return size > back ? tokens[size - 1 - back] : Token.END;
    }

    void add(int token) {
        if (token == ')') {
            closeRow();
        } else {
            push(token, TOKEN_BYTES, 0, 0, (byte) 0);
        }
    }

    /** Adds a name by its place in the text. */
    void addName(int token, int nameFrom, int nameTo, byte quote) {
        int length = nameTo - nameFrom;
        if (quote != 0) {
            length -= doubledQuotes(nameFrom, nameTo, quote);
        }
        push(token, 2 * TOKEN_BYTES + length, nameFrom, nameTo, quote);
    }

    /**
     * Adds a number, which takes the signs before it along where they cannot be operators.
     *
     * @return whether one of them was a minus
     */
    boolean addNumber() {
        boolean minus = false;
        while ((last(0) == '-' || last(0) == '+') && startsExpression(last(1)) && !full) {
            minus |= last(0) == '-';
            pop(1);
        }
        addValue();
        return minus;
    }

    void addValue() {
        if (last(0) == ',' && (last(1) == Token.VALUE || last(1) == Token.VALUES)) {
            pop(2);
            push(Token.VALUES, TOKEN_BYTES, 0, 0, (byte) 0);
        } else {
            push(Token.VALUE, TOKEN_BYTES, 0, 0, (byte) 0);
        }
    }

    /** Turns the value at the end into the number of a column, to be shown as digits from the text. */
    void showLastValue(int digitsFrom, int digitsTo) {
        pop(1);
        push(Token.COLUMN_NUMBER, 2 * TOKEN_BYTES + digitsTo - digitsFrom, digitsFrom, digitsTo, (byte) 0);
    }

    private void closeRow() {
        boolean one = last(0) == Token.VALUE;
        if (full || (!one && last(0) != Token.VALUES) || last(1) != '(') {
            push(')', TOKEN_BYTES, 0, 0, (byte) 0);
            return;
        }
        pop(2);
        int row = one ? Token.ROW_OF_ONE : Token.ROW_OF_MANY;
        int rows = one ? Token.ROWS_OF_ONE : Token.ROWS_OF_MANY;
        if (last(0) == ',' && (last(1) == row || last(1) == rows)) {
            pop(2);
            row = rows;
        } else if (last(0) == Token.IN && dialect.family().foldsInLists()) {
            pop(1);
            row = Token.IN_LIST;
        }
        push(row, TOKEN_BYTES, 0, 0, (byte) 0);
    }

    private boolean startsExpression(int token) {
        return TokenClass.startsExpression(token, dialect);
    }

    private void push(int token, int need, int start, int end, byte quote) {
        if (full || bytes + need > maxBytes || size == tokens.length) {
            full = true;
            return;
        }
        bytes += need;
        tokens[size] = token;
        from[size] = start;
        to[size] = end;
        quotes[size] = quote;
        size++;
    }

    /** Takes back tokens that are no names. */
    private void pop(int count) {
        if (!full) {
            size -= count;
            bytes -= count * TOKEN_BYTES;
        }
    }

    private int doubledQuotes(int start, int end, byte quote) {
        int count = 0;
        for (int i = start; i + 1 < end; i++) {
            if (sql[i] == quote && sql[i + 1] == quote) {
                count++;
                i++;
            }
        }
        return count;
    }

    /** Writes the digest text: a blank behind each token but {@code @}, none at the end. */
    void render(StringBuilder out) {
        boolean space = false;
        for (int i = 0; i < size; i++) {
            int token = tokens[i];
            boolean name = token == Token.NAME || token == Token.NAME_AT;
            if (name && from[i] == to[i]) {
                continue;
            }
            if (space) {
                out.append(' ');
            }
            space = token != '@' && token != Token.NAME_AT;
            if (token == Token.COLUMN_NUMBER) {
                appendAscii(out, from[i], to[i]);
            } else if (!name) {
                out.append(Token.text(token));
            } else if (to[i] - from[i] > MAX_NAME_BYTES) {
                out.append("...");
                space = false;
            } else {
                out.append('`');
                appendName(out, i);
                out.append('`');
            }
        }
    }

    private void appendName(StringBuilder out, int index) {
        byte quote = quotes[index];
        boolean plain = true;
        for (int i = from[index]; i < to[index]; i++) {
            plain &= sql[i] >= 0 && sql[i] != quote;
        }
        if (plain) {
            appendAscii(out, from[index], to[index]);
            return;
        }
        Charset charset = dialect.charset();
        String text = new String(sql, from[index], to[index] - from[index], charset);
        String mark = String.valueOf((char) quote);
        out.append(quote == 0 || dialect.family().isMariaDb() ? text : text.replace(mark + mark, mark));
    }

    private void appendAscii(StringBuilder out, int start, int end) {
        for (int i = start; i < end; i++) {
            out.append((char) sql[i]);
        }
    }

    /** The text of a name at that place, for the summary. */
    void appendNameTo(StringBuilder out, int index) {
        appendName(out, index);
    }
}
