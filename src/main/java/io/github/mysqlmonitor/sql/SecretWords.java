package io.github.mysqlmonitor.sql;

/** The words without which SQL text holds no secret, so that most texts need no second look. */
final class SecretWords {
    private SecretWords() {}

    static boolean in(byte[] sql) {
        for (int at = 0; at < sql.length; at++) {
            boolean found = switch (sql[at] | 0x20) {
                case 'i' -> SqlLexer.matches(sql, at, sql.length, "identified");
                case 'p' -> SqlLexer.matches(sql, at, sql.length, "password");
                case 'r' -> SqlLexer.matches(sql, at, sql.length, "redirect_url");
                case 'c' ->
                    SqlLexer.matches(sql, at, sql.length, "connection")
                            || SqlLexer.matches(sql, at, sql.length, "challenge_response");
                case 'a' ->
                    SqlLexer.matches(sql, at, sql.length, "authentication_string")
                            || SqlLexer.matches(sql, at, sql.length, "aes_");
                case 'd' -> SqlLexer.matches(sql, at, sql.length, "des_");
                case 'm' -> SqlLexer.matches(sql, at, sql.length, "mysql");
                default -> false;
            };
            if (found) {
                return true;
            }
        }
        return false;
    }

    /** Whether the value of a column, variable or option of this name is a secret. */
    static boolean names(SqlLexer token) {
        return token.wordEndsWith("password") || token.wordIs("authentication_string");
    }

    /** Whether it is a function that takes a key. */
    static boolean encrypts(SqlLexer token) {
        return token.wordIs("aes_encrypt")
                || token.wordIs("aes_decrypt")
                || token.wordIs("des_encrypt")
                || token.wordIs("des_decrypt");
    }
}
