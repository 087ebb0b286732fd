package io.github.mysqlmonitor.sql;

import io.github.mysqlmonitor.sql.SessionStatement.Verb;

/** Goes through the statements of one text in order; all together they cost one reading of the text. */
public final class SessionStatements {
    private final byte[] sql;
    private final SqlLexer lexer;
    private boolean ended;

    /** @param from where the first statement begins */
    public SessionStatements(byte[] sql, int from) {
        this.sql = sql;
        this.lexer = new SqlLexer(sql, SqlDialect.MYSQL);
        lexer.moveTo(from);
    }

    /** The next statement; {@link SessionStatement#OTHER} behind the last, and for what nobody need know. */
    public SessionStatement next() {
        if (ended) {
            return SessionStatement.OTHER;
        }
        SqlLexer.Kind kind = SessionStatement.word(lexer);
        while (kind != SqlLexer.Kind.END && atSemicolon()) {
            kind = SessionStatement.word(lexer);
        }
        // The body of a routine or a block holds semicolons of its own.
        boolean routine = kind == SqlLexer.Kind.WORD && (lexer.wordIs("create") || lexer.wordIs("alter"));
        SessionStatement statement =
                kind == SqlLexer.Kind.WORD ? SessionStatement.verb(lexer, sql) : SessionStatement.OTHER;
        if (routine || statement.verb() == Verb.BLOCK) {
            ended = true;
        } else {
            skip();
        }
        return statement;
    }

    /** To the semicolon behind the statement, which may be what was read last. */
    private void skip() {
        while (!ended && !atSemicolon()) {
            ended = lexer.next() == SqlLexer.Kind.END;
        }
    }

    private boolean atSemicolon() {
        return lexer.start() < sql.length && sql[lexer.start()] == ';';
    }
}
