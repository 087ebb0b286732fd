package io.github.mysqlmonitor.sql;

import java.nio.charset.StandardCharsets;
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
    private static final int MAX_PARAMETERS = 65_535;
    private final byte[] sql;
    private final SqlLexer lexer;
    private final SecretRanges found = new SecretRanges();
    private SecretState state = SecretState.IDLE;
    private int depth;
    private boolean takeAllLiterals;
    private boolean ambiguous;
    /** In the parentheses of a function that somebody called where a password should be. */
    private boolean takeWords;

    private int parameter;
    private final SecretContext context = new SecretContext();
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

    /** As {@link #ranges(byte[])} of the text's bytes in UTF-8, which are seldom needed. */
    public static int[] ranges(String text) {
        return SecretWords.in(text) ? ranges(text.getBytes(StandardCharsets.UTF_8)) : NONE;
    }

    /**
     * Tells which of a statement's {@code ?} stand for a secret, counted from 0.
     *
     * @param cut whether the text is the beginning of a statement only; then all later ones may be secret
     */
    public static BitSet parameters(byte[] sql, boolean cut) {
        if (!cut && !SecretWords.in(sql)) {
            return new BitSet();
        }
        SecretMask mask = new SecretMask(sql);
        mask.find();
        if (cut) {
            mask.secretParameters.set(mask.parameter, MAX_PARAMETERS);
        }
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
        return found.toArray();
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
            return;
        }
        takeAllLiterals |= context.fillsAccounts(lexer);
        if (state == SecretState.SECRET || takesWords()) {
            take(lexer.contentStart(), lexer.contentEnd());
            lexer.moveTo(lexer.contentEnd() + 1);
            state = depth > 0 ? SecretState.IDLE : SecretState.AFTER;
        } else if (state != SecretState.ACCOUNT) {
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

    private void onComment() {
        if (SecretHint.in(sql, lexer.contentStart(), lexer.contentEnd())) {
            take(lexer.contentStart(), lexer.contentEnd());
        }
    }

    private void onWord() {
        context.word(lexer);
        // Of a table of accounts nothing is shown that a statement puts into it.
        takeAllLiterals |= context.fillsAccounts(lexer);
        if (state == SecretState.ACCOUNT && !lexer.wordIs("to")) {
            return;
        }
        if (sql[lexer.start()] == '_' && (next("'\"") || (state != SecretState.SECRET && !takesWords()))) {
            return;
        }
        if (takesWords()) {
            take(lexer.start(), lexer.contentEnd());
        } else if (SqlScanner.isDigit(sql[lexer.start()]) && state != SecretState.SECRET && secretNext()) {
            takeUnquoted();
        } else if (lexer.wordIs("identified") || lexer.wordIs("challenge_response")) {
            state = SecretState.IDLE;
        } else if (SecretWords.encrypts(lexer)) {
            state = SecretState.CALL;
        } else if (SecretWords.names(lexer)) {
            boolean hashFollows = state == SecretState.SECRET && lexer.wordIs("password");
            state = hashFollows || context.serverOptions() ? SecretState.SECRET : SecretState.KEYWORD;
        } else if (context.setsPassword() && lexer.wordIs("for")) {
            state = SecretState.ACCOUNT;
        } else if (context.introducesSecret(lexer) || (state == SecretState.ACCOUNT && lexer.wordIs("to"))) {
            state = SecretState.SECRET;
        } else if (lexer.wordIs("redirect_url") || (lexer.wordIs("connection") && !context.kills())) {
            state = SecretState.KEYWORD;
        } else if (state == SecretState.SECRET && !lexer.wordIs("random")) {
            takeWordOrCall();
        } else {
            state = state == SecretState.VALUE ? SecretState.CALL : SecretState.IDLE;
        }
    }

    private void takeWordOrCall() {
        if (!next("(")) {
            takeUnquoted();
        } else if (context.strict()) {
            take(lexer.start(), lexer.contentEnd());
        } else {
            state = SecretState.CALL;
        }
    }

    private boolean takesWords() {
        return takeWords && depth > 0;
    }

    private boolean next(String symbols) {
        return SecretWords.followedBy(sql, lexer.contentEnd(), symbols);
    }

    private void onSymbol(byte symbol) {
        context.symbol();
        if (symbol == '?') {
            secretParameters.set(parameter++, depth > 0 || takeAllLiterals || armed());
        }
        if (symbol == ';') {
            startStatement();
        } else if (symbol == '(' && (depth > 0 || armed())) {
            takeWords |= depth == 0 && state == SecretState.SECRET && context.strict();
            depth++;
            state = SecretState.IDLE;
        } else if (symbol == ')' && depth > 0) {
            depth--;
            takeWords &= depth > 0;
            state = SecretState.IDLE;
        } else if (symbol == '=' && (state == SecretState.KEYWORD || state == SecretState.ACCOUNT)) {
            state = context.assigns() ? SecretState.SECRET : SecretState.VALUE;
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
        while (end < sql.length
                && !SqlLexer.isSpace(sql[end])
                && sql[end] != ';'
                && sql[end] != ','
                && (depth == 0 || sql[end] != ')')) {
            end++;
        }
        take(lexer.start(), end);
        lexer.moveTo(end);
        state = SecretState.AFTER;
    }

    private void startStatement() {
        state = SecretState.IDLE;
        depth = 0;
        takeAllLiterals = false;
        takeWords = false;
        context.reset();
    }

    private void take(int from, int to) {
        if (from < to) {
            found.add(from, to);
            lexer.moveTo(to);
        }
    }
}
