package io.github.mysqlmonitor.observe;

/** Where a session's conversation stands. */
public enum Phase {
    /** The server's first packet is due. */
    GREETING,
    /** The client's first packet is due: an SSLRequest or a login. */
    FIRST_PACKET,
    /** The SSLRequest was seen; the login is due. */
    LOGIN,
    /** Authentication packets go both ways until OK or ERR; also while COM_CHANGE_USER is being answered. */
    AUTH,
    /** Commands and their replies. */
    COMMAND,
    /** What follows is deliberately not followed, such as a protocol of another kind, or compressed packets that do not come inflated. */
    OPAQUE,
    /** The bytes did not make sense; nothing further is known. */
    LOST,
    /** The server refused the login or the client said QUIT. */
    OVER
}
