/**
 * One immutable type per MySQL packet, with its decoder beside the fields. Decoders borrow the payload, copy what they
 * keep, and throw nothing but {@link io.github.mysqlmonitor.wire.ProtocolException}. Which decoder applies is the
 * caller's knowledge: the first byte alone never tells.
 *
 * <p>Secrets come as {@link io.github.mysqlmonitor.packet.Secret}, and as byte ranges of the payload, so that raw bytes
 * can be overwritten in place.
 */
package io.github.mysqlmonitor.packet;
