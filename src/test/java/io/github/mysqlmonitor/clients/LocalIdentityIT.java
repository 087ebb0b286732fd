package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.clients.LoginClient.Account;
import io.github.mysqlmonitor.clients.LoginClient.Leg;
import io.github.mysqlmonitor.testing.ProgramRun;
import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.TestServer;
import java.io.File;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server behind a Unix socket sees the user whom the proxy runs as, and must not take a TCP client for that user. */
class LocalIdentityIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** Whom this test and the proxies of it run as, and whom socket plugins see. */
    private static final String OWN = System.getProperty("user.name");

    private static final Account PASSWORD = account(TestServer.USER, TestServer.PASSWORD);
    private static final Account EMPTY = account("nobody", "");
    private static final Account SOCKET = account("bysocket", "whatever");

    private static final String UNASKED = "1045 28000 mysql-monitor: the server lets '%s' in without asking the client"
            + " anything: by the socket (auth_socket, unix_socket), which is the proxy's and says nothing about the"
            + " client; give the account a password only, or allow it by --allow-local-identity";

    @ParameterizedTest
    @EnumSource(names = {"MYSQL_9", "MYSQL_8_0"})
    void authSocketIsRefusedToTcpClients(ServerKind kind) throws SQLException {
        try (TestServer server = TestServer.start(kind);
                ProxyProcess proxy = beforeSocket(server)) {
            String installed = asRoot(server, "INSTALL PLUGIN auth_socket SONAME 'auth_socket.so'");
            Assumptions.assumeTrue(installed.isEmpty(), () -> kind + " has no auth_socket: " + installed);
            done(server, "CREATE USER bysocket@localhost IDENTIFIED WITH auth_socket AS '" + OWN + "'");
            done(server, "CREATE USER nobody@localhost IDENTIFIED WITH caching_sha2_password BY ''");
            // The plugin itself works: who connects to the socket is the very user that it wants.
            assertEquals("bysocket@localhost", bySocket(server, "bysocket"));
            String aborted = abortedClients(server);
            for (Leg leg : Leg.values()) {
                String what = leg + "\n" + proxy.log();
                assertEquals(UNASKED.formatted("bysocket"), login(proxy, leg, SOCKET, null), what);
                assertEquals("test@%", login(proxy, leg, PASSWORD, null), what);
                assertEquals("nobody@localhost", login(proxy, leg, EMPTY, null), what);
            }
            for (Leg leg : List.of(Leg.PLAIN, Leg.TLS, Leg.TLS_ZLIB)) {
                assertEquals("test@%, then nobody@localhost, then test@%", login(proxy, leg, PASSWORD, EMPTY));
                assertEquals(UNASKED.formatted("bysocket"), login(proxy, leg, PASSWORD, SOCKET), leg.toString());
            }
            assertEquals(aborted, abortedClients(server), "the server was left in good order");
            assertTrue(proxy.log().contains("refused: the server takes the proxy for the client"), proxy.log());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unix_socket",
                "unix_socket OR mysql_native_password USING PASSWORD('secret')",
                "mysql_native_password USING 'invalid' OR unix_socket",
                "mysql_native_password USING PASSWORD('secret') OR unix_socket"
            })
    void unixSocketIsRefusedToTcpClients(String plugins) throws SQLException {
        try (TestServer server = TestServer.start(ServerKind.MARIADB_11_4);
                ProxyProcess proxy = beforeSocket(server)) {
            done(server, "CREATE USER nobody@localhost");
            done(server, "CREATE OR REPLACE USER '" + OWN + "'@localhost IDENTIFIED VIA " + plugins);
            assertEquals(OWN + "@localhost", bySocket(server, OWN));
            String expected = plugins.startsWith("unix_socket")
                    ? UNASKED.formatted(OWN)
                    : "1045 28000 mysql-monitor: '" + OWN + "' is the user whom mysql-monitor runs as: MariaDB's"
                            + " unix_socket may have let it in for that alone, whatever the client has sent; run"
                            + " mysql-monitor as a user without an account, or allow it by --allow-local-identity";
            for (Leg leg : List.of(Leg.PLAIN, Leg.TLS, Leg.TLS_ZLIB)) {
                for (String password : List.of("", "wrong", "secret")) {
                    assertEquals(
                            expected,
                            LoginClient.MARIADB_CONNECTOR_J.outcome(
                                    null, proxy.port(), leg, account(OWN, password), null),
                            leg + " '" + password + "'\n" + proxy.log());
                }
                assertEquals(
                        "test@%", LoginClient.MARIADB_CONNECTOR_J.outcome(null, proxy.port(), leg, PASSWORD, null));
                assertEquals(
                        "nobody@localhost",
                        LoginClient.MARIADB_CONNECTOR_J.outcome(null, proxy.port(), leg, EMPTY, null));
            }
        }
    }

    @Test
    void whatIsAllowedIsLetThrough() throws SQLException {
        try (TestServer server = TestServer.start(ServerKind.MARIADB_11_4);
                ProxyProcess proxy = beforeSocket(server, "--allow-local-identity", "--listen", "0.0.0.0:0")) {
            done(server, "CREATE OR REPLACE USER '" + OWN + "'@localhost IDENTIFIED VIA unix_socket");
            assertEquals(
                    OWN + "@localhost",
                    LoginClient.MARIADB_CONNECTOR_J.outcome(null, proxy.port(), Leg.TLS, account(OWN, ""), null));
            proxy.awaitStderr("WARN .*--listen 0.0.0.0:0 is open to other hosts, .*--allow-local-identity\\)", TIMEOUT);
        }
    }

    @Test
    void aListenerForOtherHostsInFrontOfASocketDoesNotStart() {
        assertRefused(
                ProxyProcess.upstream("unix:/run/mysqld/mysqld.sock").arguments("--listen", "0.0.0.0:0"),
                "mysql-monitor: --listen 0.0.0.0:0 is open to other hosts, and its clients are local ones for the server"
                        + " at unix:/run/mysqld/mysqld.sock: accounts @localhost let them in, require_secure_transport"
                        + " is met without TLS, and socket plugins (auth_socket, unix_socket) see the user whom"
                        + " mysql-monitor runs as. Listen on 127.0.0.1, or write the server's TCP address in --upstream,"
                        + " or allow it by --allow-local-identity");
    }

    @Test
    void aListenerForOtherHostsInFrontOfLoopbackIsAWarningAndStrictlyAnError() {
        String warning = "--listen 0.0.0.0:0 is open to other hosts, and its clients are local ones for the server at"
                + " 127.0.0.1:1: accounts @localhost let them in, and firewalls and bind_address do not keep them out. ";
        try (ProxyProcess proxy = ProxyProcess.upstream("127.0.0.1:1")
                .arguments("--listen", "0.0.0.0:0")
                .start()) {
            proxy.awaitThat(() -> proxy.stderr().contains(" WARN  " + warning), TIMEOUT, warning);
        }
        assertRefused(
                ProxyProcess.upstream("127.0.0.1:1").arguments("--listen", "0.0.0.0:0", "--strict"),
                "mysql-monitor: " + warning
                        + "--strict does not allow it: write an address in --upstream that is not the loopback's");
    }

    private static Account account(String user, String password) {
        return new Account(user, null, List.of(password), false, "");
    }

    private static void assertRefused(ProxyProcess.Preparation preparation, String message) {
        try (ProxyProcess proxy = preparation.launch()) {
            assertEquals(2, proxy.awaitExit(TIMEOUT), proxy::stderr);
            assertEquals(message, proxy.stderr().strip());
        }
    }

    private static ProxyProcess beforeSocket(TestServer server, String... arguments) {
        Assumptions.assumeTrue(server.socket().isPresent(), "the server is in a container, its socket out of reach");
        return ProxyProcess.upstream("unix:" + server.socket().orElseThrow())
                .arguments(arguments)
                .start();
    }

    private static String login(ProxyProcess proxy, Leg leg, Account account, Account next) {
        // Connector/J has no zstd.
        return leg.compression.equals("zstd")
                ? cli(proxy, leg, account)
                : LoginClient.CONNECTOR_J.outcome(null, proxy.port(), leg, account, next);
    }

    private static String cli(ProxyProcess proxy, Leg leg, Account account) {
        return LoginClient.CLI
                .outcome(null, proxy.port(), leg, account, null)
                .replaceFirst("^ERROR (\\d+) \\((\\w+)\\): ", "$1 $2 ")
                .replaceFirst("\tx+$", "");
    }

    private static String abortedClients(TestServer server) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Aborted_clients'")) {
            rows.next();
            return rows.getString(2);
        }
    }

    private static void done(TestServer server, String sql) {
        assertEquals("", asRoot(server, sql), sql);
    }

    /** Returns what root was told. */
    private static String asRoot(TestServer server, String sql) {
        ProgramRun run = atSocket(server, "root", sql);
        return run.exit() == 0 ? "" : run.errors();
    }

    private static String bySocket(TestServer server, String user) {
        return atSocket(server, user, "SELECT CURRENT_USER()")
                .succeeded()
                .text()
                .strip();
    }

    private static ProgramRun atSocket(TestServer server, String user, String sql) {
        List<String> arguments = new ArrayList<>(List.of("--no-defaults", "-u" + user, "--password=", "-N"));
        arguments.addAll(List.of("--socket=" + server.socket().orElseThrow(), "-e", sql));
        return ProgramRun.run(server.cliCommand(), new File("/dev/null"), arguments.toArray(String[]::new));
    }
}
