package io.github.mysqlmonitor.sink.text;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The bytes of a packet, as indented lines that cannot be taken for lines of the log. */
final class PayloadText {
    private static final String INDENT = "    ";
    private static final int ROW = 16;

    private PayloadText() {}

    /** @param missing how many bytes of the packet were not kept */
    static void append(StringBuilder out, PayloadMode mode, byte[] payload, long missing) {
        switch (mode) {
            case HEX -> hexDump(out, payload);
            case TEXT -> text(out, payload);
            default -> {
                return;
            }
        }
        if (missing > 0) {
            out.append(INDENT).append("… ").append(missing).append(" more bytes\n");
        }
    }

    private static void hexDump(StringBuilder out, byte[] payload) {
        for (int row = 0; row < payload.length; row += ROW) {
            out.append(INDENT);
            SafeText.hex(out, row, 8);
            for (int i = row; i < row + ROW; i++) {
                out.append(i % 8 == 0 ? "  " : " ");
                if (i < payload.length) {
                    SafeText.hex(out, payload[i] & 0xff, 2);
                } else {
                    out.append("  ");
                }
            }
            out.append("  |");
            for (int i = row; i < Math.min(row + ROW, payload.length); i++) {
                out.append(payload[i] >= ' ' && payload[i] < 0x7f ? (char) payload[i] : '.');
            }
            out.append("|\n");
        }
    }

    private static void text(StringBuilder out, byte[] payload) {
        String text = new String(payload, UTF_8);
        out.append(INDENT).append("| ");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                out.append('\n').append(INDENT).append("| ");
            } else {
                out.append(c == '\ufffd' || SafeText.isUnsafe(text, i) ? '.' : c);
            }
        }
        out.append('\n');
    }
}
