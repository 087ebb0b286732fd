/**
 * Cutting the byte stream into packets. A frame is a header of 4 bytes (3 of length, 1 of sequence number) and up to
 * 0xFFFFFF bytes; a packet is the joined payload of frames of that full size and the first shorter one.
 *
 * <p>In a compressed session the stream of frames is cut once more, anywhere, into compressed packets: a header of 7 bytes
 * and a body that inflates to a piece of the stream. {@link io.github.mysqlmonitor.frame.PacketStream} puts both layers
 * together; {@link io.github.mysqlmonitor.frame.InflateMemory} is where their memory comes from.
 */
package io.github.mysqlmonitor.frame;
