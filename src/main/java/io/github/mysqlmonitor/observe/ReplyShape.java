package io.github.mysqlmonitor.observe;

/** How a command is answered. Any shape but {@link #NONE} may be replaced by an ERR. */
enum ReplyShape {
    /** Not at all, not even on failure. */
    NONE,
    /** One OK or one EOF. */
    SIMPLE,
    /** OK, LOCAL INFILE or a result set with text rows; several of them while the status says so. */
    RESULT,
    /** As {@link #RESULT}, with binary rows. */
    BINARY_RESULT,
    /** Binary rows and a terminator, no columns. */
    FETCH,
    /** PrepareOK, then parameter and column definitions. */
    PREPARE,
    /** One packet of bare text. */
    STATISTICS,
    /** Column definitions without a count, then a terminator. */
    FIELDS,
    /** An authentication exchange. */
    AUTH,
    /** An endless stream of events. */
    DUMP,
    /** OK, after which the connection no longer speaks this protocol. */
    LEAVES
}
