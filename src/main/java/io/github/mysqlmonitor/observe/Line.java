package io.github.mysqlmonitor.observe;

/** Text for one line of a log: whatever would break or disguise the line is written as an escape. */
final class Line {
    private Line() {}

    static void append(StringBuilder out, String text) {
        append(out, text, Integer.MAX_VALUE);
    }

    /** Appends at most {@code limit} characters, then an ellipsis if there were more. */
    static void append(StringBuilder out, String text, int limit) {
        int end = Math.min(text.length(), limit);
        int copied = 0;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (!misleads(c)) {
                continue;
            }
            out.append(text, copied, i);
            copied = i + 1;
            if (c == '\n') {
                out.append("\\n");
            } else if (c == '\r') {
                out.append("\\r");
            } else if (c == '\t') {
                out.append("\\t");
            } else {
                out.append(c < 0x100 ? String.format("\\x%02x", (int) c) : String.format("\\u%04x", (int) c));
            }
        }
        out.append(text, copied, end);
        if (end < text.length()) {
            out.append('…');
        }
    }

    /** Control characters, line separators, and marks that change the direction of writing. */
    private static boolean misleads(char c) {
        if (c >= ' ' && c < 0x7f) {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
