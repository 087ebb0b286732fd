package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import java.util.BitSet;
import java.util.List;

/**
 * What must be known about a prepared statement to read the values of its executions.
 *
 * @param agreed what both peers offered
 * @param parameterCount as the answer to COM_STMT_PREPARE said
 * @param types of the execution before, {@link ExecuteParameters#types()}; empty if there was none
 * @param longData parameters of which COM_STMT_SEND_LONG_DATA was seen since the execution before; borrowed
 * @param limits how much is kept
 */
public record StatementContext(
        Capabilities agreed, int parameterCount, List<ValueType> types, BitSet longData, Limits limits) {}
