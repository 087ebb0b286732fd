package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an OK says about the session: a sequence of one byte of type and length-encoded data.
 *
 * @param changes in the order of the packet
 * @param rest what could not be read as a change, because the packet was cut or is broken
 */
public record SessionState(List<Change> changes, Octets rest) {
    public static final SessionState NONE = new SessionState(List.of(), Octets.EMPTY);

    private static final int SYSTEM_VARIABLES = 0;
    private static final int SCHEMA = 1;
    private static final int STATE_CHANGE = 2;
    private static final int GTIDS = 3;
    private static final int TRANSACTION_CHARACTERISTICS = 4;
    private static final int TRANSACTION_STATE = 5;

    /** One change. */
    public sealed interface Change {
        int type();
    }

    /** System variables with their new values; MariaDB may name several at once. */
    public record SystemVariables(List<Map.Entry<String, String>> variables) implements Change {
        @Override
        public int type() {
            return SYSTEM_VARIABLES;
        }
    }

    /** The default schema; empty for none. */
    public record Schema(String name) implements Change {
        @Override
        public int type() {
            return SCHEMA;
        }
    }

    /**
     * That something of the session changed which a new connection would not have.
     *
     * @param value the character 1 or 0
     */
    public record StateChange(char value) implements Change {
        @Override
        public int type() {
            return STATE_CHANGE;
        }
    }

    /**
     * The GTIDs of what was committed, MySQL only.
     *
     * @param encoding 0
     */
    public record Gtids(int encoding, String gtids) implements Change {
        @Override
        public int type() {
            return GTIDS;
        }
    }

    /** Statements that would begin the current transaction anew; empty without one. */
    public record TransactionCharacteristics(String sql) implements Change {
        @Override
        public int type() {
            return TRANSACTION_CHARACTERISTICS;
        }
    }

    /** Eight characters: T or I, r, R, w, W, s, S, L, each or an underscore. */
    public record TransactionState(String flags) implements Change {
        @Override
        public int type() {
            return TRANSACTION_STATE;
        }
    }

    /** A change of a type we do not know, or whose data is not what the type demands. */
    public record Other(int type, Octets data) implements Change {}

    /** Reads {@link Ok#state()}; never fails. */
    public static SessionState decode(Octets state) {
        WireReader in = state.reader();
        List<Change> changes = new ArrayList<>();
        while (isWhole(in)) {
            int type = in.uint8();
            changes.add(SessionChanges.decode(type, Octets.of(in.lenencBytes())));
        }
        return new SessionState(List.copyOf(changes), Octets.rest(in));
    }

    /** Whether a type, a length and as many bytes are there. */
    private static boolean isWhole(WireReader in) {
        if (!in.has(1)) {
            return false;
        }
        WireReader ahead = in.copy();
        ahead.skip(1);
        return LengthEncoded.areStrings(ahead, 1, ahead.offset() + ahead.remaining());
    }

    /** Writes the list, without the length that an OK has in front of it. */
    public void encode(WireWriter out) {
        for (Change change : changes) {
            out.uint8(change.type()).lenencBytes(SessionChanges.data(change));
        }
        out.bytes(rest.array());
    }
}
