package io.github.mysqlmonitor.wire;

/**
 * What two peers can agree on, one bit each. Bits 0 to 31 travel in the greeting and the login, bits 32 and above in
 * MariaDB's extended word.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/group__group__cs__capabilities__flags.html">spec</a>
 */
public enum Capability {
    /** MariaDB calls this bit CLIENT_MYSQL; a MariaDB server clears it to announce its extended word. */
    LONG_PASSWORD(0, "MYSQL"),
    FOUND_ROWS(1),
    LONG_FLAG(2),
    CONNECT_WITH_DB(3),
    NO_SCHEMA(4),
    COMPRESS(5),
    ODBC(6),
    LOCAL_FILES(7),
    IGNORE_SPACE(8),
    PROTOCOL_41(9),
    INTERACTIVE(10),
    SSL(11),
    IGNORE_SIGPIPE(12),
    TRANSACTIONS(13),
    RESERVED(14),
    SECURE_CONNECTION(15),
    MULTI_STATEMENTS(16),
    MULTI_RESULTS(17),
    PS_MULTI_RESULTS(18),
    PLUGIN_AUTH(19),
    CONNECT_ATTRS(20),
    PLUGIN_AUTH_LENENC_CLIENT_DATA(21),
    CAN_HANDLE_EXPIRED_PASSWORDS(22),
    SESSION_TRACK(23),
    DEPRECATE_EOF(24),
    OPTIONAL_RESULTSET_METADATA(25),
    ZSTD_COMPRESSION_ALGORITHM(26),
    QUERY_ATTRIBUTES(27),
    MULTI_FACTOR_AUTHENTICATION(28),
    /** Reserved by MySQL; between MariaDB peers the same bit is the obsolete progress report. */
    CAPABILITY_EXTENSION(29, "PROGRESS_OBSOLETE"),
    SSL_VERIFY_SERVER_CERT(30),
    REMEMBER_OPTIONS(31),
    PROGRESS(32),
    COM_MULTI(33),
    STMT_BULK_OPERATIONS(34),
    EXTENDED_METADATA(35),
    CACHE_METADATA(36),
    BULK_UNIT_RESULTS(37);

    private final int bit;
    private final String mariaDbName;

    Capability(int bit) {
        this.bit = bit;
        this.mariaDbName = name();
    }

    Capability(int bit, String mariaDbName) {
        this.bit = bit;
        this.mariaDbName = mariaDbName;
    }

    /** Number of the bit, 0 to 63. */
    public int bit() {
        return bit;
    }

    public long mask() {
        return 1L << bit;
    }

    /** The protocol's name without CLIENT_, as the given family of servers calls it. */
    public String protocolName(boolean mariaDb) {
        return mariaDb ? mariaDbName : name();
    }
}
