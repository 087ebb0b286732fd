package io.github.mysqlmonitor.packet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;

/**
 * One column of a resultset or one parameter of a statement, protocol 4.1.
 * <pre>
 *  len
 *    . catalog ("def"), schema, table, orgTable, name, orgName, each length-encoded
 *    . MariaDB's extended metadata, length-encoded, with EXTENDED_METADATA
 *    1 length of what follows, 0x0C
 *    2 charset
 *    4 length, the widest value in bytes
 *    1 type
 *    2 flags
 *    1 decimals
 *    2 filler
 *    . default value, in answers to COM_FIELD_LIST only
 * </pre>
 */
public record ColumnDefinition(
        String schema,
        String table,
        String orgTable,
        String name,
        String orgName,
        int charset,
        long length,
        int type,
        int flags,
        int decimals) {

    private static final int FIXED_LENGTH = 12;

    public static ColumnDefinition decode(WireReader in, Capabilities agreed) {
        in.skip(in.lenencLength());
        String schema = string(in);
        String table = string(in);
        String orgTable = string(in);
        String name = string(in);
        String orgName = string(in);
        if (agreed.has(Capability.EXTENDED_METADATA)) {
            in.skip(in.lenencLength());
        }
        int from = in.offset();
        int fixed = in.lenencLength();
        if (fixed < FIXED_LENGTH) {
            throw new ProtocolException("column definition's fixed part", FIXED_LENGTH + " bytes", fixed, from);
        }
        int charset = in.uint16();
        long length = in.uint32();
        int type = in.uint8();
        int flags = in.uint16();
        return new ColumnDefinition(schema, table, orgTable, name, orgName, charset, length, type, flags, in.uint8());
    }

    private static String string(WireReader in) {
        int length = in.lenencLength();
        return length == 0 ? "" : new String(in.bytes(length), UTF_8);
    }
}
