package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;

/** Values as prepared statements and query attributes carry them. */
final class BinaryValues {
    private BinaryValues() {}

    /** @param type number of the column type */
    static void skip(WireReader in, int type) {
        switch (type) {
            case 6 -> {}
            case 1 -> in.skip(1);
            case 2, 13 -> in.skip(2);
            case 3, 4, 9 -> in.skip(4);
            case 5, 8 -> in.skip(8);
            case 7, 10, 11, 12 -> in.skip(in.uint8());
            case 0, 15, 16, 242, 245, 246, 247, 248, 249, 250, 251, 252, 253, 254, 255 -> in.skip(in.lenencLength());
            default -> throw new ProtocolException("type of a binary value", "a type of this wire", type, in.offset());
        }
    }
}
