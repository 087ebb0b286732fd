package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.cli.CertsCommand;
import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the admin room says of real sessions, of reloads, and of a stop. */
class AdminIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern ADDRESS = Pattern.compile("(?m)^ +admin +(http://127\\.0\\.0\\.1:\\d+)/metrics, ");

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private Path pair;

    @BeforeEach
    void makePairs() throws IOException {
        create("rsa");
        create("ec");
        pair = Files.createDirectory(directory.resolve("pair"));
        copy("rsa", "server-cert.pem");
        copy("rsa", "server-key.pem");
    }

    @Test
    void sessionsAreCountedByWhatTheyAre() throws Exception {
        try (ProxyProcess proxy = proxy("--client-ssl-mode", "REQUIRED")) {
            try (Connection open = connect(proxy, "REQUIRED");
                    Statement statement = open.createStatement()) {
                statement.execute("DO 1");
                assertEquals(1, number(proxy, "sessions_open{L}"));
                assertEquals(1, number(proxy, "sessions_opened_total{L}"));
                assertEquals(1, number(proxy, "server_leg_sessions_total{L,server=\"unverified\"}"));
                assertEquals(0, number(proxy, "server_leg_sessions_total{L,server=\"verified\"}"));
                assertEquals(1, handshakes(proxy, "client"));
                assertEquals(1, handshakes(proxy, "server"));
                assertTrue(number(proxy, "tls_handshake_seconds_total{L,leg=\"client\"}") > 0);
                assertTrue(number(proxy, "commands_total") >= 1, "the open session's commands count");
                assertTrue(number(proxy, "client_bytes_total") > 100);
                assertTrue(number(proxy, "server_certificate_not_after_seconds{L}") > 1e9);
            }
            await(proxy, "sessions_closed_total{L,reason=\"client_quit\"}", count -> count == 1);
            assertEquals(0, number(proxy, "sessions_open{L}"));
            assertThrows(SQLException.class, () -> connect(proxy, "DISABLED"));
            await(proxy, "sessions_refused_total{L,reason=\"insecure_transport\"}", count -> count == 1);
            assertThrows(SQLException.class, () -> connect(proxy, "VERIFY_CA"));
            await(
                    proxy,
                    "tls_handshake_failures_total{L,leg=\"client\",reason=\"certificate_refused_by_peer\"}",
                    count -> count == 1);
            double before = number(proxy, "aborted_handshakes_total{L}");
            try (Socket portScan = new Socket(proxy.host(), proxy.port())) {
                assertTrue(portScan.getInputStream().read() > 0);
            }
            await(proxy, "aborted_handshakes_total{L}", count -> count == before + 1);
            await(proxy, "sink_events_written_total{sink=\"stdout\"}", count -> count > 0);
            assertEquals(0, number(proxy, "sink_events_dropped_total{sink=\"stdout\"}"));
            assertEquals(0, proxy.stop(), proxy::stderr);
        }
    }

    @Test
    void aBrokenPairIsANumber() throws Exception {
        try (ProxyProcess proxy = proxy()) {
            double rsaEnds = number(proxy, "certificate_not_after_seconds{L,leg=\"client\"}");
            assertTrue(rsaEnds * 1000 > System.currentTimeMillis());
            assertEquals(1, number(proxy, "last_reload_ok{L}"));
            copy("ec", "server-cert.pem");
            await(proxy, "reloads_total{L,result=\"failed\"}", count -> count == 1);
            assertEquals(0, number(proxy, "last_reload_ok{L}"));
            assertEquals(rsaEnds, number(proxy, "certificate_not_after_seconds{L,leg=\"client\"}"));
            copy("ec", "server-key.pem");
            await(proxy, "reloads_total{L,result=\"ok\"}", count -> count == 1);
            assertEquals(1, number(proxy, "last_reload_ok{L}"));
            assertEquals(1, number(proxy, "reloads_total{L,result=\"failed\"}"));
        }
    }

    @Test
    void itIsReadyUntilItIsToldToStop() throws Exception {
        try (ProxyProcess proxy = proxy("--drain-timeout", "20s");
                Connection open = connect(proxy, "REQUIRED");
                Statement statement = open.createStatement()) {
            assertEquals(200, status(proxy, "/readyz"));
            statement.execute("BEGIN");
            proxy.process().destroy();
            proxy.awaitStderr("stopping: 1 session open", PATIENCE);
            assertEquals(503, status(proxy, "/readyz"));
            assertEquals(200, status(proxy, "/healthz"));
            statement.execute("COMMIT");
            assertEquals(0, proxy.awaitExit(PATIENCE), proxy::stderr);
        }
    }

    @Test
    void aSocketIsNoAddressForIt() {
        try (ProxyProcess proxy = ProxyProcess.upstream("127.0.0.1:1")
                .arguments("--admin", "unix:/tmp/no.sock")
                .launch()) {
            assertEquals(2, proxy.awaitExit(PATIENCE), proxy::stderr);
            assertTrue(proxy.stderr().contains("--admin unix:/tmp/no.sock: give PORT or HOST:PORT"), proxy::stderr);
        }
    }

    private ProxyProcess proxy(String... more) {
        TestServer server = TestServers.mysql();
        return ProxyProcess.upstream(server.host() + ":" + server.port())
                .arguments("--admin", "0")
                .arguments("--cert", pair.resolve("server-cert.pem").toString())
                .arguments("--key", pair.resolve("server-key.pem").toString())
                .arguments(more)
                .start();
    }

    private static Connection connect(ProxyProcess proxy, String sslMode) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mysql://" + proxy.host() + ":" + proxy.port() + "/" + TestServer.DATABASE + "?sslMode=" + sslMode,
                TestServer.USER,
                TestServer.PASSWORD);
    }

    private double handshakes(ProxyProcess proxy, String leg) throws Exception {
        return number(proxy, "tls_handshakes_total{L,leg=\"" + leg + "\",resumed=\"false\"}")
                + number(proxy, "tls_handshakes_total{L,leg=\"" + leg + "\",resumed=\"true\"}");
    }

    private void await(ProxyProcess proxy, String metric, DoublePredicate wanted) {
        proxy.awaitThat(
                () -> {
                    try {
                        return wanted.test(number(proxy, metric));
                    } catch (IOException e) {
                        throw new AssertionError(metric, e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new AssertionError(metric, e);
                    }
                },
                PATIENCE,
                metric);
    }

    /** @param metric without its prefix, with L in place of the listener */
    private double number(ProxyProcess proxy, String metric) throws IOException, InterruptedException {
        String name = "mysql_monitor_" + metric.replace("{L", "{listener=\"" + proxy.host() + ":" + proxy.port() + "\"")
                + " ";
        String metrics = get(proxy, "/metrics").body();
        return metrics.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + "in\n" + metrics));
    }

    private int status(ProxyProcess proxy, String path) throws IOException, InterruptedException {
        return get(proxy, path).statusCode();
    }

    private HttpResponse<String> get(ProxyProcess proxy, String path) throws IOException, InterruptedException {
        Matcher address = ADDRESS.matcher(proxy.stderr());
        assertTrue(address.find(), proxy::stderr);
        return http.send(
                HttpRequest.newBuilder(URI.create(address.group(1) + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void create(String name) {
        int exit = new CommandLine(new CertsCommand())
                .execute("create", "--dir", directory.resolve(name).toString(), "--key", name);
        assertEquals(0, exit);
    }

    private void copy(String set, String file) throws IOException {
        Files.copy(directory.resolve(set).resolve(file), pair.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
}
