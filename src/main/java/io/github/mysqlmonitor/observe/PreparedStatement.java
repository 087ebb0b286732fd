package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.packet.Limits;
import io.github.mysqlmonitor.packet.StatementContext;
import io.github.mysqlmonitor.packet.ValueType;
import io.github.mysqlmonitor.wire.Capabilities;
import java.util.BitSet;
import java.util.List;

/** A prepared statement of a session, with what its executions leave behind. */
final class PreparedStatement {
    private static final BitSet NO_LONG_DATA = new BitSet();
    private static final int COLUMN_BYTES = 40;

    private final SentCommand prepare;
    private final int parameterCount;
    private List<ValueType> types = List.of();
    private List<ValueType> columns = List.of();
    /** Of executions without long data, until the types change. */
    private StatementContext context;
    /** Null if there are none, so that nobody changes what was given away. */
    private BitSet longData;

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

    void types(List<ValueType> used) {
        types = used;
        context = null;
    }

    /** How to read the next execution; forgets what values were sent ahead of it. */
    StatementContext execution(Capabilities agreed, Limits limits) {
        BitSet sentAhead = takeLongData();
        if (!sentAhead.isEmpty()) {
            return new StatementContext(agreed, parameterCount, types, sentAhead, limits);
        }
        if (context == null || !context.agreed().equals(agreed)) {
            context = new StatementContext(agreed, parameterCount, types, NO_LONG_DATA, limits);
        }
        return context;
    }

    /** Columns of its result as last told, empty if it has none or they are not known. */
    List<ValueType> columns() {
        return columns;
    }

    void columns(List<ValueType> told) {
        columns = told;
    }

    int heldBytes() {
        return prepare.heldBytes() + COLUMN_BYTES * columns.size();
    }

    /** A value was sent ahead of the execution. */
    void longData(int parameter) {
        if (parameter < parameterCount) {
            longData = longData == null ? new BitSet() : longData;
            longData.set(parameter);
        }
    }

    /** Gives the parameters whose values were sent ahead, and forgets them; nobody changes the set any more. */
    BitSet takeLongData() {
        BitSet taken = longData;
        longData = null;
        return taken == null ? NO_LONG_DATA : taken;
    }
}
