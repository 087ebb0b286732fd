package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.sql.SecretMask;
import io.github.mysqlmonitor.wire.Charsets;
import java.nio.charset.Charset;
import java.util.Arrays;

/** A short preview of a text row, such as {@code 42, 'Ada', NULL}. */
final class RowText {
    private static final int MAX_ROW = 200;
    private static final int MAX_COLUMN = 40;

    private RowText() {}

    static void describe(StringBuilder out, byte[] bytes, long length, Decoding decoding, boolean showSecrets) {
        Charset charset = Charsets.charset(decoding.charset());
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
            byte[] value = Arrays.copyOfRange(bytes, columns.from(), columns.to());
            if (!showSecrets) {
                // SHOW CREATE USER and the process list give statements back.
                SecretMask.mask(value);
            }
            value(out, new String(value, charset));
        }
        if (bytes.length < length) {
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
