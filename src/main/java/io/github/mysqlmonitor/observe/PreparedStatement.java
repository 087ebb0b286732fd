package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.packet.ValueType;
import java.util.BitSet;
import java.util.List;

/** A prepared statement of a session, with what its executions leave behind. */
final class PreparedStatement {
    private final SentCommand prepare;
    private final int parameterCount;
    private List<ValueType> types = List.of();
    private BitSet longData = new BitSet(0);

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

    /** Gives the parameters whose values were sent ahead, and forgets them; what was given is never changed. */
    BitSet takeLongData() {
        BitSet taken = longData;
        longData = new BitSet(0);
        return taken;
    }
}
