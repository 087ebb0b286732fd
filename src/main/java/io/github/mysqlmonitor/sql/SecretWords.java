package io.github.mysqlmonitor.sql;

/** The words without which SQL text holds no secret, so that most texts need no second look. */
final class SecretWords {
    private SecretWords() {}

    static boolean in(byte[] sql) {
        int before = 0;
        for (int at = 0; at < sql.length; at++) {
            int letter = (sql[at] | 0x20) & 0xFF;
            String word = startingWith(before, letter);
            if (word != null && SqlLexer.matches(sql, at - 1, sql.length, word)) {
                return true;
            }
            before = letter;
        }
        return false;
    }

    /** True at least if it is for the bytes of the text in UTF-8. */
    static boolean in(String text) {
        int before = 0;
        for (int at = 0; at < text.length(); at++) {
            int letter = text.charAt(at) | 0x20;
            String word = startingWith(before, letter);
            if (word != null && text.regionMatches(true, at - 1, word, 0, word.length())) {
                return true;
            }
            before = letter;
        }
        return false;
    }

    /** Two letters decide before a whole word is compared; null if none begins with them. */
    private static String startingWith(int first, int second) {
        return switch (first << 16 | second) {
            case 'i' << 16 | 'd' -> "identified";
            case 'p' << 16 | 'a' -> "password";
            case 'r' << 16 | 'e' -> "redirect_url";
            case 'c' << 16 | 'o' -> "connection";
            case 'c' << 16 | 'h' -> "challenge_response";
            case 'a' << 16 | 'u' -> "authentication_string";
            case 'a' << 16 | 'e' -> "aes_";
            case 'd' << 16 | 'e' -> "des_";
            case 'm' << 16 | 'y' -> "mysql";
            default -> null;
        };
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
