package io.github.mysqlmonitor.observe;

/** Compares bytes that may differ in how many of them a length-encoded number takes. */
final class LongForm {
    private LongForm() {}

    /**
     * @param read may hold numbers that are longer than needed
     * @param written the same with the shortest form of each
     */
    static boolean equal(byte[] read, byte[] written) {
        int at = 0;
        int to = 0;
        while (at < read.length && to < written.length) {
            if (read[at] == written[to]) {
                at++;
                to++;
                continue;
            }
            int longWidth = width(read[at]);
            int shortWidth = width(written[to]);
            if (longWidth <= shortWidth
                    || at + longWidth >= read.length
                    || to + shortWidth >= written.length
                    || number(read, at, longWidth) != number(written, to, shortWidth)) {
                return false;
            }
            at += longWidth + 1;
            to += shortWidth + 1;
        }
        return at == read.length && to == written.length;
    }

    /** Bytes of the number that follow its marker; 0 if the marker is the number. */
    private static int width(byte marker) {
        return switch (marker & 0xFF) {
            case 0xFC -> 2;
            case 0xFD -> 3;
            case 0xFE -> 8;
            default -> 0;
        };
    }

    private static long number(byte[] bytes, int at, int width) {
        if (width == 0) {
            return bytes[at] & 0xFF;
        }
        long value = 0;
        for (int i = at + width; i > at; i--) {
            value = value << 8 | bytes[i] & 0xFF;
        }
        return value;
    }
}
