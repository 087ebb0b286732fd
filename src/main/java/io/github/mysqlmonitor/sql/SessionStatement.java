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
        /** DROP DATABASE; the server commits before. */
        DROP_SCHEMA,
        /** MariaDB's BEGIN NOT ATOMIC, which begins no transaction. */
        BLOCK,
        /** DDL and others before which the server commits. */
        IMPLICIT_COMMIT,
        OTHER
    }

    /** The statement that begins at an offset; for several of them there is {@link SessionStatements}. */
    public static SessionStatement of(byte[] sql, int from) {
        return isCommon(sql, from) ? OTHER : new SessionStatements(sql, from).next();
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

    /** Steps to the next token that is no comment. */
    static SqlLexer.Kind word(SqlLexer lexer) {
        SqlLexer.Kind kind = lexer.next();
        while (kind == SqlLexer.Kind.COMMENT) {
            kind = lexer.next();
        }
        return kind;
    }

    /** Reads on behind the first word. */
    static SessionStatement verb(SqlLexer lexer, byte[] sql) {
        return switch (text(lexer, sql).toLowerCase(Locale.ROOT)) {
            case "use" -> new SessionStatement(Verb.USE, nameAfter(lexer, sql), -1);
            case "set" -> set(lexer, sql);
            case "kill" -> kill(lexer, sql);
            case "begin" -> of(nextIs(lexer, "not") ? Verb.BLOCK : Verb.BEGIN);
            case "drop" -> drop(lexer, sql);
            case "start" -> nextIs(lexer, "transaction") ? of(Verb.BEGIN) : OTHER;
            case "commit" -> of(Verb.COMMIT);
            case "rollback" -> rollback(lexer);
            case "xa" -> of(Verb.XA);
            case "call" -> of(Verb.CALL);
            case "create",
                    "alter",
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

    private static SessionStatement drop(SqlLexer lexer, byte[] sql) {
        SqlLexer.Kind kind = word(lexer);
        if (kind != SqlLexer.Kind.WORD || !(lexer.wordIs("database") || lexer.wordIs("schema"))) {
            return of(Verb.IMPLICIT_COMMIT);
        }
        kind = word(lexer);
        if (kind == SqlLexer.Kind.WORD && lexer.wordIs("if")) {
            word(lexer);
            kind = word(lexer);
        }
        return new SessionStatement(Verb.DROP_SCHEMA, name(kind, lexer, sql), -1);
    }

    /** Of several assignments the last that changes the character set counts. */
    private static SessionStatement set(SqlLexer lexer, byte[] sql) {
        SessionStatement found = OTHER;
        SqlLexer.Kind kind = word(lexer);
        while (kind != SqlLexer.Kind.END && !at(lexer, sql, ';')) {
            SessionStatement assignment = assignment(kind, lexer, sql);
            found = assignment.verb == Verb.OTHER ? found : assignment;
            int depth = 0;
            while (kind != SqlLexer.Kind.END && !at(lexer, sql, ';') && (depth > 0 || !at(lexer, sql, ','))) {
                depth += at(lexer, sql, '(') ? 1 : at(lexer, sql, ')') ? -1 : 0;
                kind = word(lexer);
            }
            kind = at(lexer, sql, ',') ? word(lexer) : kind;
        }
        return found;
    }

    private static SessionStatement assignment(SqlLexer.Kind first, SqlLexer lexer, byte[] sql) {
        SqlLexer.Kind kind = first;
        if (kind == SqlLexer.Kind.WORD && lexer.wordIs("names")) {
            return charset(lexer, sql);
        }
        if (kind == SqlLexer.Kind.WORD && lexer.wordIs("charset")) {
            return charset(lexer, sql);
        }
        if (kind == SqlLexer.Kind.WORD && (lexer.wordIs("character") || lexer.wordIs("char"))) {
            return nextIs(lexer, "set") ? charset(lexer, sql) : OTHER;
        }
        while (at(lexer, sql, '@')
                || at(lexer, sql, '.')
                || kind == SqlLexer.Kind.WORD && (lexer.wordIs("session") || lexer.wordIs("local"))) {
            kind = word(lexer);
        }
        if (kind != SqlLexer.Kind.WORD || !lexer.wordIs("character_set_client")) {
            return OTHER;
        }
        word(lexer);
        if (at(lexer, sql, ':')) {
            word(lexer);
        }
        return at(lexer, sql, '=') ? charset(lexer, sql) : OTHER;
    }

    private static SessionStatement charset(SqlLexer lexer, byte[] sql) {
        return new SessionStatement(Verb.SET_CHARSET, nameAfter(lexer, sql), -1);
    }

    /** Whether the token just read is this symbol: no other begins with one. */
    private static boolean at(SqlLexer lexer, byte[] sql, char symbol) {
        return lexer.start() < sql.length && sql[lexer.start()] == symbol;
    }

    private static SessionStatement kill(SqlLexer lexer, byte[] sql) {
        Verb verb = Verb.KILL_CONNECTION;
        SqlLexer.Kind kind = word(lexer);
        while (kind == SqlLexer.Kind.WORD && !isDigit(sql[lexer.start()])) {
            if (lexer.wordIs("id") || lexer.wordIs("user")) {
                // MariaDB: a query's own id, or an account.
                return OTHER;
            }
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
        return name(word(lexer), lexer, sql);
    }

    private static String name(SqlLexer.Kind kind, SqlLexer lexer, byte[] sql) {
        return switch (kind) {
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
