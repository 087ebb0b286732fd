package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration file changes under a running proxy, which is told so by SIGHUP. */
class ConfigReloadIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int TOO_MANY_CONNECTIONS = 1040;

    private final TestServer server = TestServers.mysql();

    @TempDir
    private Path directory;

    @Test
    void newSessionsFollowTheFileAndOpenOnesGoOn() throws Exception {
        try (ProxyProcess proxy = proxy("server-ssl-mode: REQUIRED");
                Connection before = connect(proxy)) {
            write(
                    "server-ssl-mode: VERIFY_PIN",
                    "server-ssl-pin: " + "ab".repeat(32),
                    "threads: 1",
                    "upstream-bind: 127.0.0.1");
            hangUp(proxy);
            proxy.awaitStderr(
                    "configuration reloaded file=\\S+ changed=server-ssl-mode,server-ssl-pin; open sessions", PATIENCE);
            String told = proxy.stderr();
            assertTrue(told.contains(":5: threads has changed: that needs a restart, the old value stays"), told);
            assertTrue(told.contains(":6: upstream-bind has changed: that needs a restart"), told);
            SQLException refused = assertThrows(SQLException.class, () -> connect(proxy));
            assertTrue(chain(refused).contains("the server's public key is not the pinned one"), () -> chain(refused));
            assertEquals("1", select(before));
            write("server-ssl-mode: REQUIRED");
            hangUp(proxy);
            proxy.awaitStderr("(?s)(configuration reloaded.*){2}", PATIENCE);
            try (Connection after = connect(proxy)) {
                assertEquals("1", select(after));
            }
            assertEquals(0, proxy.stop(), proxy::stderr);
        }
    }

    @Test
    void limitsChangeInBothDirections() throws Exception {
        try (ProxyProcess proxy = proxy("max-connections: 1");
                Connection first = connect(proxy)) {
            assertEquals(
                    TOO_MANY_CONNECTIONS,
                    assertThrows(SQLException.class, () -> connect(proxy)).getErrorCode());
            write("max-connections: 2");
            hangUp(proxy);
            proxy.awaitStderr("configuration reloaded file=\\S+ changed=max-connections;", PATIENCE);
            try (Connection second = connect(proxy)) {
                assertEquals("1", select(second));
                write("max-connections: 1");
                hangUp(proxy);
                proxy.awaitStderr("(?s)(configuration reloaded.*){2}", PATIENCE);
                assertEquals("1", select(second));
                assertEquals("1", select(first));
                assertThrows(SQLException.class, () -> connect(proxy));
            }
        }
    }

    @Test
    void anInvalidFileKeepsEverythingAsItWas() throws Exception {
        try (ProxyProcess proxy = proxy("max-connections: 5")) {
            write("max-conections: 1");
            hangUp(proxy);
            proxy.awaitStderr(
                    "configuration reload failed: \\S+:3:1: unknown key \"max-conections\"; did you mean"
                            + " max-connections\\?; everything stays as it was",
                    PATIENCE);
            write("max-connections: 1", "cert: " + directory.resolve("missing.pem"));
            hangUp(proxy);
            proxy.awaitStderr(
                    "configuration reload failed: \\S+/missing.pem does not exist.*; everything stays as it was",
                    PATIENCE);
            assertFalse(proxy.stderr().contains("configuration reloaded"), proxy::stderr);
            try (Connection first = connect(proxy);
                    Connection second = connect(proxy)) {
                assertEquals("1", select(first));
                assertEquals("1", select(second));
            }
            assertEquals(0, proxy.stop(), proxy::stderr);
        }
    }

    private ProxyProcess proxy(String... lines) throws IOException {
        write(lines);
        return ProxyProcess.configured(file())
                .startedBy("env", "--default-signal=HUP")
                .start();
    }

    private Path file() {
        return directory.resolve("mysql-monitor.yaml");
    }

    private void write(String... lines) throws IOException {
        Files.writeString(
                file(),
                "listen: 127.0.0.1:0\nupstream: " + server.host() + ":" + server.port() + "\n"
                        + String.join("\n", lines) + "\n");
    }

    private static Connection connect(ProxyProcess proxy) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mysql://" + proxy.host() + ":" + proxy.port() + "/" + TestServer.DATABASE + "?sslMode=REQUIRED",
                TestServer.USER,
                TestServer.PASSWORD);
    }

    private static String chain(Throwable thrown) {
        return thrown.getCause() == null ? thrown.toString() : thrown + "\n" + chain(thrown.getCause());
    }

    private static String select(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT 1")) {
            assertTrue(result.next());
            return result.getString(1);
        }
    }

    private static void hangUp(ProxyProcess proxy) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(proxy.pid())).start();
        assertEquals(0, kill.waitFor());
    }
}
