package io.github.mysqlmonitor.sql;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tokens of a digest, as numbers: an ASCII symbol is its own number, then come those below, then the words of all
 * servers under the spelling that digests use.
 */
final class Token {
    static final int END = 0;
    static final int VALUE = 128;
    /** Two or more values with commas. */
    static final int VALUES = 129;
    /** One value in parentheses. */
    static final int ROW_OF_ONE = 130;

    static final int ROWS_OF_ONE = 131;
    static final int ROW_OF_MANY = 132;
    static final int ROWS_OF_MANY = 133;
    static final int IN_LIST = 134;
    static final int NAME = 135;
    /** A name with {@code @} directly behind it, in a hint. */
    static final int NAME_AT = 136;
    /** The number of a column, behind ORDER BY or GROUP BY. */
    static final int COLUMN_NUMBER = 137;

    static final int HINT_OPEN = 138;
    static final int HINT_CLOSE = 139;
    static final int CHARSET = 140;
    /** What the server itself has no name for: $$…$$ in MySQL, x'…' in MariaDB. */
    static final int UNKNOWN = 141;

    static final int SET_VAR = 142;
    static final int ARROW = 143;
    static final int LONG_ARROW = 144;
    static final int NOT_EQUAL = 145;
    static final int LESS_EQUAL = 146;
    static final int GREATER_EQUAL = 147;
    static final int NULL_SAFE_EQUAL = 148;
    static final int SHIFT_LEFT = 149;
    static final int SHIFT_RIGHT = 150;
    static final int AND_AND = 151;
    static final int OR_OR = 152;
    /** The equals sign in a hint, which is no comparison. */
    static final int HINT_EQUAL = 153;
    /** From here on there are words. */
    static final int FIRST_WORD = 256;

    private static final Map<String, Integer> WORDS = words();
    private static final String[] TEXTS = texts();

    static final int BINARY = word("BINARY");
    static final int BY = word("BY");
    static final int CASE = word("CASE");
    static final int CHANGE = word("CHANGE");
    static final int DESC = word("DESC");
    static final int IN = word("IN");
    static final int NOT = word("NOT");
    static final int NULL = word("NULL");
    static final int ROLLUP = word("ROLLUP");
    static final int SELECT = word("SELECT");
    static final int WITH = word("WITH");

    private Token() {}

    /** The number of a word that some server knows; throws if none does. */
    static int word(String text) {
        Integer token = WORDS.get(text);
        if (token == null) {
            throw new IllegalArgumentException("no server knows the word " + text);
        }
        return token;
    }

    /** How many numbers there are, for tables by token. */
    static int count() {
        return TEXTS.length;
    }

    /** How a digest shows it; names and column numbers show their own text. */
    static String text(int token) {
        return TEXTS[token];
    }

    private static Map<String, Integer> words() {
        TreeSet<String> texts = new TreeSet<>();
        for (String file : Keywords.FILES) {
            Keywords.read(file, entry -> texts.add(entry.text()));
        }
        Map<String, Integer> words = new TreeMap<>();
        for (String text : texts) {
            words.put(text, FIRST_WORD + words.size());
        }
        return words;
    }

    private static String[] texts() {
        String[] texts = new String[FIRST_WORD + WORDS.size()];
        for (int i = 0; i < VALUE; i++) {
            texts[i] = String.valueOf((char) i);
        }
        String[] special = {
            "?",
            "?, ...",
            "(?)",
            "(?) /* , ... */",
            "(...)",
            "(...) /* , ... */",
            "IN (...)",
            "",
            "",
            "",
            "/*+",
            "*/",
            "(_charset)",
            "(unknown)",
            ":=",
            "->",
            "->>",
            "!=",
            "<=",
            ">=",
            "<=>",
            "<<",
            ">>",
            "&&",
            "||",
            "="
        };
        System.arraycopy(special, 0, texts, VALUE, special.length);
        for (int i = VALUE + special.length; i < FIRST_WORD; i++) {
            texts[i] = "";
        }
        WORDS.forEach((text, token) -> texts[token] = text);
        return texts;
    }
}
