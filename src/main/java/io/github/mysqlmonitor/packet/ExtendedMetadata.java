package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.WireReader;
import java.util.ArrayList;
import java.util.List;

/**
 * What MariaDB says about a column beyond its type: a sequence of one byte (0: name of the data type, such as
 * {@code uuid}; 1: format, such as {@code json}) and a length-encoded text.
 *
 * @param typeName empty if not said
 * @param format empty if not said
 * @param others entries of kinds we do not know
 */
public record ExtendedMetadata(String typeName, String format, List<Entry> others) {
    private static final int TYPE_NAME = 0;
    private static final int FORMAT = 1;

    /** One entry: its kind and text. */
    public record Entry(int kind, String text) {}

    /** Reads {@link ColumnDefinition#extended()}. */
    public static ExtendedMetadata decode(Octets extended) {
        String typeName = "";
        String format = "";
        List<Entry> others = new ArrayList<>();
        WireReader in = extended.reader();
        while (in.has(1)) {
            int kind = in.uint8();
            String text = Lossless.text(in.lenencBytes());
            if (kind == TYPE_NAME) {
                typeName = text;
            } else if (kind == FORMAT) {
                format = text;
            } else {
                others.add(new Entry(kind, text));
            }
        }
        return new ExtendedMetadata(typeName, format, List.copyOf(others));
    }
}
