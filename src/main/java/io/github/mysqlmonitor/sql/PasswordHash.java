package io.github.mysqlmonitor.sql;

/** What accounts' passwords look like where the server keeps them, as in {@code mysql.user}. */
public final class PasswordHash {
    private static final int NATIVE_LENGTH = 41;

    private PasswordHash() {}

    /** Whether the text as a whole is one: {@code *} and 40 hex digits, or {@code $A$005$…}. */
    public static boolean is(CharSequence text) {
        if (text.length() < NATIVE_LENGTH) {
            return false;
        }
        if (text.charAt(0) == '*') {
            return text.length() == NATIVE_LENGTH && text.chars().skip(1).allMatch(c -> Character.digit(c, 16) >= 0);
        }
        return text.charAt(0) == '$' && text.charAt(1) == 'A' && text.charAt(2) == '$' && text.charAt(6) == '$';
    }
}
