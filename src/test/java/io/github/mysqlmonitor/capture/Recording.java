package io.github.mysqlmonitor.capture;

import io.github.mysqlmonitor.testing.ProgramRun;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a scenario has at hand: a server, and the port of the proxy that records. */
record Recording(TestServer server, int port) {
    /** What is played into a capture. */
    @FunctionalInterface
    interface Scenario {
        void play(Recording recording) throws Exception;
    }

    /** The test user, logged in. */
    WireClient wire(long capabilities) throws IOException {
        return wire(capabilities, TestServer.USER, TestServer.PASSWORD);
    }

    WireClient wire(long capabilities, String user, String password) throws IOException {
        WireClient client = connect();
        client.login(user, password, capabilities);
        return client;
    }

    WireClient connect() throws IOException {
        return new WireClient(port);
    }

    /** MySQL's JDBC driver through the proxy; without TLS unless the options say so. */
    Connection mysql(String options) throws SQLException {
        return mysql(options, TestServer.USER, TestServer.PASSWORD);
    }

    Connection mysql(String options, String user, String password) throws SQLException {
        String tls = options.contains("sslMode") ? "" : "sslMode=DISABLED&";
        return DriverManager.getConnection(
                "jdbc:mysql://127.0.0.1:" + port + "/test?" + tls
                        + "allowPublicKeyRetrieval=true&allowMultiQueries=true&allowLoadLocalInfile=true&" + options,
                user,
                password);
    }

    /** MariaDB's JDBC driver through the proxy; without TLS unless the options say so. */
    Connection mariaDb(String options) throws SQLException {
        String tls = options.contains("sslMode") ? "" : "sslMode=disable&";
        return DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + port + "/test?" + tls
                        + "allowPublicKeyRetrieval=true&allowMultiQueries=true&allowLocalInfile=true&" + options,
                TestServer.USER,
                TestServer.PASSWORD);
    }

    /** MySQL's command line client through the proxy; what it says is of no interest. */
    void cli(String... arguments) {
        run(TestServers.mysql().cliCommand(), arguments);
    }

    void run(List<String> program, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--no-defaults", "--protocol=TCP", "--host=127.0.0.1", "--port=" + port, "--user=" + TestServer.USER));
        all.addAll(Arrays.asList(arguments));
        ProgramRun.run(program, new java.io.File("/dev/null"), all.toArray(String[]::new));
    }

    /** On a connection of its own, not recorded. */
    void admin(String... statements) throws SQLException {
        try (Connection connection = server.connect()) {
            execute(connection, statements);
        }
    }

    /** Runs them and reads all results; what fails, fails on the server and is recorded. */
    static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                execute(statement, sql);
            }
        }
    }

    private static void execute(Statement statement, String sql) {
        try {
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() != -1) {
                rows = statement.getMoreResults();
            }
        } catch (SQLException refused) {
            if (refused.getErrorCode() == 0) {
                throw new IllegalStateException(sql, refused);
            }
        }
    }
}
