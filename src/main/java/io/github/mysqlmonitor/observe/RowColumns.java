package io.github.mysqlmonitor.observe;

/** Walks over the columns of a text row; a column that is cut off ends with the bytes at hand. */
final class RowColumns {
    private final byte[] row;
    private int from;
    private int to;
    private boolean isNull;

    RowColumns(byte[] row) {
        this.row = row;
    }

    /** Steps to the next column; false at the end. */
    boolean next() {
        if (to >= row.length) {
            return false;
        }
        int marker = row[to] & 0xFF;
        isNull = marker == 0xFB;
        int width = switch (marker) {
            case 0xFC -> 2;
            case 0xFD -> 3;
            case 0xFE -> 8;
            default -> 0;
        };
        long length = width > 0 ? littleEndian(to + 1, width) : isNull ? 0 : marker;
        from = Math.min(to + 1 + width, row.length);
        to = (int) Math.min(from + Math.min(length, row.length), row.length);
        return true;
    }

    boolean isNull() {
        return isNull;
    }

    /** First byte of the value. */
    int from() {
        return from;
    }

    /** End of the value, exclusive. */
    int to() {
        return to;
    }

    private long littleEndian(int at, int width) {
        long value = 0;
        for (int i = Math.min(at + width, row.length) - 1; i >= at; i--) {
            value = value << 8 | row[i] & 0xFF;
        }
        return value < 0 ? Long.MAX_VALUE : value;
    }
}
