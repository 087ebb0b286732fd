package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.ProtocolException;

/**
 * What is known about a value besides its bytes.
 *
 * @param word as a prepared statement's parameters carry it: low byte the number of the type, 0x8000 for unsigned
 * @param collation of a column, 63 for binary; {@link #UNKNOWN} for a parameter, whose text is in the client's charset
 * @param decimals of a column, 31 for "as many as there are"; {@link #UNKNOWN} for a parameter
 * @param zerofill least number of digits of a ZEROFILL column, otherwise 0
 */
public record ValueType(int word, int collation, int decimals, int zerofill) {
    public static final int UNKNOWN = -1;

    /** A column of a text row whose definition is not known. */
    public static final ValueType TEXT = parameter(253);

    /** Bytes that are no text, or whose character set is not known. */
    static final ValueType BYTES = parameter(252);

    private static final int UNSIGNED = 0x8000;
    private static final int UNSIGNED_COLUMN = 0x20;
    private static final int ZEROFILL_COLUMN = 0x40;
    private static final int BINARY_COLLATION = 63;

    /** Layouts of binary values that are no fixed number of bytes. */
    static final int WITH_LENGTH_BYTE = -1;

    static final int LENGTH_ENCODED = -2;

    /** The type of a parameter or query attribute. */
    public static ValueType parameter(int word) {
        return new ValueType(word, UNKNOWN, UNKNOWN, 0);
    }

    static ValueType column(int type, int flags, int collation, int decimals, long length) {
        int word = (flags & UNSIGNED_COLUMN) != 0 ? type | UNSIGNED : type;
        int zerofill = (flags & ZEROFILL_COLUMN) != 0 ? (int) Math.min(length, 255) : 0;
        return new ValueType(word, collation, decimals, zerofill);
    }

    /** Number of the column type, 0 to 255. */
    public int number() {
        return word & 0xFF;
    }

    public boolean unsigned() {
        return (word & UNSIGNED) != 0;
    }

    /** What a value of this type is; NULL for the type NULL. */
    public Value.Kind kind() {
        return switch (number()) {
            case 6 -> Value.Kind.NULL;
            case 0, 1, 2, 3, 4, 5, 8, 9, 13, 246 -> Value.Kind.NUMBER;
            case 7, 10, 11, 12, 14, 17, 18, 19 -> Value.Kind.TEMPORAL;
            case 16, 242, 255 -> Value.Kind.BINARY;
            // Its definition says binary, but it is text.
            case 245 -> Value.Kind.STRING;
            case 249, 250, 251, 252 ->
                collation == BINARY_COLLATION || collation == UNKNOWN ? Value.Kind.BINARY : Value.Kind.STRING;
            default -> collation == BINARY_COLLATION ? Value.Kind.BINARY : Value.Kind.STRING;
        };
    }

    /** Bytes of a value in the binary protocol, or {@link #WITH_LENGTH_BYTE}, or {@link #LENGTH_ENCODED}. */
    int width() {
        return switch (number()) {
            case 6 -> 0;
            case 1 -> 1;
            case 2, 13 -> 2;
            case 3, 4, 9 -> 4;
            case 5, 8 -> 8;
            case 7, 10, 11, 12 -> WITH_LENGTH_BYTE;
            case 0, 15, 16, 242, 245, 246, 247, 248, 249, 250, 251, 252, 253, 254, 255 -> LENGTH_ENCODED;
            default -> throw new ProtocolException("type of a binary value", "a type of this wire", number(), -1);
        };
    }

    /** Whether a binary value with a length byte may have this length; 13 is with a time zone, as clients send it. */
    boolean allows(int length) {
        return switch (number()) {
            case 11 -> length == 0 || length == 8 || length == 12;
            // Clients append the minutes of a time zone, in two bytes.
            case 7, 12 -> length == 0 || length == 4 || length == 7 || length == 11 || length == 13;
            default -> length == 0 || length == 4 || length == 7 || length == 11;
        };
    }
}
