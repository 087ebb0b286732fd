package io.github.mysqlmonitor.sink.json;

import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;

/**
 * Escapes also what JSON allows to stand for itself but what would steer a terminal, end a line for some readers, or be
 * invisible.
 */
final class TextEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    private final int[] ascii = standardAsciiEscapesForJSON();

    TextEscapes() {
        ascii[0x7f] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        return ascii.clone();
    }

    @Override
    public SerializableString getEscapeSequence(int character) {
        boolean unsafe = character < 0xa0
                || character == 0x2028
                || character == 0x2029
                || Character.getType(character) == Character.FORMAT;
        return unsafe && character >= 0x7f ? new SerializedString(String.format("\\u%04x", character)) : null;
    }

    /** Replaces halves of surrogate pairs, which JSON cannot carry. */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return repaired(text);
            }
        }
        return text;
    }

    private static String repaired(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> Character.MIN_SURROGATE <= point && point <= Character.MAX_SURROGATE ? 0xfffd : point)
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}
