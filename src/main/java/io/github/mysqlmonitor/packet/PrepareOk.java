package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;

/**
 * Answer to COM_STMT_PREPARE.
 * <pre>
 *  off len
 *    0   1 marker 0x00 (also OK's marker: only the phase tells them apart)
 *    1   4 statementId
 *    5   2 columnCount
 *    7   2 parameterCount
 *    9   1 filler
 *   10   2 warnings, present when the payload is at least 12 bytes
 *   12   1 1 if column definitions follow, with OPTIONAL_RESULTSET_METADATA
 * </pre>
 *
 * @param metadata 0 if the server said that it sends no definitions, otherwise 1
 * @param filler the byte behind the counts, 0
 * @param length bytes of the fields that are there: 10, 12 or 13
 * @param rest what follows them
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_stmt_prepare.html">spec</a>
 */
public record PrepareOk(
        long statementId,
        int columnCount,
        int parameterCount,
        int filler,
        int warnings,
        int metadata,
        int length,
        Octets rest)
        implements Packet {

    public static PrepareOk decode(WireReader in, Capabilities agreed) {
        in.expect(0x00, "prepare-ok marker");
        long statementId = in.uint32();
        int columnCount = in.uint16();
        int parameterCount = in.uint16();
        int filler = in.uint8();
        boolean withWarnings = in.has(2);
        int warnings = withWarnings ? in.uint16() : 0;
        boolean flagged = withWarnings && agreed.has(Capability.OPTIONAL_RESULTSET_METADATA) && in.has(1);
        int metadata = flagged ? in.uint8() : 1;
        int length = in.offset();
        return new PrepareOk(
                statementId, columnCount, parameterCount, filler, warnings, metadata, length, Octets.rest(in));
    }

    public boolean metadataFollows() {
        return metadata != 0;
    }

    @Override
    public void encode(WireWriter out, Capabilities agreed) {
        out.uint8(0x00)
                .uint32(statementId)
                .uint16(columnCount)
                .uint16(parameterCount)
                .uint8(filler);
        out.uint16(warnings).uint8(metadata).cutTo(length).bytes(rest.array());
    }
}
