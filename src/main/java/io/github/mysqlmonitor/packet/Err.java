package io.github.mysqlmonitor.packet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;

/**
 * Failure.
 * <pre>
 *  off len
 *    0   1 marker 0xFF
 *    1   2 code
 *    3   6 '#' and sqlState; absent before the login, told by the '#' and by no capability
 *        . message to the end
 * </pre>
 *
 * @param code a code of 0xFFFF is no error but a MariaDB progress report
 * @param sqlState five characters, or empty
 */
public record Err(int code, String sqlState, String message) implements Packet {
    public static final int MARKER = 0xFF;
    public static final int PROGRESS_REPORT = 0xFFFF;

    private static final int SQL_STATE_LENGTH = 5;
    private static final String GENERAL_ERROR = "HY000";

    public static Err decode(WireReader in) {
        in.expect(MARKER, "ERR marker");
        int code = in.uint16();
        if (in.has(1 + SQL_STATE_LENGTH) && in.peek() == '#') {
            in.skip(1);
            String sqlState = Lossless.text(in.bytes(SQL_STATE_LENGTH), US_ASCII);
            return new Err(code, sqlState, Lossless.text(in.rest()));
        }
        return new Err(code, "", Lossless.text(in.rest()));
    }

    @Override
    public void encode(WireWriter out, Capabilities agreed) {
        out.uint8(MARKER).uint16(code);
        if (!sqlState.isEmpty()) {
            out.uint8('#').bytes(Lossless.bytes(sqlState, US_ASCII));
        }
        out.bytes(Lossless.bytes(message));
    }

    /**
     * Writes the payload for a peer of which more or less may be known than when the ERR was read.
     *
     * @param withSqlState false as long as the peer's capabilities are unknown, that is before its login
     */
    public void encode(WireWriter out, boolean withSqlState) {
        out.uint8(MARKER).uint16(code);
        if (withSqlState) {
            String state = sqlState.length() == SQL_STATE_LENGTH ? sqlState : GENERAL_ERROR;
            out.uint8('#').bytes(state.getBytes(US_ASCII));
        }
        out.bytes(Lossless.bytes(message));
    }
}
