package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.event.Direction;
import io.netty.buffer.ByteBuf;

/**
 * Renumbers the packets of the login phase where only the server leg had an SSLRequest, so that it is one packet ahead
 * of the client leg. It ends with the login: every command starts at 0 on both legs again.
 */
class SequenceShift {
    /** Both legs count alike. */
    static final SequenceShift NONE = new SequenceShift();

    /** Gives the bytes to send on: the same buffer, or a renumbered copy of it. Takes the buffer. */
    ByteBuf apply(Direction direction, ByteBuf bytes) {
        return bytes;
    }

    /** The server leg is one packet ahead until its OK or ERR has passed. */
    static final class ServerAhead extends SequenceShift {
        private final Hop client = new Hop();
        private final Hop server = new Hop();
        private boolean loginOver;

        @Override
        ByteBuf apply(Direction direction, ByteBuf bytes) {
            if (loginOver) {
                return bytes;
            }
            ByteBuf copy = bytes.alloc().buffer(bytes.readableBytes()).writeBytes(bytes);
            bytes.release();
            if (direction == Direction.CLIENT_TO_SERVER) {
                renumber(client, copy, 1);
            } else {
                renumber(server, copy, -1);
            }
            return copy;
        }

        private void renumber(Hop hop, ByteBuf bytes, int by) {
            for (int at = bytes.readerIndex(); at < bytes.writerIndex() && !loginOver; ) {
                int inHeader = hop.position;
                if (inHeader < 3) {
                    hop.length |= bytes.getUnsignedByte(at) << (8 * inHeader);
                    hop.position++;
                    at++;
                } else if (inHeader == 3) {
                    bytes.setByte(at, bytes.getUnsignedByte(at) + by);
                    hop.position++;
                    at++;
                    hop.endIfEmpty();
                } else {
                    if (inHeader == 4 && by < 0) {
                        hop.ends = bytes.getUnsignedByte(at) == 0x00 || bytes.getUnsignedByte(at) == 0xFF;
                    }
                    int step = Math.min(hop.length + 4 - inHeader, bytes.writerIndex() - at);
                    hop.position += step;
                    at += step;
                    if (hop.position == hop.length + 4) {
                        loginOver = hop.ends;
                        hop.next();
                    }
                }
            }
        }

        /** Where one direction is within its current packet. */
        private static final class Hop {
            private int position;
            private int length;
            private boolean ends;

            void endIfEmpty() {
                if (length == 0) {
                    next();
                }
            }

            void next() {
                position = 0;
                length = 0;
                ends = false;
            }
        }
    }
}
