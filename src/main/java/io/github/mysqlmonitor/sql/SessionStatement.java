package io.github.mysqlmonitor.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;

/**
 * What a statement does to its session, as far as its first words tell.
 *
 * @param name of USE the schema, of SET NAMES the character set, else empty
 * @param number of KILL the connection id, else -1
 */
public record SessionStatement(Verb verb, String name, long number) {
    public static final SessionStatement OTHER = new SessionStatement(Verb.OTHER, "", -1);

    /** The kinds that matter to who follows a session. */
    public enum Verb {
        USE,
        /** SET NAMES, SET CHARACTER SET and SET character_set_client. */
        SET_CHARSET,
        KILL_CONNECTION,
        KILL_QUERY,
        BEGIN,
        COMMIT,
        /** Of the whole transaction. */
        ROLLBACK,
        XA,
        CALL,
        /** DDL and others before which the server commits. */
        IMPLICIT_COMMIT,
        OTHER
    }

    /** The statement that begins at an offset. */
    public static SessionStatement of(byte[] sql, int from) {
        return nth(sql, from, 0);
    }

    /**
     * One of several statements.
     *
     * @param from where the first begins
     * @param index which, from 0
     */
    public static SessionStatement nth(byte[] sql, int from, int index) {
        if (index == 0 && isCommon(sql, from)) {
            return OTHER;
        }
        SqlLexer lexer = new SqlLexer(sql, SqlDialect.MYSQL);
        lexer.moveTo(from);
        SqlLexer.Kind kind = word(lexer);
        for (int skipped = 0; skipped < index; skipped++) {
            if (kind == SqlLexer.Kind.WORD && (lexer.wordIs("create") || lexer.wordIs("alter"))) {
                // The body of a routine holds semicolons of its own.
                return OTHER;
            }
            while (kind != SqlLexer.Kind.END && !isSemicolon(lexer, kind, sql)) {
                kind = lexer.next();
            }
            kind = word(lexer);
        }
        return kind == SqlLexer.Kind.WORD ? verb(lexer, sql) : OTHER;
    }

    /** Most statements begin with one of a few words that change nothing here; they cost no object. */
    private static boolean isCommon(byte[] sql, int from) {
        int at = from;
        while (at < sql.length && SqlLexer.isSpace(sql[at])) {
            at++;
        }
        return SqlLexer.matches(sql, at, sql.length, "select")
                || SqlLexer.matches(sql, at, sql.length, "insert")
                || SqlLexer.matches(sql, at, sql.length, "update")
                || SqlLexer.matches(sql, at, sql.length, "delete");
    }

    private static boolean isSemicolon(SqlLexer lexer, SqlLexer.Kind kind, byte[] sql) {
        return kind == SqlLexer.Kind.SYMBOL && sql[lexer.start()] == ';';
    }

    /** Steps to the next token that is no comment. */
    private static SqlLexer.Kind word(SqlLexer lexer) {
        SqlLexer.Kind kind = lexer.next();
        while (kind == SqlLexer.Kind.COMMENT) {
            kind = lexer.next();
        }
        return kind;
    }

    private static SessionStatement verb(SqlLexer lexer, byte[] sql) {
        return switch (text(lexer, sql).toLowerCase(Locale.ROOT)) {
            case "use" -> new SessionStatement(Verb.USE, nameAfter(lexer, sql), -1);
            case "set" -> set(lexer, sql);
            case "kill" -> kill(lexer, sql);
            case "begin" -> of(Verb.BEGIN);
            case "start" -> nextIs(lexer, "transaction") ? of(Verb.BEGIN) : OTHER;
            case "commit" -> of(Verb.COMMIT);
            case "rollback" -> rollback(lexer);
            case "xa" -> of(Verb.XA);
            case "call" -> of(Verb.CALL);
            case "create",
                    "alter",
                    "drop",
                    "truncate",
                    "rename",
                    "grant",
                    "revoke",
                    "lock",
                    "unlock",
                    "analyze",
                    "optimize",
                    "repair",
                    "check",
                    "install",
                    "uninstall",
                    "flush",
                    "reset",
                    "change" -> of(Verb.IMPLICIT_COMMIT);
            default -> OTHER;
        };
    }

    private static SessionStatement of(Verb verb) {
        return new SessionStatement(verb, "", -1);
    }

    private static SessionStatement rollback(SqlLexer lexer) {
        SqlLexer.Kind kind = word(lexer);
        if (kind == SqlLexer.Kind.WORD && lexer.wordIs("work")) {
            kind = word(lexer);
        }
        return kind == SqlLexer.Kind.WORD && lexer.wordIs("to") ? OTHER : of(Verb.ROLLBACK);
    }

    private static SessionStatement set(SqlLexer lexer, byte[] sql) {
        SqlLexer.Kind kind = word(lexer);
        if (kind == SqlLexer.Kind.WORD && lexer.wordIs("names")) {
            return new SessionStatement(Verb.SET_CHARSET, nameAfter(lexer, sql), -1);
        }
        if (kind == SqlLexer.Kind.WORD && (lexer.wordIs("character") || lexer.wordIs("char"))) {
            return nextIs(lexer, "set") ? new SessionStatement(Verb.SET_CHARSET, nameAfter(lexer, sql), -1) : OTHER;
        }
        while (kind == SqlLexer.Kind.SYMBOL && sql[lexer.start()] == '@'
                || kind == SqlLexer.Kind.SYMBOL && sql[lexer.start()] == '.'
                || kind == SqlLexer.Kind.WORD && (lexer.wordIs("session") || lexer.wordIs("local"))) {
            kind = word(lexer);
        }
        if (kind == SqlLexer.Kind.WORD && lexer.wordIs("character_set_client")) {
            SqlLexer.Kind sign = word(lexer);
            if (sign == SqlLexer.Kind.SYMBOL && sql[lexer.start()] == ':') {
                sign = word(lexer);
            }
            return sign == SqlLexer.Kind.SYMBOL
                    ? new SessionStatement(Verb.SET_CHARSET, nameAfter(lexer, sql), -1)
                    : OTHER;
        }
        return OTHER;
    }

    private static SessionStatement kill(SqlLexer lexer, byte[] sql) {
        Verb verb = Verb.KILL_CONNECTION;
        SqlLexer.Kind kind = word(lexer);
        while (kind == SqlLexer.Kind.WORD && !isDigit(sql[lexer.start()])) {
            verb = lexer.wordIs("query") ? Verb.KILL_QUERY : verb;
            kind = word(lexer);
        }
        if (kind != SqlLexer.Kind.WORD) {
            return OTHER;
        }
        long id = 0;
        for (int i = lexer.start(); i < lexer.contentEnd(); i++) {
            if (!isDigit(sql[i]) || id > Integer.MAX_VALUE * 4L) {
                return OTHER;
            }
            id = id * 10 + sql[i] - '0';
        }
        return new SessionStatement(verb, "", id);
    }

    private static boolean nextIs(SqlLexer lexer, String word) {
        return word(lexer) == SqlLexer.Kind.WORD && lexer.wordIs(word);
    }

    private static String nameAfter(SqlLexer lexer, byte[] sql) {
        return switch (word(lexer)) {
            case NAME, STRING, WORD -> text(lexer, sql).replace("``", "`");
            default -> "";
        };
    }

    private static String text(SqlLexer lexer, byte[] sql) {
        return new String(sql, lexer.contentStart(), lexer.contentEnd() - lexer.contentStart(), UTF_8);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
