package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the log of keys the recorded traffic of either leg can be read, and only with it. */
class KeyLogIT {
    private static final String STATEMENT = "SELECT 'to be found in the recording'";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theRecordedTrafficOfBothLegsCanBeReadWithIt(String version) throws Exception {
        Path keys = directory.resolve("keys.log");
        TestServer server = TestServers.mysql();
        try (TcpRelay serverLeg = TcpRelay.recording(server.host(), server.port());
                ProxyProcess proxy = ProxyProcess.upstream("127.0.0.1:" + serverLeg.port())
                        .arguments("--tls-versions", version, "--tls-keylog", keys.toString())
                        .start();
                TcpRelay clientLeg = TcpRelay.recording(proxy.host(), proxy.port())) {
            assertTrue(proxy.stderr().contains("THE KEYS OF ALL TLS SESSIONS ARE WRITTEN TO " + keys), proxy::stderr);
            session(clientLeg.port());
            session(clientLeg.port());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)));
            assertReadable(clientLeg.connections(), keys, version, 2);
            // The start tries a handshake of its own.
            assertReadable(serverLeg.connections(), keys, version, 3);
            assertEquals(0, proxy.stop(), proxy::stderr);
        }
    }

    @Test
    void contextsMadeByAReloadHaveItToo() throws Exception {
        Path keys = directory.resolve("keys.log");
        TestServer server = TestServers.mysql();
        try (ProxyProcess proxy = ProxyProcess.upstream(server.host() + ":" + server.port())
                        .startedBy("env", "--default-signal=HUP")
                        .environment("SSLKEYLOGFILE", keys.toString())
                        .start();
                TcpRelay clientLeg = TcpRelay.recording(proxy.host(), proxy.port())) {
            Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(proxy.pid())).start();
            assertEquals(0, kill.waitFor());
            proxy.awaitStderr("certificate reloaded", PATIENCE);
            session(clientLeg.port());
            assertReadable(clientLeg.connections(), keys, "TLSv1.3", 1);
        }
    }

    private static void assertReadable(List<TcpRelay.Connection> connections, Path keys, String version, int count)
            throws Exception {
        assertEquals(count, connections.size());
        RecordedTls recorded = new RecordedTls(connections.get(count - 1));
        Map<String, byte[]> secrets = Files.readAllLines(keys).stream()
                .map(line -> line.split(" "))
                .filter(line -> line[1].equals(recorded.clientRandom()))
                .collect(
                        Collectors.toMap(line -> line[0], line -> HexFormat.of().parseHex(line[2])));
        byte[] plain = version.equals("TLSv1.2")
                ? recorded.readTls12(secrets.get("CLIENT_RANDOM"))
                : recorded.readTls13(secrets.get("CLIENT_TRAFFIC_SECRET_0"));
        assertTrue(new String(plain, StandardCharsets.ISO_8859_1).contains(STATEMENT));
    }

    private static void session(int port) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:mysql://127.0.0.1:" + port + "/" + TestServer.DATABASE + "?sslMode=REQUIRED",
                        TestServer.USER,
                        TestServer.PASSWORD);
                Statement statement = connection.createStatement()) {
            assertTrue(statement.execute(STATEMENT));
        }
    }
}
