package io.github.mysqlmonitor.clients;

import com.mysql.cj.jdbc.JdbcConnection;
import io.github.mysqlmonitor.testing.ProgramRun;
import io.github.mysqlmonitor.testing.TestServers;
import java.io.File;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A client program that logs in, says who it has become, and leaves; what it saw is its outcome, as text. */
enum LoginClient {
    CLI {
        @Override
        String outcome(int port, Leg leg, Account account, Account next) {
            List<String> arguments = new ArrayList<>(List.of(
                    "--no-defaults",
                    "--protocol=TCP",
                    "--host=127.0.0.1",
                    "--port=" + port,
                    "--user=" + account.user(),
                    "--password=" + account.password(),
                    "--default-character-set=utf8mb4",
                    "--enable-cleartext-plugin",
                    leg.tls ? "--ssl-mode=REQUIRED" : "--ssl-mode=DISABLED",
                    "--get-server-public-key",
                    "-N",
                    "-e",
                    "SELECT CURRENT_USER(), REPEAT('x', 200)"));
            if (!leg.compression.isEmpty()) {
                arguments.add("--compression-algorithms=" + leg.compression);
            }
            ProgramRun run = ProgramRun.run(
                    TestServers.mysql().cliCommand(), new File("/dev/null"), arguments.toArray(String[]::new));
            String errors = run.errors()
                    .lines()
                    .filter(line -> line.startsWith("ERROR"))
                    .findFirst()
                    .orElse("");
            return run.exit() == 0 ? run.text().strip() : errors;
        }
    },
    CONNECTOR_J {
        @Override
        String outcome(int port, Leg leg, Account account, Account next) {
            String url = "jdbc:mysql://127.0.0.1:" + port + "/?allowPublicKeyRetrieval=true&sslMode="
                    + (leg.tls ? "REQUIRED" : "DISABLED") + (leg.compression.isEmpty() ? "" : "&useCompression=true");
            return jdbc(url, account, next);
        }

        @Override
        void change(Connection connection, Account next) throws SQLException {
            connection.unwrap(JdbcConnection.class).changeUser(next.user(), next.password());
        }
    },
    MARIADB_CONNECTOR_J {
        @Override
        String outcome(int port, Leg leg, Account account, Account next) {
            String url = "jdbc:mariadb://127.0.0.1:" + port + "/?allowPublicKeyRetrieval=true&sslMode="
                    + (leg.tls ? "trust" : "disable") + (leg.compression.isEmpty() ? "" : "&useCompression=true");
            return jdbc(url, account, null);
        }
    };

    /** What the client does on its leg. */
    enum Leg {
        PLAIN(false, ""),
        TLS(true, ""),
        PLAIN_ZLIB(false, "zlib"),
        TLS_ZLIB(true, "zlib"),
        PLAIN_ZSTD(false, "zstd"),
        TLS_ZSTD(true, "zstd");

        final boolean tls;
        final String compression;

        Leg(boolean tls, String compression) {
            this.tls = tls;
            this.compression = compression;
        }
    }

    /** Who logs in, and with what. */
    record Account(String user, String password) {
        @Override
        public String toString() {
            return user;
        }
    }

    /**
     * Logs in, and changes the user where the client can.
     *
     * @param next whom to change to; null: nobody
     */
    abstract String outcome(int port, Leg leg, Account account, Account next);

    void change(Connection connection, Account next) throws SQLException {
        throw new UnsupportedOperationException("this client cannot change its user");
    }

    String jdbc(String url, Account account, Account next) {
        Properties properties = new Properties();
        properties.setProperty("user", account.user());
        properties.setProperty("password", account.password());
        try (Connection connection = DriverManager.getConnection(url, properties)) {
            String outcome = whoAmI(connection);
            if (next != null) {
                change(connection, next);
                outcome += ", then " + whoAmI(connection);
                change(connection, account);
                outcome += ", then " + whoAmI(connection);
            }
            return outcome;
        } catch (SQLException e) {
            return e.getErrorCode() + " " + e.getSQLState() + " " + withoutConnection(e.getMessage());
        }
    }

    private static String whoAmI(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT CURRENT_USER(), REPEAT('x', 200)")) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** MariaDB's driver puts the connection id in front. */
    private static String withoutConnection(String message) {
        return message.replaceFirst("^\\(conn=\\d+\\) ", "").lines().findFirst().orElse("");
    }
}
