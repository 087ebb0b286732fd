/**
 * Cutting the byte stream into packets. A frame is a header of 4 bytes (3 of length, 1 of sequence number) and up to
 * 0xFFFFFF bytes; a packet is the joined payload of frames of that full size and the first shorter one.
 */
package io.github.mysqlmonitor.frame;
