package io.github.mysqlmonitor.testing;

/** A kind of database server that the tests run against. */
public enum ServerKind {
    /** The current MySQL 9 release. */
    MYSQL_9("mysql-9.7", "mysql-9", "mysql:9"),
    /** MySQL 8.0, which still offers {@code mysql_native_password}. */
    MYSQL_8_0("mysql-8.0", "mysql-8.0", "mysql:8.0"),
    /** MariaDB 11.4 LTS: another handshake, no query attributes, no caching_sha2_password. */
    MARIADB_11_4("mariadb-11.4", "mariadb", "mariadb:11.4"),
    /** MariaDB 11.8 LTS with the plugins of ed25519, parsec and caching_sha2_password; for logins alone. */
    MARIADB_11_8("mariadb-11.8", "mariadb-11.8", "mariadb:11.8");

    private final String scriptName;
    private final String requirement;
    private final String image;

    ServerKind(String scriptName, String requirement, String image) {
        this.scriptName = scriptName;
        this.requirement = requirement;
        this.image = image;
    }

    /** Tells whether tests of all servers leave this one out, because it shows them nothing that another does not. */
    public boolean isForLoginsOnly() {
        return this == MARIADB_11_8;
    }

    /** Returns its name in {@code scripts/test-server}. */
    public String scriptName() {
        return scriptName;
    }

    /** Returns its name in the environment variable {@value TestServers#REQUIRE}. */
    public String requirement() {
        return requirement;
    }

    /** Returns the container image to use where Docker runs. */
    public String image() {
        return image;
    }

    /** Tells whether this is MariaDB and not MySQL. */
    public boolean isMariaDb() {
        return this == MARIADB_11_4 || this == MARIADB_11_8;
    }
}
