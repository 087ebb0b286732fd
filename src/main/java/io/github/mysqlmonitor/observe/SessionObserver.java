package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.EndedBy;
import io.github.mysqlmonitor.event.LegSecurity;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * What the relay tells about one session; all calls come from that session's event loop, after the bytes they describe
 * were flushed to the peer, except {@link #arrived}.
 */
public interface SessionObserver {
    /** Nobody listens. */
    SessionObserver NONE = new SessionObserver() {};

    /** The first call of a session. */
    default void opened(String client, String listener, String upstream, String upstreamAddress) {}

    /**
     * Bytes have been read and are about to be written; {@link #bytes} lends them when that is done. What they tell happened
     * now: once the peer has them, another session may already show what came of it. The only call before a write, so it
     * must cost next to nothing.
     */
    default void arrived() {}

    /**
     * Decrypted bytes, in the order in which they were read. An SSLRequest is included; the TLS records are not.
     *
     * @param bytes borrowed: valid during the call only, indices may be moved
     */
    default void bytes(Direction direction, ByteBuf bytes) {}

    /** Both legs have the security they will keep. */
    default void secured(LegSecurity client, LegSecurity server) {}

    /** The client closed its side without having said QUIT; what it asked for may still be answered. */
    default void clientLeft() {}

    /** What follows is no MySQL protocol that could be read, for instance TLS that is passed through. */
    default void undecoded(String reason) {}

    /** Something the relay found out that the operator should read. */
    default void notice(String text) {}

    /** One of the two legs ended; the session is closed when the other has ended too, which may take seconds. */
    default void ending() {}

    /** The last call of a session. */
    default void closed(Closing closing) {}

    /** How a session ended, with what the relay counted. */
    record Closing(
            EndedBy endedBy,
            String reason,
            List<String> details,
            long clientBytes,
            long clientPackets,
            long serverBytes,
            long serverPackets,
            long commands) {}
}
