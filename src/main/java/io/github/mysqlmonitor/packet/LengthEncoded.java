package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.WireReader;

/** Looks whether length-encoded strings are there before they are read. */
final class LengthEncoded {
    private LengthEncoded() {}

    /**
     * Whether this many strings lie wholly before an offset; the reader does not move.
     *
     * @param end not beyond the end of the packet
     */
    static boolean areStrings(WireReader in, int count, int end) {
        WireReader ahead = in.copy();
        for (int i = 0; i < count; i++) {
            if (!skip(ahead, end)) {
                return false;
            }
        }
        return true;
    }

    private static boolean skip(WireReader in, int end) {
        int left = end - in.offset();
        if (left < 1 || in.peek() == 0xFB || in.peek() == 0xFF || left < bytesOfInteger(in.peek())) {
            return false;
        }
        long length = in.lenenc();
        if (length < 0 || length > end - in.offset()) {
            return false;
        }
        in.skip((int) length);
        return true;
    }

    /** How many bytes the shortest form of a value has that is below 2^24. */
    static int bytesFor(int value) {
        if (value < 0xFB) {
            return 1;
        }
        return value <= 0xFFFF ? 3 : 4;
    }

    /** How many bytes a length-encoded integer has that starts with the given one. */
    static int bytesOfInteger(int first) {
        return switch (first) {
            case 0xFC -> 3;
            case 0xFD -> 4;
            case 0xFE -> 9;
            default -> 1;
        };
    }
}
