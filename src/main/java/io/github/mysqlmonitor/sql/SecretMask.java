package io.github.mysqlmonitor.sql;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Finds the passwords in SQL text, as byte ranges, so that they can be overwritten in place. It does not parse: it
 * looks for the words that introduce a secret and takes the literal behind them. In doubt it takes more, because text
 * may be cut, wrong, or quoted under an sql_mode that is not known here:
 * <ul>
 *   <li>a literal or comment that itself contains such a clause is taken whole, with all later literals of its statement
 *   <li>where a backslash or an executable comment leaves it open which quotes count, all to the end is taken
 * </ul>
 * {@code password = '…'} is taken in any statement, be it a column of the application.
 */
public final class SecretMask {
    private static final int[] NONE = {};

    private final byte[] sql;
    private final SqlLexer lexer;
    private int[] found = NONE;
    private int size;

    private SecretState state = SecretState.IDLE;
    private int depth;
    private boolean identified;
    private boolean setPassword;
    private boolean afterSet;
    private boolean takeAllLiterals;
    private boolean ambiguous;
    /** {@code INSERT} or {@code REPLACE}: which literal belongs to which column is told by its place only. */
    private boolean inserts;

    private boolean kills;

    private boolean afterMysql;
    private boolean begun;
    private int parameter;
    private final BitSet secretParameters = new BitSet();

    private SecretMask(byte[] sql) {
        this.sql = sql;
        this.lexer = new SqlLexer(sql, SqlDialect.MYSQL);
    }

    /**
     * Gives the ranges to hide, in ascending order, as pairs of first byte and end (exclusive); empty if there are none.
     *
     * @param sql text of any charset in which ASCII bytes mean ASCII characters outside of literals
     */
    public static int[] ranges(byte[] sql) {
        return SecretWords.in(sql) ? new SecretMask(sql).find() : NONE;
    }

    /** Tells which of a statement's {@code ?} stand for a secret, counted from 0. */
    public static BitSet parameters(byte[] sql) {
        if (!SecretWords.in(sql)) {
            return new BitSet();
        }
        SecretMask mask = new SecretMask(sql);
        mask.find();
        return mask.secretParameters;
    }

    /** Overwrites the secrets in place with as many {@code *}; the quotes around them stay. */
    public static void mask(byte[] sql) {
        int[] ranges = ranges(sql);
        for (int i = 0; i < ranges.length; i += 2) {
            Arrays.fill(sql, ranges[i], ranges[i + 1], (byte) '*');
        }
    }

    private int[] find() {
        for (SqlLexer.Kind kind = lexer.next(); kind != SqlLexer.Kind.END; kind = lexer.next()) {
            switch (kind) {
                case STRING -> onString();
                case NAME -> onName();
                case COMMENT -> onComment();
                case WORD -> onWord();
                default -> onSymbol(sql[lexer.start()]);
            }
        }
        return Arrays.copyOf(found, size);
    }

    private void onString() {
        ambiguous |= lexer.escapedQuote() || lexer.sawExecutableComment();
        boolean secret = secretNext();
        boolean holdsClause = SecretHint.in(sql, lexer.contentStart(), lexer.contentEnd());
        takeAllLiterals |= holdsClause;
        if (secret || holdsClause) {
            take(lexer.contentStart(), ambiguous ? sql.length : lexer.contentEnd());
        }
        if (state != SecretState.ACCOUNT) {
            state = secret ? SecretState.AFTER : SecretState.IDLE;
        }
    }

    private boolean secretNext() {
        return depth > 0 || takeAllLiterals || (state != SecretState.IDLE && state != SecretState.ACCOUNT);
    }

    private void onName() {
        if (doubtful()) {
            // The back-quote may have been the second byte of a character.
            take(lexer.contentStart(), sql.length);
        }
        noteColumn();
        if (state != SecretState.ACCOUNT) {
            state = SecretWords.names(lexer) ? SecretState.KEYWORD : SecretState.IDLE;
        }
    }

    private boolean doubtful() {
        boolean doubtful = lexer.contentEnd() == sql.length;
        for (int i = lexer.contentStart(); i < lexer.contentEnd() && !doubtful; i++) {
            doubtful = sql[i] == '\'' || sql[i] == '"';
        }
        return doubtful;
    }

