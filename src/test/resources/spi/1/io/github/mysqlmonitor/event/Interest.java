package io.github.mysqlmonitor.event;

/** What a sink may ask for; nothing is decoded that no sink asked for. */
public enum Interest {
    /** Sessions opened, secured, logged in, changed, closed. */
    SESSIONS,
    /** Commands and transactions, when they are finished. */
    COMMANDS,
    /** A readable event per packet. */
    PACKETS,
    /** Whole packets as bytes; nothing can be masked in them. */
    RAW_PACKETS,
    /** Bytes as relayed, from the first on, independent of all decoding; nothing can be masked in them. */
    CHUNKS
}
