package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.packet.ColumnDefinition;
import io.github.mysqlmonitor.packet.ExtendedMetadata;
import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Charsets;
import java.util.Optional;

/** Describes a column: {@code shop.customer.name VARCHAR utf8mb4 NOT_NULL}. */
final class ColumnText {
    private static final int BINARY_CHARSET = 63;
    private static final int MAX_TEXT = 100;
    /** By bit; those that the type or its charset tells are left out. */
    private static final String[] FLAGS = {
        "NOT_NULL",
        "PRI_KEY",
        "UNIQUE_KEY",
        "MULTIPLE_KEY",
        "",
        "",
        "ZEROFILL",
        "",
        "",
        "AUTO_INCREMENT",
        "",
        "",
        "NO_DEFAULT",
        "ON_UPDATE"
    };

    /** One for each sink's thread. */
    private static final ThreadLocal<ColumnTexts> TEXTS = ThreadLocal.withInitial(ColumnTexts::new);

    private ColumnText() {}

    static void describe(StringBuilder out, PacketText packet, boolean showSecrets) {
        ValueText values = packet.values(showSecrets);
        Capabilities agreed = packet.decoding().agreed();
        ColumnTexts texts = TEXTS.get();
        String known = texts.find(packet.bytes(), agreed, values);
        if (known != null) {
            out.append(known);
            return;
        }
        int start = out.length();
        describe(out, ColumnDefinition.decode(packet.reader(), agreed), values);
        texts.keep(packet.bytes(), agreed, values, out.substring(start));
    }

    private static void describe(StringBuilder out, ColumnDefinition column, ValueText values) {
        if (!column.table().isEmpty()) {
            if (!column.schema().isEmpty()) {
                Line.append(out, column.schema());
                out.append('.');
            }
            Line.append(out, column.table());
            out.append('.');
        }
        Line.append(out, values.columnName(column.name(), isExpression(column)));
        out.append(' ').append(ColumnTypes.name(column));
        if (column.charset() != BINARY_CHARSET && column.charset() != 0) {
            out.append(' ').append(Charsets.name(column.charset()));
        }
        for (int bit = 0; bit < FLAGS.length; bit++) {
            if ((column.flags() >> bit & 1) != 0 && !FLAGS[bit].isEmpty()) {
                out.append(' ').append(FLAGS[bit]);
            }
        }
        extended(out, column);
        Optional<String> byDefault = column.defaultValue();
        if (byDefault.isPresent()) {
            out.append(" default=").append(values.shows() ? "'" : "");
            Line.append(out, values.value(byDefault.get()), MAX_TEXT);
            out.append(values.shows() ? "'" : "");
        }
    }

    /** Of no table, so that its name may be the text of a literal; columns of derived tables have no schema. */
    static boolean isExpression(ColumnDefinition column) {
        return (column.orgName().isEmpty() || column.schema().isEmpty())
                && !column.name().equals("?");
    }

    private static void extended(StringBuilder out, ColumnDefinition column) {
        if (column.extended().isEmpty()) {
            return;
        }
        ExtendedMetadata metadata = ExtendedMetadata.decode(column.extended());
        entry(out, "type", metadata.typeName());
        entry(out, "format", metadata.format());
        for (ExtendedMetadata.Entry other : metadata.others()) {
            entry(out, "metadata" + other.kind(), other.text());
        }
    }

    private static void entry(StringBuilder out, String name, String text) {
        if (!text.isEmpty()) {
            out.append(' ').append(name).append('=');
            Line.append(out, text, MAX_TEXT);
        }
    }
}
