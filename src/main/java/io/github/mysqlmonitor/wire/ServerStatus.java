package io.github.mysqlmonitor.wire;

/** The 16 status flags in the greeting, OK and EOF. */
public final class ServerStatus {
    public static final int IN_TRANS = 0x0001;
    public static final int AUTOCOMMIT = 0x0002;
    public static final int MORE_RESULTS_EXISTS = 0x0008;
    public static final int NO_GOOD_INDEX_USED = 0x0010;
    public static final int NO_INDEX_USED = 0x0020;
    public static final int CURSOR_EXISTS = 0x0040;
    public static final int LAST_ROW_SENT = 0x0080;
    public static final int DB_DROPPED = 0x0100;
    public static final int NO_BACKSLASH_ESCAPES = 0x0200;
    public static final int METADATA_CHANGED = 0x0400;
    public static final int QUERY_WAS_SLOW = 0x0800;
    public static final int PS_OUT_PARAMS = 0x1000;
    public static final int IN_TRANS_READONLY = 0x2000;
    public static final int SESSION_STATE_CHANGED = 0x4000;
    /** MariaDB only. */
    public static final int ANSI_QUOTES = 0x8000;

    private static final String[] NAMES = {
        "IN_TRANS",
        "AUTOCOMMIT",
        "BIT2",
        "MORE_RESULTS_EXISTS",
        "NO_GOOD_INDEX_USED",
        "NO_INDEX_USED",
        "CURSOR_EXISTS",
        "LAST_ROW_SENT",
        "DB_DROPPED",
        "NO_BACKSLASH_ESCAPES",
        "METADATA_CHANGED",
        "QUERY_WAS_SLOW",
        "PS_OUT_PARAMS",
        "IN_TRANS_READONLY",
        "SESSION_STATE_CHANGED",
        "ANSI_QUOTES"
    };

    private ServerStatus() {}

    /** All names in bit order, such as {@code +IN_TRANS +AUTOCOMMIT}; empty for 0. */
    public static String names(int status) {
        StringBuilder out = new StringBuilder();
        for (int bit = 0; bit < NAMES.length; bit++) {
            if ((status >>> bit & 1) != 0) {
                out.append(out.length() == 0 ? "+" : " +").append(NAMES[bit]);
            }
        }
        return out.toString();
    }

    /** Appends all names in bit order, such as {@code IN_TRANS|AUTOCOMMIT}, or 0. */
    public static void append(StringBuilder out, int status) {
        int start = out.length();
        for (int bit = 0; bit < NAMES.length; bit++) {
            if ((status >>> bit & 1) != 0) {
                out.append(out.length() == start ? "" : "|").append(NAMES[bit]);
            }
        }
        if (out.length() == start) {
            out.append('0');
        }
    }
}
