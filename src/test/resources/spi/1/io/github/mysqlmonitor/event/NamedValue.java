package io.github.mysqlmonitor.event;

/**
 * A bound value, a query attribute or a connection attribute.
 *
 * @param name empty for a parameter without name
 * @param type MySQL's name of the type such as {@code BIGINT UNSIGNED}, empty if it is text by nature
 * @param text the value in MySQL's own notation without quotes, masked or hashed where asked for; null for NULL
 * @param quoted whether the value is a text, a date or bytes, so that it is written in quotes
 * @param length the value's whole length in bytes, of which {@code text} may show the beginning
 * @param truncated whether {@code text} shows the beginning only
 */
public record NamedValue(String name, String type, String text, boolean quoted, long length, boolean truncated) {}
