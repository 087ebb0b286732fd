package io.github.mysqlmonitor.sql;

/** Counts the parameters of a statement before a server has told how many there are. */
public final class Placeholders {
    private Placeholders() {}

    /** How many {@code ?} stand outside of literals, names and comments. */
    public static int count(byte[] sql, SqlDialect dialect) {
        SqlLexer lexer = new SqlLexer(sql, dialect);
        int count = 0;
        for (SqlLexer.Kind kind = lexer.next(); kind != SqlLexer.Kind.END; kind = lexer.next()) {
            boolean quoted =
                    kind == SqlLexer.Kind.STRING || kind == SqlLexer.Kind.NAME || kind == SqlLexer.Kind.COMMENT;
            count += !quoted && sql[lexer.start()] == '?' ? 1 : 0;
        }
        return count;
    }
}
