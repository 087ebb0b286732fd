package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that refuses a packet as too large says so and hangs up while the client is still sending. Connector/J takes
 * no part: it asks the server for its limit and refuses by itself.
 */
class LastWordsIT {
    private static final int RUNS = 20;
    private static final String INSERT = "INSERT INTO big VALUES ('" + "x".repeat(8 << 20) + "')";

    private static TestServer server;
    private static LocalProxy proxy;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(ServerKind.MYSQL_9, "--max-allowed-packet=1M");
        proxy = LocalProxy.before(server.host(), server.port()).start();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE big (v LONGTEXT)");
        }
    }

    @AfterAll
    static void stop() {
        proxy.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"REQUIRED", "DISABLED"})
    void theCommandLineClientShowsTheServersErrorEveryTime(String sslMode, @TempDir Path dir) throws Exception {
        Path script = Files.writeString(dir.resolve("insert.sql"), INSERT);
        String direct = runCli(server.port(), sslMode, script);
        List<String> shown = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            shown.add(runCli(proxy.port(), sslMode, script));
        }
        assertEquals("ERROR 1153 (08S01) at line 1: Got a packet bigger than 'max_allowed_packet' bytes", direct);
        assertEquals(Collections.nCopies(RUNS, direct), shown);
    }

    private static String runCli(int port, String sslMode, Path script) throws Exception {
        List<String> command = new ArrayList<>(server.cliCommand());
        command.addAll(List.of(
                "-h127.0.0.1",
                "-P" + port,
                "-u" + server.user(),
                "-p" + server.password(),
                "--ssl-mode=" + sslMode,
                "--get-server-public-key",
                "--max-allowed-packet=64M",
                TestServer.DATABASE));
        Process process = new ProcessBuilder(command)
                .redirectInput(script.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor(30, TimeUnit.SECONDS);
        return output.lines()
                .filter(line -> line.startsWith("ERROR"))
                .findFirst()
                .orElse(output);
    }
}
