package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A limit on open files that is lower than what clients ask for. */
class FewFilesIT {
    private static final int LIMIT = 160;
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void clientsAboveTheLimitWaitAndAreServedWhenOthersHaveLeft() throws Exception {
        TestServer server = TestServers.mysql();
        try (ProxyProcess proxy = ProxyProcess.upstream(server.host() + ":" + server.port())
                .startedBy("sh", "-c", "ulimit -n " + LIMIT + "; exec \"$0\" \"$@\"")
                .unwatched()
                .start()) {
            proxy.awaitStderr("open files are limited to " + LIMIT + ": about 16 sessions fit, not the 10000", SOON);
            long atRest = openFiles(proxy);
            List<Socket> clients = new ArrayList<>();
            try {
                for (int number = 0; number < LIMIT; number++) {
                    clients.add(new Socket(InetAddress.getLoopbackAddress(), proxy.port()));
                }
                proxy.awaitStderr("cannot accept clients: .*; they wait", SOON);
            } finally {
                for (Socket client : clients) {
                    client.close();
                }
            }
            // Their logins are finished first, as those of all clients that leave early.
            proxy.awaitThat(() -> openFiles(proxy) <= atRest + 2, SOON, "the end of the sessions");
            assertEquals(1, selectOne(server, proxy));
            assertTrue(proxy.stderr()
                            .lines()
                            .filter(line -> line.contains("cannot accept"))
                            .count()
                    < 3);
            assertEquals(0, proxy.stop());
        }
    }

    @Test
    void theSoftLimitIsRaisedToTheHardOne() throws IOException {
        try (ProxyProcess proxy = ProxyProcess.upstream("127.0.0.1:1")
                .startedBy("sh", "-c", "ulimit -S -n 200; ulimit -H -n 4000; exec \"$0\" \"$@\"")
                .unwatched()
                .arguments("--max-connections", "1900")
                .start()) {
            String limits = Files.readString(Path.of("/proc", Long.toString(proxy.pid()), "limits"));

            assertTrue(limits.matches("(?s).*Max open files +4000 +4000 .*"), limits);
            assertTrue(!proxy.stderr().contains("open files are limited"), proxy::stderr);
            assertEquals(0, proxy.stop());
        }
    }

    private static long openFiles(ProxyProcess proxy) {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(proxy.pid()), "fd"))) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int selectOne(TestServer server, ProxyProcess proxy) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        server.jdbcUrl(proxy.host(), proxy.port()), server.user(), server.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