    /** Of a table of accounts nothing is shown that a statement puts into it. */
    private void noteColumn() {
        boolean accounts = afterMysql && (lexer.wordIs("user") || lexer.wordIs("global_priv"));
        takeAllLiterals |= inserts && (accounts || lexer.wordIs("authentication_string"));
        afterMysql = lexer.wordIs("mysql");
    }

    private void onComment() {
        if (SecretHint.in(sql, lexer.contentStart(), lexer.contentEnd())) {
            take(lexer.contentStart(), lexer.contentEnd());
        }
    }

    private void onWord() {
        boolean wasAfterSet = afterSet;
        afterSet = lexer.wordIs("set");
        if (!begun) {
            begun = true;
            inserts = lexer.wordIs("insert") || lexer.wordIs("replace");
            kills = lexer.wordIs("kill");
        }
        noteColumn();
        if (state == SecretState.ACCOUNT && !lexer.wordIs("to")) {
            return;
        }
        if (sql[lexer.start()] == '_') {
            return;
        }
        if (isDigit(sql[lexer.start()]) && state != SecretState.SECRET && secretNext()) {
            takeUnquoted();
        } else if (lexer.wordIs("identified") || lexer.wordIs("challenge_response")) {
            identified = true;
            state = SecretState.IDLE;
        } else if (SecretWords.encrypts(lexer)) {
            state = SecretState.CALL;
        } else if (SecretWords.names(lexer)) {
            setPassword |= wasAfterSet && lexer.wordIs("password");
            state = SecretState.KEYWORD;
        } else if (setPassword && lexer.wordIs("for")) {
            state = SecretState.ACCOUNT;
        } else if (introducesSecret()) {
            state = SecretState.SECRET;
        } else if (lexer.wordIs("redirect_url") || (lexer.wordIs("connection") && !kills)) {
            state = SecretState.KEYWORD;
        } else if (state == SecretState.SECRET && !lexer.wordIs("random")) {
            takeUnquoted();
        } else {
            state = state == SecretState.VALUE ? SecretState.CALL : SecretState.IDLE;
        }
    }

    private boolean introducesSecret() {
        if (identified && (lexer.wordIs("by") || lexer.wordIs("using") || lexer.wordIs("as"))) {
            return true;
        }
        return ((identified || setPassword) && lexer.wordIs("replace"))
                || (state == SecretState.ACCOUNT && lexer.wordIs("to"));
    }

    private void onSymbol(byte symbol) {
        afterSet = false;
        if (symbol == '?') {
            secretParameters.set(parameter++, depth > 0 || armed());
        }
        if (symbol == ';') {
            startStatement();
        } else if (symbol == '(' && (depth > 0 || armed())) {
            depth++;
            state = SecretState.IDLE;
        } else if (symbol == ')' && depth > 0) {
            depth--;
            state = SecretState.IDLE;
        } else if (symbol == '=' && (state == SecretState.KEYWORD || state == SecretState.ACCOUNT)) {
            state = setPassword ? SecretState.SECRET : SecretState.VALUE;
        } else if (state == SecretState.SECRET && "?@,:)=".indexOf(symbol) < 0) {
            takeUnquoted();
        } else if (state != SecretState.ACCOUNT && !(symbol == ':' && state == SecretState.KEYWORD)) {
            state = SecretState.IDLE;
        }
    }

    private boolean armed() {
        return state == SecretState.KEYWORD
                || state == SecretState.VALUE
                || state == SecretState.CALL
                || state == SecretState.SECRET;
    }

    /** Somebody forgot the quotes: the server will refuse it, but the password is there. */
    private void takeUnquoted() {
        int end = lexer.start();
        while (end < sql.length && !SqlLexer.isSpace(sql[end]) && sql[end] != ';' && sql[end] != ',') {
            end++;
        }
        take(lexer.start(), end);
        lexer.moveTo(end);
        state = SecretState.AFTER;
    }

    private void startStatement() {
        state = SecretState.IDLE;
        depth = 0;
        identified = false;
        setPassword = false;
        takeAllLiterals = false;
        begun = false;
        inserts = false;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private void take(int from, int to) {
        if (from >= to) {
            return;
        }
        if (size == found.length) {
            found = Arrays.copyOf(found, Math.max(8, size * 2));
        }
        found[size++] = from;
        found[size++] = to;
        lexer.moveTo(to);
    }
}
