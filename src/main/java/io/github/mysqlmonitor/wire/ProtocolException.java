package io.github.mysqlmonitor.wire;

/**
 * The peer broke the grammar. It says which element was wrong, what was expected, what came, and where.
 *
 * <p>Offsets count from the first byte of the payload, frame header not included; -1 where none is known.
 */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final String expected;
    private final String actual;
    private final long offset;

    public ProtocolException(String what, Object expected, Object actual, long offset) {
        super(what + ": expected " + expected + ", got " + actual + (offset < 0 ? "" : ", at offset " + offset));
        this.what = what;
        this.expected = String.valueOf(expected);
        this.actual = String.valueOf(actual);
        this.offset = offset;
    }

    public String what() {
        return what;
    }

    public String expected() {
        return expected;
    }

    public String actual() {
        return actual;
    }

    /** Byte offset in the payload, or -1. */
    public long offset() {
        return offset;
    }
}
