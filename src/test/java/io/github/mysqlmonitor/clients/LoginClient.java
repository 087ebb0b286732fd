package io.github.mysqlmonitor.clients;

import com.mysql.cj.jdbc.JdbcConnection;
import io.github.mysqlmonitor.testing.ProgramRun;
import io.github.mysqlmonitor.testing.TestServer;
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
    CLI("mysql CLI") {
        @Override
        String outcome(TestServer server, int port, Leg leg, Account account, Account next) {
            List<String> arguments = cli(port, account);
            arguments.add("--enable-cleartext-plugin");
            arguments.add("--get-server-public-key");
            arguments.add(leg.tls ? "--ssl-mode=REQUIRED" : "--ssl-mode=DISABLED");
            for (int factor = 2; factor <= account.passwords().size(); factor++) {
                arguments.add("--password" + factor + "=" + account.passwords().get(factor - 1));
            }
            if (!leg.compression.isEmpty()) {
                arguments.add("--compression-algorithms=" + leg.compression);
            }
            return run(TestServers.mysql().cliCommand(), arguments);
        }
    },
    MARIADB_CLI("mariadb CLI") {
        @Override
        String outcome(TestServer server, int port, Leg leg, Account account, Account next) {
            List<String> arguments = cli(port, account);
            arguments.add(leg.tls ? "--disable-ssl-verify-server-cert" : "--skip-ssl");
            if (!leg.compression.isEmpty()) {
                arguments.add("--compress");
            }
            return run(server.cliCommand(), arguments);
        }
    },
    CONNECTOR_J("Connector/J") {
        @Override
        String outcome(TestServer server, int port, Leg leg, Account account, Account next) {
            String url = "jdbc:mysql://127.0.0.1:" + port + "/?allowPublicKeyRetrieval=true&sslMode="
                    + (leg.tls ? "REQUIRED" : "DISABLED") + (leg.compression.isEmpty() ? "" : "&useCompression=true");
            return jdbc(url, account, next);
        }

        @Override
        void change(Connection connection, Account next) throws SQLException {
            connection.unwrap(JdbcConnection.class).changeUser(next.user(), next.password());
        }
    },
    MARIADB_CONNECTOR_J("MariaDB Connector/J") {
        @Override
        String outcome(TestServer server, int port, Leg leg, Account account, Account next) {
            String url = "jdbc:mariadb://127.0.0.1:" + port + "/?allowPublicKeyRetrieval=true&sslMode="
                    + (leg.tls ? "trust" : "disable") + (leg.compression.isEmpty() ? "" : "&useCompression=true");
            return jdbc(url, account, null);
        }
    };

    private final String title;

    LoginClient(String title) {
        this.title = title;
    }

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

    /**
     * Who logs in, and with what.
     *
     * @param passwords one for each factor
     * @param sendsClearText whether a client gets so far as to send a password in clear
     * @param what is special about it
     */
    record Account(String user, LoginPlugin plugin, List<String> passwords, boolean sendsClearText, String what) {
        String password() {
            return passwords.get(0);
        }

        @Override
        public String toString() {
            return user + " (" + what + ")";
        }
    }

    /**
     * Logs in, and changes the user where the client can.
     *
     * @param server whose own client it may be
     * @param next whom to change to; null: nobody
     */
    abstract String outcome(TestServer server, int port, Leg leg, Account account, Account next);

    void change(Connection connection, Account next) throws SQLException {
        throw new UnsupportedOperationException("this client cannot change its user");
    }

    boolean compresses(Leg leg, boolean mariaDb) {
        return leg.compression.equals("zlib") || this == CLI && !mariaDb;
    }

    String jdbc(String url, Account account, Account next) {
        Properties properties = new Properties();
        properties.setProperty("user", account.user());
        properties.setProperty("password", account.password());
        List<String> factors = (next == null ? account : next).passwords();
        for (int factor = 2; factor <= factors.size(); factor++) {
            properties.setProperty("password" + factor, factors.get(factor - 1));
        }
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

    private static List<String> cli(int port, Account account) {
        return new ArrayList<>(List.of(
                "--no-defaults",
                "--protocol=TCP",
                "--host=127.0.0.1",
                "--port=" + port,
                "--user=" + account.user(),
                "--password=" + account.password(),
                "--default-character-set=utf8mb4",
                "-N",
                "-e",
                "SELECT CURRENT_USER(), REPEAT('x', 200)"));
    }

    private static String run(List<String> program, List<String> arguments) {
        ProgramRun run = ProgramRun.run(program, new File("/dev/null"), arguments.toArray(String[]::new));
        String errors = run.errors()
                .lines()
                .filter(line -> line.startsWith("ERROR"))
                .findFirst()
                .orElse("");
        return run.exit() == 0 ? run.text().strip() : errors;
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

    @Override
    public String toString() {
        return title;
    }
}
