package io.github.mysqlmonitor.sink.text;

/**
 * Makes text from the wire harmless for terminals and for readers: nobody shall be able to move the cursor, start a new
 * line or turn the direction of writing by what he sends through the proxy.
 */
final class SafeText {
    private SafeText() {}

    /** Replaces all unsafe characters from this index on by escapes such as {@code \n}, {@code \x1b}, {@code \u202e}. */
    static void escape(StringBuilder text, int from) {
        int length = text.length();
        for (int i = from; i < length; i++) {
            if (isUnsafe(text, i)) {
                String rest = text.substring(i);
                text.setLength(i);
                appendEscaped(text, rest);
                return;
            }
        }
    }

    static boolean isUnsafe(CharSequence text, int index) {
        char c = text.charAt(index);
        if (c < 0x7f) {
            return c < ' ';
        }
        if (c < 0xa0) {
            return true;
        }
        if (Character.isSurrogate(c)) {
            return !isPaired(text, index) || isTag(text, index);
        }
        return c == 0xad || (c >= 0x600 && isFormat(c));
    }

    private static boolean isFormat(char c) {
        return c == '\u2028' || c == '\u2029' || Character.getType(c) == Character.FORMAT;
    }

    private static boolean isPaired(CharSequence text, int index) {
        if (Character.isHighSurrogate(text.charAt(index))) {
            return index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1));
        }
        return index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
    }

    /** Invisible characters beyond the first plane. */
    private static boolean isTag(CharSequence text, int index) {
        int high = Character.isHighSurrogate(text.charAt(index)) ? index : index - 1;
        int codePoint = Character.toCodePoint(text.charAt(high), text.charAt(high + 1));
        return Character.getType(codePoint) == Character.FORMAT;
    }

    private static void appendEscaped(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isUnsafe(text, i)) {
                out.append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c == '\r') {
                out.append("\\r");
            } else if (c == '\t') {
                out.append("\\t");
            } else if (c <= 0xff) {
                out.append("\\x");
                hex(out, c, 2);
            } else {
                out.append("\\u");
                hex(out, c, 4);
            }
        }
    }

    static void hex(StringBuilder out, int value, int digits) {
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            out.append("0123456789abcdef".charAt(value >> shift & 15));
        }
    }
}
