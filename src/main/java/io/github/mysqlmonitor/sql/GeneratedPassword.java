package io.github.mysqlmonitor.sql;

/** Recognises the statements that the server answers with a password it made up, such as {@code SET PASSWORD TO RANDOM}. */
public final class GeneratedPassword {
    private GeneratedPassword() {}

    public static boolean in(byte[] sql) {
        boolean random = false;
        boolean password = false;
        for (int at = 0; at < sql.length && !(random && password); at++) {
            int lower = sql[at] | 0x20;
            random |= lower == 'r' && SqlLexer.matches(sql, at, sql.length, "random");
            password |= lower == 'p' && SqlLexer.matches(sql, at, sql.length, "password");
        }
        return random && password;
    }
}
