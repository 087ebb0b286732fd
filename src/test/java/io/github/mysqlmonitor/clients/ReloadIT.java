package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.cli.CertsCommand;
import io.github.mysqlmonitor.testing.ProgramRun;
import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Certificates change under a running proxy: new handshakes see the new ones, and nobody else notices. */
class ReloadIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int RELOADS = 10;
    private static final int CLIENTS = 4;

    @TempDir
    private Path directory;

    private Path live;

    @BeforeEach
    void makePairs() throws IOException {
        create("rsa", "rsa");
        create("ec", "ec");
        live = Files.createSymbolicLink(directory.resolve("live"), directory.resolve("rsa"));
    }

    @Test
    void aSwappedLinkIsTakenUpAndOpenSessionsGoOn() throws Exception {
        try (ProxyProcess proxy = proxy();
                Connection before = connect(proxy)) {
            String first = shown(proxy);
            swap("ec");
            proxy.awaitStderr("certificate reloaded file=\\S+/live/server-cert.pem", PATIENCE);
            assertNotEquals(first, shown(proxy));
            assertEquals(certificate("ec"), shown(proxy));
            assertEquals("1", select(before));
            try (Connection after = connect(proxy)) {
                assertEquals("1", select(after));
            }
            assertEquals(0, proxy.stop(), proxy::stderr);
        }
    }

    @Test
    void aBrokenPairKeepsTheOldOneUntilItFits() throws Exception {
        Path pair = Files.createDirectory(directory.resolve("pair"));
        copy("rsa", "server-cert.pem", pair);
        copy("rsa", "server-key.pem", pair);
        swap("pair");
        try (ProxyProcess proxy = proxy()) {
            copy("ec", "server-cert.pem", pair);
            proxy.awaitStderr(
                    "certificate reload failed: \\S+/live/server-key.pem is the wrong key for the certificate in"
                            + " \\S+/live/server-cert.pem: .*; the certificate in use stays: ",
                    PATIENCE);
            assertEquals(certificate("rsa"), shown(proxy));
            copy("ec", "server-key.pem", pair);
            proxy.awaitStderr("certificate reloaded", PATIENCE);
            assertEquals(certificate("ec"), shown(proxy));
        }
    }

    @Test
    void sighupReadsTheFilesAtOnce() throws Exception {
        try (ProxyProcess proxy = proxy()) {
            hangUp(proxy);
            proxy.awaitStderr("certificate reloaded .*open sessions keep theirs", PATIENCE);
            assertEquals(certificate("rsa"), shown(proxy));
            assertEquals(0, proxy.stop(), proxy::stderr);
        }
    }

    @Test
    void noConnectFailsWhileCertificatesChange() throws Exception {
        try (ProxyProcess proxy = proxy()) {
            AtomicBoolean enough = new AtomicBoolean();
            AtomicInteger connects = new AtomicInteger();
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                running.add(clients.submit(() -> {
                    while (!enough.get()) {
                        try (Connection connection = connect(proxy)) {
                            assertEquals("1", select(connection));
                            connects.incrementAndGet();
                        }
                    }
                    return null;
                }));
            }
            for (int reload = 1; reload <= RELOADS; reload++) {
                swap(reload % 2 == 0 ? "rsa" : "ec");
                hangUp(proxy);
                proxy.awaitStderr("(?s)(certificate reloaded.*){" + reload + "}", PATIENCE);
            }
            enough.set(true);
            for (Future<?> client : running) {
                client.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            clients.shutdown();
            assertTrue(connects.get() > RELOADS, () -> connects + " connects");
            assertEquals(0, proxy.stop(), proxy::stderr);
        }
    }

    private ProxyProcess proxy() {
        TestServer server = TestServers.mysql();
        return ProxyProcess.upstream(server.host() + ":" + server.port())
                // Whoever runs the tests may have SIGHUP ignored (nohup), which a JVM leaves at that.
                .startedBy("env", "--default-signal=HUP")
                .arguments("--cert", live.resolve("server-cert.pem").toString())
                .arguments("--key", live.resolve("server-key.pem").toString())
                .start();
    }

    private static Connection connect(ProxyProcess proxy) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mysql://" + proxy.host() + ":" + proxy.port() + "/" + TestServer.DATABASE + "?sslMode=REQUIRED",
                TestServer.USER,
                TestServer.PASSWORD);
    }

    private static String select(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT 1")) {
            assertTrue(result.next());
            return result.getString(1);
        }
    }

    /** The certificate that a new handshake sees. */
    private static String shown(ProxyProcess proxy) {
        String text = ProgramRun.run(
                        List.of("openssl", "s_client", "-starttls", "mysql"),
                        new File("/dev/null"),
                        "-connect",
                        proxy.host() + ":" + proxy.port())
                .text();
        int end = text.indexOf("-----END CERTIFICATE-----");
        assertTrue(end > 0, text);
        return text.substring(text.indexOf("-----BEGIN CERTIFICATE-----"), end).strip();
    }

    private String certificate(String set) throws IOException {
        String text = Files.readString(directory.resolve(set).resolve("server-cert.pem"));
        return text.substring(0, text.indexOf("-----END CERTIFICATE-----")).strip();
    }

    private void create(String name, String key) {
        int exit = new CommandLine(new CertsCommand())
                .execute("create", "--dir", directory.resolve(name).toString(), "--key", key);
        assertEquals(0, exit);
    }

    private void copy(String set, String file, Path to) throws IOException {
        Files.copy(directory.resolve(set).resolve(file), to.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    private void swap(String set) throws IOException {
        Path fresh = Files.createSymbolicLink(directory.resolve("fresh"), directory.resolve(set));
        Files.move(fresh, live, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void hangUp(ProxyProcess proxy) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(proxy.pid())).start();
        assertEquals(0, kill.waitFor());
    }
}
