package io.github.mysqlmonitor.packet;

/**
 * A parameter of a statement or an attribute of a query.
 *
 * @param name empty if it has none
 */
public record Parameter(String name, Value value) {}
