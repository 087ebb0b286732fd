package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.packet.BinaryRow;
import io.github.mysqlmonitor.packet.Limits;
import io.github.mysqlmonitor.packet.Octets;
import io.github.mysqlmonitor.packet.TextRow;
import io.github.mysqlmonitor.packet.Value;
import io.github.mysqlmonitor.packet.ValueType;
import java.util.List;

/** A short preview of a row, such as {@code 42, 'Ada', NULL}. */
final class RowText {
    private static final int MAX_ROW = 200;
    private static final int MAX_COLUMN = 40;

    private RowText() {}

    static void describe(StringBuilder out, PacketText row, boolean showSecrets) {
        if (row.around().secretRow() && !showSecrets) {
            out.append(ValueText.SECRET);
            return;
        }
        List<ValueType> columns = row.around().columns();
        if (row.kind() == PacketKind.BINARY_ROW) {
            if (columns == null) {
                out.append("(values not decoded: the definitions of the columns were not seen)");
                return;
            }
            BinaryRow read = BinaryRow.decode(row.reader(), columns, row.length(), Limits.NONE);
            values(out, row, read.values(), read.missing() > 0, showSecrets);
            rest(out, read.rest());
        } else {
            TextRow read =
                    TextRow.decode(row.reader(), columns == null ? List.of() : columns, row.length(), Limits.NONE);
            values(out, row, read.values(), read.missing() > 0, showSecrets);
            rest(out, read.rest());
        }
    }

    /** More than there are columns. */
    private static void rest(StringBuilder out, Octets rest) {
        if (!rest.isEmpty()) {
            out.append(" (").append(rest.length()).append(" more bytes)");
        }
    }

    private static void values(
            StringBuilder out, PacketText row, List<Value> values, boolean missing, boolean showSecrets) {
        ValueLine line =
                new ValueLine(out, row.values(showSecrets), row.decoding().text(), MAX_COLUMN, MAX_ROW);
        for (Value value : values) {
            if (!line.next()) {
                return;
            }
            line.value(value);
        }
        if (missing || row.around().columns() == null && row.bytes().length < row.length()) {
            line.next();
            out.append("…");
        }
    }
}
