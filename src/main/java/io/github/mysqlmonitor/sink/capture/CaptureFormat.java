package io.github.mysqlmonitor.sink.capture;

import io.github.mysqlmonitor.event.EndedBy;
import io.github.mysqlmonitor.event.LegSecurity;

/**
 * The layout of a capture file.
 * <pre>
 *  off len
 *    0   8 magic "mysqlcap"
 *    8   1 version, 1
 *    9   8 start: microseconds since 1970-01-01T00:00Z, little-endian
 *   17     records until the end of the file
 *
 *  record: type (1 byte) · session (varint) · time (signed varint, microseconds since the record before) · content
 *    1 opened     client, listener, upstream, upstream address (strings)
 *    2 secured    client leg, server leg: kind (1 byte: 0 TLS, 1 UNIX, 2 PLAIN), protocol, cipher (strings),
 *                 handshake nanoseconds (varint), peer (string), verified (1 byte)
 *    3 bytes of the client   length (varint), bytes
 *    4 bytes of the server   length (varint), bytes
 *    5 gap        direction (1 byte: 0 client, 1 server), lost bytes (varint)
 *    6 closed     who ended it (1 byte: 0 client, 1 server, 2 the proxy), reason (string), details (varint, strings),
 *                 duration in microseconds, client bytes, client packets, server bytes, server packets, commands
 *                 (varints)
 *    7 dropped    lost events of any session (varint); its session is 0
 *
 *  varint: 7 bits per byte, low ones first, the top bit set in all bytes but the last; at most 10 bytes
 *  signed varint: a varint of (n &lt;&lt; 1) ^ (n &gt;&gt; 63)
 *  string: length in bytes (varint, at most 65,536), UTF-8
 * </pre>
 */
final class CaptureFormat {
    static final byte[] MAGIC = {'m', 'y', 's', 'q', 'l', 'c', 'a', 'p'};
    static final int VERSION = 1;

    static final int OPENED = 1;
    static final int SECURED = 2;
    static final int CLIENT_BYTES = 3;
    static final int SERVER_BYTES = 4;
    static final int GAP = 5;
    static final int CLOSED = 6;
    static final int DROPPED = 7;

    static final int MAX_STRING_BYTES = 64 * 1024;
    static final int MAX_CHUNK_BYTES = 256 * 1024 * 1024;
    static final int MAX_DETAILS = 1000;

    private static final LegSecurity.Kind[] KINDS = {LegSecurity.Kind.TLS, LegSecurity.Kind.UNIX, LegSecurity.Kind.PLAIN
    };

    private CaptureFormat() {}

    static int code(LegSecurity.Kind kind) {
        return switch (kind) {
            case TLS -> 0;
            case UNIX -> 1;
            case PLAIN -> 2;
        };
    }

    static int code(EndedBy endedBy) {
        return switch (endedBy) {
            case CLIENT -> 0;
            case SERVER -> 1;
            case PROXY -> 2;
        };
    }

    /** Null if there is nobody with this code. */
    static EndedBy endedBy(int code) {
        return switch (code) {
            case 0 -> EndedBy.CLIENT;
            case 1 -> EndedBy.SERVER;
            case 2 -> EndedBy.PROXY;
            default -> null;
        };
    }

    /** Null if there is no such kind. */
    static LegSecurity.Kind kind(int code) {
        return code < KINDS.length ? KINDS[code] : null;
    }
}
