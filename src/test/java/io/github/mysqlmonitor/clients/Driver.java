package io.github.mysqlmonitor.clients;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The JDBC drivers, each with its text and its binary protocol. */
enum Driver {
    MYSQL_TEXT(false, "useServerPrepStmts=false"),
    MYSQL_BINARY(false, "useServerPrepStmts=true&useCursorFetch=true"),
    MARIADB_TEXT(true, "useServerPrepStmts=false"),
    MARIADB_BINARY(true, "useServerPrepStmts=true");

    private final boolean mariaDb;
    private final String options;

    Driver(boolean mariaDb, String options) {
        this.mariaDb = mariaDb;
        this.options = options;
    }

    boolean isMariaDb() {
        return mariaDb;
    }

    Connection connect(String host, int port, Wire wire, String user, String password) throws SQLException {
        String place =
                "//" + host + ":" + port + "/test?allowMultiQueries=true&allowPublicKeyRetrieval=true&" + options;
        String url = mariaDb
                ? "jdbc:mariadb:" + place + "&allowLocalInfile=true&" + wire.mariaDb
                : "jdbc:mysql:" + place + "&allowLoadLocalInfile=true&" + wire.mysql;
        return DriverManager.getConnection(url, user, password);
    }
}
