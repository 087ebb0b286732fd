package io.github.mysqlmonitor.sink.json;

/**
 * Writes text in UTF-8 with the escapes that JSON wants, and with others for what JSON allows to stand for itself but what
 * would steer a terminal, end a line for some readers, or be invisible. Halves of surrogate pairs, which JSON cannot carry,
 * become U+FFFD.
 */
final class TextEscapes {
    private static final String UPPER = "0123456789ABCDEF";
    private static final String LOWER = "0123456789abcdef";
    private static final char REPLACEMENT = '\ufffd';

    /** Of each ASCII character: 0 for itself, a letter behind a backslash, or 'u' for its number. */
    private static final byte[] ASCII = new byte[0x80];

    static {
        for (int c = 0; c < ' '; c++) {
            ASCII[c] = 'u';
        }
        ASCII['\b'] = 'b';
        ASCII['\t'] = 't';
        ASCII['\n'] = 'n';
        ASCII['\f'] = 'f';
        ASCII['\r'] = 'r';
        ASCII['"'] = '"';
        ASCII['\\'] = '\\';
        ASCII[0x7f] = 'u';
    }

    private TextEscapes() {}

    /** Appends the text without quotes around it. Runs of harmless characters, so most texts, are copied as a whole. */
    static void append(LineBuffer out, String text) {
        int copied = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80 && ASCII[c] == 0) {
                continue;
            }
            out.ascii(text, copied, i);
            if (c < 0x80) {
                escape(out, c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                fourBytes(out, Character.toCodePoint(c, text.charAt(++i)));
            } else {
                beyondAscii(out, Character.isSurrogate(c) ? REPLACEMENT : c);
            }
            copied = i + 1;
        }
        out.ascii(text, copied, text.length());
    }

    private static void escape(LineBuffer out, char c) {
        out.append('\\');
        out.append(ASCII[c]);
        if (ASCII[c] == 'u') {
            hex(out, c, UPPER);
        }
    }

    private static void beyondAscii(LineBuffer out, char c) {
        if (c < 0xa0 || c == 0x2028 || c == 0x2029 || Character.getType(c) == Character.FORMAT) {
            out.append('\\');
            out.append('u');
            hex(out, c, LOWER);
        } else if (c < 0x800) {
            out.append(0xc0 | c >> 6);
            out.append(tail(c));
        } else {
            out.append(0xe0 | c >> 12);
            out.append(tail(c >> 6));
            out.append(tail(c));
        }
    }

    private static void fourBytes(LineBuffer out, int codePoint) {
        out.append(0xf0 | codePoint >> 18);
        out.append(tail(codePoint >> 12));
        out.append(tail(codePoint >> 6));
        out.append(tail(codePoint));
    }

    private static int tail(int bits) {
        return 0x80 | bits & 0x3f;
    }

    private static void hex(LineBuffer out, char c, String digits) {
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(digits.charAt(c >> shift & 15));
        }
    }
}
