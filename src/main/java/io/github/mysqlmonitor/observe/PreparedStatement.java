package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.packet.ValueType;
import java.util.BitSet;
import java.util.List;

/** A prepared statement of a session, with what its executions leave behind. */
final class PreparedStatement {
    private static final BitSet NO_LONG_DATA = new BitSet();

    private final SentCommand prepare;
    private final int parameterCount;
    private List<ValueType> types = List.of();
    private BitSet longData = new BitSet();

    PreparedStatement(SentCommand prepare, int parameterCount) {
        this.prepare = prepare;
        this.parameterCount = parameterCount;
    }

    /** The command that prepared it; its SQL is that of all executions. */
    SentCommand prepare() {
        return prepare;
    }

    int parameterCount() {
        return parameterCount;
    }

    /** Types that the last execution used, empty before the first. */
    List<ValueType> types() {
        return types;
    }

    void types(List<ValueType> used) {
        types = used;
    }

    /** A value was sent ahead of the execution. */
    void longData(int parameter) {
        if (parameter < parameterCount) {
            longData.set(parameter);
        }
    }

    /** Gives the parameters whose values were sent ahead, and forgets them; nobody changes the set any more. */
    BitSet takeLongData() {
        if (longData.isEmpty()) {
            // Not the set itself: it will be filled while another thread reads what it was given.
            return NO_LONG_DATA;
        }
        BitSet taken = longData;
        longData = new BitSet();
        return taken;
    }
}
