package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.wire.Capabilities;
import java.util.Arrays;

/**
 * Descriptions of columns that were made before: a server sends the same definitions with every execution of a statement.
 * A slot holds the last of those with the same hash, so the memory is bounded. For one thread.
 */
final class ColumnTexts {
    private static final int SLOTS = 128;
    private static final int MAX_BYTES = 512;

    private final Entry[] entries = new Entry[SLOTS];

    /** Null if it was not kept. */
    String find(byte[] definition, Capabilities agreed, ValueText values) {
        Entry entry = entries[slot(definition)];
        boolean same = entry != null
                && entry.values.writesAs(values)
                && entry.agreed.equals(agreed)
                && Arrays.equals(entry.definition, definition);
        return same ? entry.text : null;
    }

    /** @param definition of a column, never changed; the text depends on nothing but the three */
    void keep(byte[] definition, Capabilities agreed, ValueText values, String text) {
        if (definition.length <= MAX_BYTES && text.length() <= MAX_BYTES) {
            entries[slot(definition)] = new Entry(definition, agreed, values, text);
        }
    }

    private static int slot(byte[] definition) {
        int hash = Arrays.hashCode(definition);
        return (hash ^ hash >>> 16) & SLOTS - 1;
    }

    private record Entry(byte[] definition, Capabilities agreed, ValueText values, String text) {}
}
