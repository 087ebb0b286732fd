package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.ServerStatus;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;

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
 * @param marker 0x00 or 0xFE
 * @param affectedRows unsigned 64 bits
 * @param lastInsertId unsigned 64 bits
 * @param info for a person, but after a MariaDB login 0x01 and 64 hex digits derived from the password's hash
 * @param infoOffset where info lies in the payload
 * @param stateOffset where the session state lies in the payload, {@code stateLength} bytes, 0 if there is none
 * @param state the session state itself, see {@link #sessionState()}; possibly cut
 * @param rest what follows it
 */
public record Ok(
        int marker,
        long affectedRows,
        long lastInsertId,
        int status,
        int warnings,
        String info,
        int infoOffset,
        int stateOffset,
        int stateLength,
        Octets state,
        Octets rest)
        implements Packet {

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
        String info = infoLength == 0 ? "" : Lossless.text(in.bytes(infoLength));
        boolean withState =
                agreed.has(Capability.SESSION_TRACK) && (status & ServerStatus.SESSION_STATE_CHANGED) != 0 && in.has(1);
        int stateLength = withState ? tailLength(in, cut) : 0;
        int stateOffset = in.offset();
        Octets state = stateLength == 0 ? Octets.EMPTY : Octets.of(in.bytes(stateLength));
        return new Ok(
                marker,
                affectedRows,
                lastInsertId,
                status,
                warnings,
                info,
                infoOffset,
                stateOffset,
                stateLength,
                state,
                Octets.rest(in));
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

    /** What changed in the session; decoded with every call. */
    public SessionState sessionState() {
        return state.isEmpty() ? SessionState.NONE : SessionState.decode(state);
    }

    @Override
    public void encode(WireWriter out, Capabilities agreed) {
        out.uint8(marker).lenenc(affectedRows).lenenc(lastInsertId);
        if (agreed.has(Capability.PROTOCOL_41)) {
            out.uint16(status).uint16(warnings);
        } else if (agreed.has(Capability.TRANSACTIONS) && out.offset() < infoOffset) {
            out.uint16(status);
        }
        // An empty text and no text at all differ by the byte of its length.
        byte[] text = Lossless.bytes(info);
        if (infoOffset > out.offset()) {
            out.lenencBytes(text);
        }
        if (stateOffset > out.offset()) {
            out.lenencBytes(state.array());
        }
        out.bytes(rest.array());
    }

    /** Whether another result of the same command follows. */
    public boolean moreResults() {
        return (status & ServerStatus.MORE_RESULTS_EXISTS) != 0;
    }
}
