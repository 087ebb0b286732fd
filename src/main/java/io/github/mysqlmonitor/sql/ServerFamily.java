package io.github.mysqlmonitor.sql;

/** Servers whose digests follow the same rules. */
public enum ServerFamily {
    /** MySQL up to 8.0, measured on 8.0.33. */
    MYSQL_8_0("mysql-8.0"),
    /** MySQL after 8.0, measured on 9.7. */
    MYSQL_9("mysql-9.7"),
    /** MariaDB, measured on 11.4. */
    MARIADB("mariadb-11.4");

    private static final int FIRST_OF_MYSQL_9 = 80_100;

    private final Keywords keywords;

    ServerFamily(String file) {
        keywords = Keywords.load(file);
    }

    static ServerFamily ofMySql(int versionId) {
        return versionId < FIRST_OF_MYSQL_9 ? MYSQL_8_0 : MYSQL_9;
    }

    Keywords keywords() {
        return keywords;
    }

    boolean isMariaDb() {
        return this == MARIADB;
    }

    /** Whether a sign behind a comparison, ELSE or THEN belongs to the number. */
    boolean signsFollowComparisons() {
        return this == MYSQL_9;
    }

    /** Whether the n in ORDER BY n and GROUP BY n stays as it is. */
    boolean keepsColumnNumbers() {
        return this == MYSQL_9;
    }

    /** Whether IN (…) is one token whatever the number of values. */
    boolean foldsInLists() {
        return this != MARIADB;
    }

    boolean hasDollarQuotes() {
        return this == MYSQL_9;
    }
}
