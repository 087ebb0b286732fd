package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.WireReader;

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
 * @param metadataFollows false only if the server said that it sends no definitions
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_stmt_prepare.html">spec</a>
 */
public record PrepareOk(long statementId, int columnCount, int parameterCount, int warnings, boolean metadataFollows) {

    public static PrepareOk decode(WireReader in, Capabilities agreed) {
        in.expect(0x00, "prepare-ok marker");
        long statementId = in.uint32();
        int columnCount = in.uint16();
        int parameterCount = in.uint16();
        in.skip(1);
        int warnings = in.has(2) ? in.uint16() : 0;
        boolean flagged = agreed.has(Capability.OPTIONAL_RESULTSET_METADATA) && in.has(1);
        return new PrepareOk(statementId, columnCount, parameterCount, warnings, !flagged || in.uint8() != 0);
    }
}
