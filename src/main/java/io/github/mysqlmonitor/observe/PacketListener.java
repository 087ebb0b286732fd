package io.github.mysqlmonitor.observe;

/** Makes events of one kind from the packets of a session; all calls come from the session's event loop. */
interface PacketListener {
    /** Takes the next packet of either direction, already followed by the conversation. */
    void packet(CurrentPacket packet);

    /** An event of somebody else is about to be told: tell what was held back. */
    default void settle() {}

    /** The client closed its side; what it asked for may still be answered. */
    default void clientLeft() {}

    /** No further packet will be told; the session goes on. */
    default void stopped(long epochMicros, long nanos, String reason) {}

    /** The session ended. */
    default void closed(long epochMicros, long nanos, SessionObserver.Closing closing) {}
}
