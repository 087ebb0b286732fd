package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.packet.StatementContext;
import io.github.mysqlmonitor.packet.ValueType;
import java.util.List;

/**
 * What must be known of a session, besides a packet's own bytes, to read the packet.
 *
 * @param statement the command whose SQL the packet is about: the packet's own, the one it answers, or the one that
 *     prepared the statement; null if there is none
 * @param execution how to read bound values; null if the packet has none, or its statement is not prepared yet
 * @param columns types of a row's columns; null if it is no row or they are not known
 * @param secretRow whether a row shows a password that the server made up
 */
record Surroundings(SentCommand statement, StatementContext execution, List<ValueType> columns, boolean secretRow) {
    static final Surroundings NONE = new Surroundings(null, null, null, false);
}
