package io.github.mysqlmonitor.sql;

/** The words without which SQL text holds no secret, so that most texts need no second look. */
final class SecretWords {
    private SecretWords() {}

    static boolean in(byte[] sql) {
        int before = 0;
        for (int at = 0; at < sql.length; at++) {
            int letter = sql[at] | 0x20;
            // Two letters decide before a whole word is compared.
            String word = switch (before << 8 | letter & 0xFF) {
                case 'i' << 8 | 'd' -> "identified";
                case 'p' << 8 | 'a' -> "password";
                case 'r' << 8 | 'e' -> "redirect_url";
                case 'c' << 8 | 'o' -> "connection";
                case 'c' << 8 | 'h' -> "challenge_response";
                case 'a' << 8 | 'u' -> "authentication_string";
                case 'a' << 8 | 'e' -> "aes_";
                case 'd' << 8 | 'e' -> "des_";
                case 'm' << 8 | 'y' -> "mysql";
                default -> null;
            };
            if (word != null && SqlLexer.matches(sql, at - 1, sql.length, word)) {
                return true;
            }
            before = letter & 0xFF;
        }
        return false;
    }

    /** Whether one of these comes next, but for space. */
    static boolean followedBy(byte[] sql, int end, String symbols) {
        int at = end;
        while (at < sql.length && SqlLexer.isSpace(sql[at])) {
            at++;
        }
        return at < sql.length && symbols.indexOf(sql[at]) >= 0;
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
