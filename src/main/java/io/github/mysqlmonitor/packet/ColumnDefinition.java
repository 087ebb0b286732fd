package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import java.util.Optional;

/**
 * One column of a resultset or one parameter of a statement.
 * <pre>
 *  len
 *    . catalog ("def"), schema, table, orgTable, name, orgName, each length-encoded
 *    . MariaDB's extended metadata, length-encoded, with EXTENDED_METADATA
 *    1 length of the fixed part, 0x0C
 *    2 charset
 *    4 length, the widest value in bytes
 *    1 type
 *    2 flags
 *    1 decimals
 *    2 filler
 *    . default value, length-encoded or 0xFB, in answers to COM_FIELD_LIST only
 * </pre>
 * Before 4.1: table and name, then 3 and three bytes of length, 1 and the type, 3 and two bytes of flags and the decimals
 * (2 and one byte of flags without LONG_FLAG).
 *
 * @param extended MariaDB's extended metadata, see {@link ExtendedMetadata}
 * @param charset id of the collation, 63 for bytes; 0 before 4.1
 * @param decimals 31 for a floating point number without a fixed number of them
 * @param filler the end of the fixed part
 * @param rest what follows it
 */
public record ColumnDefinition(
        String catalog,
        String schema,
        String table,
        String orgTable,
        String name,
        String orgName,
        Octets extended,
        int charset,
        long length,
        int type,
        int flags,
        int decimals,
        Octets filler,
        Octets rest)
        implements Packet {

    private static final String CATALOG = "def";
    private static final Octets ZEROS = Octets.of(new byte[2]);
    private static final int NULL_MARKER = 0xFB;
    /** Length-encoded texts in front of the fixed part. */
    private static final int STRINGS = 6;
    /** Of the fixed part, up to the decimals. */
    private static final int LEAST_FIXED_LENGTH = 10;

    public static ColumnDefinition decode(WireReader in, Capabilities agreed) {
        return agreed.has(Capability.PROTOCOL_41) || agreed.has(Capability.EXTENDED_METADATA)
                ? decode41(in, agreed)
                : decode320(in);
    }

    private static ColumnDefinition decode41(WireReader in, Capabilities agreed) {
        String catalog = string(in);
        String schema = string(in);
        String table = string(in);
        String orgTable = string(in);
        String name = string(in);
        String orgName = string(in);
        Octets extended = agreed.has(Capability.EXTENDED_METADATA) ? Octets.of(in.lenencBytes()) : Octets.EMPTY;
        int from = in.offset();
        int fixed = in.lenencLength();
        if (fixed < LEAST_FIXED_LENGTH) {
            throw new ProtocolException("column definition's fixed part", "12 bytes", fixed, from);
        }
        int charset = in.uint16();
        long length = in.uint32();
        int type = in.uint8();
        int flags = in.uint16();
        int decimals = in.uint8();
        Octets filler = Octets.of(in.bytes(fixed - LEAST_FIXED_LENGTH));
        return new ColumnDefinition(
                CATALOG.equals(catalog) ? CATALOG : catalog,
                schema,
                table,
                orgTable,
                name,
                orgName,
                extended,
                charset,
                length,
                type,
                flags,
                decimals,
                ZEROS.equals(filler) ? ZEROS : filler,
                Octets.rest(in));
    }

    private static ColumnDefinition decode320(WireReader in) {
        String table = string(in);
        String name = string(in);
        in.expect(3, "length of the column's length");
        int length = in.uint24();
        in.expect(1, "length of the column's type");
        int type = in.uint8();
        boolean wide = in.uint8() == 3;
        int flags = wide ? in.uint16() : in.uint8();
        int decimals = in.uint8();
        return new ColumnDefinition(
                "",
                "",
                table,
                "",
                name,
                "",
                Octets.EMPTY,
                0,
                length,
                type,
                flags,
                decimals,
                Octets.EMPTY,
                Octets.rest(in));
    }

    private static String string(WireReader in) {
        int length = in.lenencLength();
        return length == 0 ? "" : Lossless.text(in.bytes(length));
    }

    /** The type of this column's values; to be made once per column, not per row. */
    public ValueType valueType() {
        return ValueType.column(type, flags, charset, decimals, length);
    }

    /** The type alone, read without the names: for a reader that passes by and keeps nothing else. */
    public static ValueType typeOf(WireReader in, Capabilities agreed) {
        if (!agreed.has(Capability.PROTOCOL_41) && !agreed.has(Capability.EXTENDED_METADATA)) {
            return decode320(in).valueType();
        }
        int strings = agreed.has(Capability.EXTENDED_METADATA) ? STRINGS + 1 : STRINGS;
        for (int i = 0; i < strings; i++) {
            in.skip(in.lenencLength());
        }
        in.lenencLength();
        int charset = in.uint16();
        long length = in.uint32();
        int type = in.uint8();
        int flags = in.uint16();
        return ValueType.column(type, flags, charset, in.uint8(), length);
    }

    /** In an answer to COM_FIELD_LIST the default value; empty if that is NULL or the packet is no such answer. */
    public Optional<String> defaultValue() {
        WireReader in = rest.reader();
        return in.has(1) && in.peek() != NULL_MARKER ? Optional.of(string(in)) : Optional.empty();
    }

    @Override
    public void encode(WireWriter out, Capabilities agreed) {
        if (!agreed.has(Capability.PROTOCOL_41) && !agreed.has(Capability.EXTENDED_METADATA)) {
            encode320(out, agreed);
            return;
        }
        for (String each : new String[] {catalog, schema, table, orgTable, name, orgName}) {
            out.lenencBytes(Lossless.bytes(each));
        }
        if (agreed.has(Capability.EXTENDED_METADATA)) {
            out.lenencBytes(extended.array());
        }
        out.lenenc(LEAST_FIXED_LENGTH + (long) filler.length());
        out.uint16(charset).uint32(length).uint8(type).uint16(flags).uint8(decimals);
        out.bytes(filler.array()).bytes(rest.array());
    }

    private void encode320(WireWriter out, Capabilities agreed) {
        out.lenencBytes(Lossless.bytes(table)).lenencBytes(Lossless.bytes(name));
        out.uint8(3).uint24((int) length).uint8(1).uint8(type);
        if (agreed.has(Capability.LONG_FLAG) || flags > 0xFF) {
            out.uint8(3).uint16(flags);
        } else {
            out.uint8(2).uint8(flags);
        }
        out.uint8(decimals).bytes(rest.array());
    }
}
