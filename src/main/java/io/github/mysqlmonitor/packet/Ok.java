package io.github.mysqlmonitor.packet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.ServerStatus;
import io.github.mysqlmonitor.wire.WireReader;

/**
 * Success, and with DEPRECATE_EOF the end of rows.
 * <pre>
 *  len
 *    1 marker 0x00, or 0xFE where it ends rows
 *    . affectedRows, length-encoded
 *    . lastInsertId, length-encoded
 *    2 status, and 2 warnings, with PROTOCOL_41; status alone with TRANSACTIONS before that
 *    . info, length-encoded, if bytes remain
 *    . session state, length-encoded, if SESSION_TRACK and SESSION_STATE_CHANGED
 * </pre>
 * The manual calls info a string to the end when SESSION_TRACK is off; it is length-encoded always.
 *
 * @param affectedRows unsigned 64 bits
 * @param lastInsertId unsigned 64 bits
 * @param info for a person, but after a MariaDB login 0x01 and 64 hex digits derived from the password's hash
 * @param infoOffset where info lies in the payload
 * @param stateOffset where the session state lies in the payload, {@code stateLength} bytes, 0 if there is none
 */
public record Ok(
        long affectedRows,
        long lastInsertId,
        int status,
        int warnings,
        String info,
        int infoOffset,
        int stateOffset,
        int stateLength) {

    public static final int MARKER = 0x00;
    public static final int END_OF_ROWS_MARKER = 0xFE;

    /** Bytes of the longest length-encoded integer. */
    private static final int LONGEST_LENGTH = 9;

    public static Ok decode(WireReader in, Capabilities agreed) {
        return decode(in, agreed, in.remaining());
    }

    /**
     * Reads an OK of which only the first bytes may be there; info and session state are then cut.
     *
     * @param fullLength the payload's whole length in bytes
     */
    public static Ok decode(WireReader in, Capabilities agreed, long fullLength) {
        boolean cut = in.remaining() < fullLength;
        int marker = in.uint8();
        if (marker != MARKER && marker != END_OF_ROWS_MARKER) {
            throw new ProtocolException("OK marker", "0x00 or 0xFE", marker, 0);
        }
        long affectedRows = in.lenenc();
        long lastInsertId = in.lenenc();
        boolean protocol41 = agreed.has(Capability.PROTOCOL_41);
        int status = protocol41 || (agreed.has(Capability.TRANSACTIONS) && in.has(2)) ? in.uint16() : 0;
        int warnings = protocol41 ? in.uint16() : 0;
        int infoLength = in.has(1) ? tailLength(in, cut) : 0;
        int infoOffset = in.offset();
        String info = infoLength == 0 ? "" : new String(in.bytes(infoLength), UTF_8);
        boolean withState =
                agreed.has(Capability.SESSION_TRACK) && (status & ServerStatus.SESSION_STATE_CHANGED) != 0 && in.has(1);
        int stateLength = withState ? tailLength(in, cut) : 0;
        return new Ok(affectedRows, lastInsertId, status, warnings, info, infoOffset, in.offset(), stateLength);
    }

    private static int tailLength(WireReader in, boolean cut) {
        if (!cut) {
            return in.lenencLength();
        }
        if (!in.has(LONGEST_LENGTH)) {
            in.skip(in.remaining());
            return 0;
        }
        long length = in.lenenc();
        return (int) Math.min(length < 0 ? Long.MAX_VALUE : length, in.remaining());
    }

    /** Whether another result of the same command follows. */
    public boolean moreResults() {
        return (status & ServerStatus.MORE_RESULTS_EXISTS) != 0;
    }
}
