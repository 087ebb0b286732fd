package io.github.mysqlmonitor.packet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mysqlmonitor.wire.Charsets;
import io.github.mysqlmonitor.wire.WireWriter;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A value of a row, a parameter or a query attribute: its type and the bytes of the wire, of a long one the first.
 *
 * <p>Two values are equal if type, form on the wire and bytes are.
 */
public final class Value {
    /** What a value is, and so how it is shown. */
    public enum Kind {
        NULL,
        NUMBER,
        /** Text, to be quoted. */
        STRING,
        /** Bytes, shown as hexadecimal digits. */
        BINARY,
        /** Date or time, to be quoted. */
        TEMPORAL,
        /** The value came before, in COM_STMT_SEND_LONG_DATA packets. */
        LONG_DATA,
        /** The column's default, in a bulk execution. */
        DEFAULT,
        /** The column stays as it is, in a bulk execution. */
        IGNORE
    }

    /** How the bytes are to be read; NOTHING for what stands in a bitmap or an indicator. */
    private enum Form {
        NOTHING,
        BINARY,
        TEXT
    }

    private static final byte[] NO_BYTES = {};
    private static final int NULL_MARKER = 0xFB;
    private static final int BINARY_COLLATION = 63;
    private static final int JSON = 245;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final ValueType type;
    private final Kind kind;
    private final Form form;
    private final byte[] bytes;
    private final long length;

    private Value(ValueType type, Kind kind, Form form, byte[] bytes, long length) {
        this.type = type;
        this.kind = kind;
        this.form = form;
        this.bytes = bytes;
        this.length = length;
    }

    /** A value that has no bytes: NULL, LONG_DATA, DEFAULT or IGNORE. */
    static Value without(Kind kind, ValueType type) {
        return new Value(type, kind, Form.NOTHING, NO_BYTES, 0);
    }

    /** @param length of the whole value, of which {@code bytes} may be the beginning */
    static Value binary(ValueType type, byte[] bytes, long length) {
        return new Value(type, type.kind(), Form.BINARY, bytes, length);
    }

    /** @param length of the whole value, of which {@code bytes} may be the beginning */
    static Value text(ValueType type, byte[] bytes, long length) {
        return new Value(type, type.kind() == Kind.NULL ? Kind.STRING : type.kind(), Form.TEXT, bytes, length);
    }

    /**
     * Bytes of which nothing says what they are, such as a piece of long data.
     *
     * @param length of the whole, of which {@code bytes} may be the beginning
     */
    public static Value ofBytes(Octets bytes, long length) {
        return binary(ValueType.BYTES, bytes.toArray(), length);
    }

    public ValueType type() {
        return type;
    }

    public Kind kind() {
        return kind;
    }

    public boolean isNull() {
        return kind == Kind.NULL;
    }

    /** A copy of the bytes at hand, without a length in front: little-endian numbers, packed dates, or text. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Bytes of the whole value. */
    public long length() {
        return length;
    }

    /** Whether {@link #bytes()} is only the beginning. */
    public boolean truncated() {
        return bytes.length < length;
    }

    /**
     * The value as a SELECT shows it, unquoted; hexadecimal digits behind {@code 0x} for bytes; the kind's name where
     * there is no value. Of a truncated value the beginning.
     *
     * @param client the client's charset: for text whose own is not known
     */
    public String text(Charset client) {
        return switch (kind) {
            case NUMBER, TEMPORAL ->
                form == Form.TEXT || type.width() == ValueType.LENGTH_ENCODED
                        ? new String(bytes, US_ASCII)
                        : BinaryText.of(type, bytes);
            case STRING -> new String(bytes, charset(client));
            case BINARY -> "0x" + HEX.formatHex(bytes);
            case NULL, DEFAULT, IGNORE -> kind.name();
            case LONG_DATA -> "LONG DATA";
        };
    }

    private Charset charset(Charset client) {
        boolean own = type.collation() > 0 && type.collation() != BINARY_COLLATION && type.number() != JSON;
        return own ? Charsets.charset(type.collation()) : client;
    }

    /** Whether it is to be marked in the bitmap of NULLs: the type NULL may stand without a mark. */
    boolean inNullBitmap() {
        return kind == Kind.NULL && form == Form.NOTHING;
    }

    /** Writes what the binary protocol has in the place of values: nothing for NULL. */
    void encodeBinary(WireWriter out) {
        if (form == Form.NOTHING) {
            return;
        }
        checkWhole();
        switch (type.width()) {
            case ValueType.WITH_LENGTH_BYTE -> out.uint8(bytes.length).bytes(bytes);
            case ValueType.LENGTH_ENCODED -> out.lenencBytes(bytes);
            default -> out.bytes(bytes);
        }
    }

    void encodeText(WireWriter out) {
        if (form == Form.NOTHING) {
            out.uint8(NULL_MARKER);
            return;
        }
        checkWhole();
        out.lenencBytes(bytes);
    }

    private void checkWhole() {
        if (truncated()) {
            throw new IllegalStateException("only " + bytes.length + " of " + length + " bytes of a value were kept");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Value value
                && kind == value.kind
                && form == value.form
                && length == value.length
                && type.equals(value.type)
                && Arrays.equals(bytes, value.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + Arrays.hashCode(bytes);
    }

    /** Kind and length only: whether a value may be shown is the caller's business. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + "(" + length + ")";
    }
}
