package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.wire.Charsets;
import java.nio.charset.Charset;

/** A short preview of a text row, such as {@code 42, 'Ada', NULL}. */
final class RowText {
    private static final int MAX_ROW = 200;
    private static final int MAX_COLUMN = 40;

    private RowText() {}

    static void describe(StringBuilder out, PacketText row, boolean showSecrets) {
        if (row.cause() != null && !showSecrets) {
            out.append(ValueText.SECRET);
            return;
        }
        byte[] bytes = row.bytes();
        ValueText values = row.values(showSecrets);
        Charset charset = Charsets.charset(row.decoding().charset());
        int start = out.length();
        RowColumns columns = new RowColumns(bytes);
        while (columns.next()) {
            out.append(out.length() > start ? ", " : "");
            if (out.length() - start >= MAX_ROW) {
                out.append('…');
                return;
            }
            if (columns.isNull()) {
                out.append("NULL");
                continue;
            }
            String value = new String(bytes, columns.from(), columns.to() - columns.from(), charset);
            if (values.shows()) {
                // SHOW CREATE USER and the process list give statements back.
                value(out, values.value(value));
            } else {
                out.append(values.mark(value));
            }
        }
        if (bytes.length < row.length()) {
            out.append('…');
        }
    }

    private static void value(StringBuilder out, String text) {
        boolean number = text.length() <= MAX_COLUMN && isNumber(text);
        out.append(number ? "" : "'");
        Line.append(out, text, MAX_COLUMN);
        out.append(number ? "" : "'");
    }

    private static boolean isNumber(String text) {
        boolean digits = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            if (!digit && !(c == '-' && i == 0) && !(c == '.' && digits)) {
                return false;
            }
            digits |= digit;
        }
        return digits;
    }
}
