package io.github.mysqlmonitor.sql;

import java.util.Arrays;

/** Pairs of first byte and end, in the order they were found. */
final class SecretRanges {
    private int[] found = {};
    private int size;

    void add(int from, int to) {
        if (size == found.length) {
            found = Arrays.copyOf(found, Math.max(8, size * 2));
        }
        found[size++] = from;
        found[size++] = to;
    }

    int[] toArray() {
        return Arrays.copyOf(found, size);
    }
}
