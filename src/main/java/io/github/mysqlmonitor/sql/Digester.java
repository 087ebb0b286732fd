package io.github.mysqlmonitor.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Makes digests of statements by the rules of the server that runs them.
 *
 * <p>Reads each byte a bounded number of times, never throws on any text, and keeps its buffers for the next statement:
 * for one thread at a time. Text with several statements is digested one by one, as servers do: call again from {@link
 * StatementDigest#end} until that is the end of the text. A semicolon at the end, and any behind it, leaves no trace.
 */
public final class Digester {
    /** What servers set max_digest_length to by default. */
    public static final int DEFAULT_MAX_BYTES = 1024;

    private static final int[] SHOW_ALL = {};
    private static final int MAX_COLUMN_DIGITS = 10;

    private final DigestLexer lexer = new DigestLexer();
    private final HintLexer hints = new HintLexer();
    private final ColumnLists columns = new ColumnLists();
    private final StatementBounds bounds = new StatementBounds();
    private final HiddenPlaces hidden = new HiddenPlaces();
    private final QuerySummary summary = new QuerySummary();
    private final StringBuilder text = new StringBuilder();
    private final MessageDigest sha256 = sha256();
    private final DigestTokens tokens;

    private byte[] sql = {};
    private int limit;
    private SqlDialect dialect = SqlDialect.MYSQL;
    private int first;
    private int columnFrom = -1;
    private int columnTo;

    /** Makes digests as a server with the default settings does. */
    public Digester() {
        this(DEFAULT_MAX_BYTES);
    }

    /**
     * @param maxBytes the server's max_digest_length, 0 to 1048576: how much of a statement shows, at 2 bytes for a word
     *     or symbol and 4 more and its length for a name
     */
    public Digester(int maxBytes) {
        if (maxBytes < 0 || maxBytes > 1 << 20) {
            throw new IllegalArgumentException("max_digest_length must be 0 to 1048576, not " + maxBytes);
        }
        tokens = new DigestTokens(maxBytes);
    }

    /**
     * Digests the first statement of a range of bytes.
     *
     * @param sqlBytes borrowed
     * @param from first byte of the range
     * @param to its end, exclusive
     */
    public StatementDigest digest(byte[] sqlBytes, int from, int to, SqlDialect sqlDialect) {
        return digest(sqlBytes, from, to, sqlDialect, SHOW_ALL);
    }

    /**
     * Digests the first statement of a range of bytes, and shows {@code ?} for what must not be seen of it.
     *
     * @param hiddenRanges of the whole text, as of {@link HiddenPlaces#of}; borrowed
     */
    public StatementDigest digest(byte[] sqlBytes, int from, int to, SqlDialect sqlDialect, int[] hiddenRanges) {
        sql = sqlBytes;
        limit = to;
        dialect = sqlDialect;
        lexer.reset(sqlBytes, from, to, sqlDialect);
        hidden.reset(hiddenRanges);
        hints.reset(sqlBytes, to, sqlDialect, hidden);
        tokens.reset(sqlBytes, sqlDialect);
        columns.reset();
        bounds.reset();
        summary.reset(sqlBytes, sqlDialect.charset());
        first = Token.END;
        columnFrom = -1;
        int end = read();
        text.setLength(0);
        tokens.render(text);
        String digestText = text.toString();
        return new StatementDigest(digestText, hash(digestText), summary.text(), end);
    }

    /** Digests the first statement of a text. */
    public StatementDigest digest(byte[] sqlBytes, SqlDialect sqlDialect) {
        return digest(sqlBytes, 0, sqlBytes.length, sqlDialect);
    }

    private int read() {
        for (int token = nextShown(); token != Token.END; token = nextShown()) {
            if (token == ';' && !bounds.inside()) {
                endColumn(token);
                return lexer.position();
            }
            bounds.follow(token, lexer.beforeParenthesis());
            summary.follow(token, lexer.contentStart(), lexer.contentEnd());
            if (!tokens.full()) {
                add(token);
            }
        }
        endColumn(Token.END);
        return limit;
    }

    /** A hidden place is one value, and so is a value that reaches into it. */
    private int nextShown() {
        int token = lexer.next();
        int end = token == Token.END ? -1 : hidden.endIn(lexer.start(), lexer.position());
        if (end < 0) {
            return token;
        }
        if (end > lexer.position()) {
            lexer.moveTo(end);
        }
        return token == Token.UNKNOWN ? token : Token.VALUE;
    }

    private void add(int token) {
        if (first == Token.END) {
            first = token;
        }
        endColumn(token);
        columns.follow(token, tokens.last(0));
        if (token == Token.NAME) {
            tokens.addName(token, lexer.contentStart(), lexer.contentEnd(), lexer.quote());
        } else if (token == Token.VALUE) {
            addValue();
        } else if (token == Token.NULL && nullIsValue()) {
            tokens.addValue();
        } else {
            tokens.add(token);
            readHint(token);
        }
    }

    private void addValue() {
        if (!lexer.number()) {
            tokens.addValue();
            return;
        }
        boolean minus = tokens.addNumber();
        boolean single = tokens.last(0) == Token.VALUE && columns.expectsColumn(tokens.last(1));
        if (single && !minus && dialect.family().keepsColumnNumbers()) {
            startColumn();
        }
    }

    /** Remembers a number that is a column unless an operator follows. */
    private void startColumn() {
        int from = lexer.contentStart();
        int to = lexer.contentEnd();
        while (from + 1 < to && sql[from] == '0') {
            from++;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            if (!SqlScanner.isDigit(sql[i]) || to - from > MAX_COLUMN_DIGITS) {
                return;
            }
            number = number * 10 + (sql[i] - '0');
        }
        if (number > 0 && number <= Integer.MAX_VALUE) {
            columnFrom = from;
            columnTo = to;
        }
    }

    private void endColumn(int next) {
        if (columnFrom >= 0 && !TokenClass.continuesExpression(next)) {
            tokens.showLastValue(columnFrom, columnTo);
        }
        columnFrom = -1;
    }

    /** NULL is a value in expressions, not in IS NULL, in definitions of columns and in CHANGE REPLICATION. */
    private boolean nullIsValue() {
        int last = tokens.last(0);
        if (last == '!' || last == Token.NOT || last == Token.BINARY) {
            int before = tokens.last(1);
            return before == '!' || before == Token.NOT || before == Token.END || TokenClass.beforeValue(before);
        }
        return TokenClass.beforeValue(last) && !(last == '=' && first == Token.CHANGE);
    }

    private void readHint(int token) {
        if (TokenClass.takesHint(token) && !dialect.family().isMariaDb()) {
            int from = lexer.hintStart();
            if (from >= 0) {
                lexer.moveTo(hints.read(from, tokens));
            }
        }
    }

    /** The hash of a text that was put together from several digests. */
    public String hash(String digestText) {
        return HexFormat.of().formatHex(sha256.digest(digestText.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
