package io.github.mysqlmonitor.event;

import java.util.List;

/**
 * What a command said, with secrets masked and values as {@code --values} asks. It is made on the event loop as a cheap
 * holder of bytes and worked out on the sink's thread, because masking and digest cost more than decoding. All methods
 * may be called from any thread; equal calls give equal results.
 */
public interface CommandContent {
    /** The SQL, that of the prepared statement for its execution; empty for commands without. */
    String sql();

    /** The SQL's whole length in bytes. */
    long sqlLength();

    /** Whether {@link #sql} is the beginning only. */
    boolean truncated();

    /** The statement normalised as the server does it: {@code SELECT ? FROM `t`}; empty for commands without SQL. */
    String digestText();

    /** Hash of {@link #digestText} in hex, empty with it. */
    String digest();

    /** The statement in a few words, such as {@code SELECT orders}; of other commands their name. */
    String summary();

    /** Bound values of a prepared statement in order; of MariaDB's bulk execution those of the first rows. */
    List<NamedValue> values();

    /** Why {@link #values} are missing although there are some; else empty. */
    String undecodedValues();

    List<NamedValue> attributes();

    /** From a {@code traceparent}, in an attribute or in a comment: 32 hex digits; else empty. */
    String traceId();

    /** As {@link #traceId}: 16 hex digits; else empty. */
    String spanId();

    /** The server's error message; empty without error. */
    String errorMessage();

    /** What the server said beside an OK, such as {@code Rows matched: 1}; else empty. */
    String info();

    /** Arguments of commands without SQL, such as the schema of COM_INIT_DB; else empty. */
    String arguments();
}
