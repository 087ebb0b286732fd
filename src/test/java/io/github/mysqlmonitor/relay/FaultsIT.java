package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong around the proxy ends in a clear message, and nothing hangs. */
class FaultsIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestServer server = TestServers.mysql();

    @Test
    void aServerKilledInTheMiddleOfAQueryEndsTheSession() throws Exception {
        try (TestServer doomed = TestServer.start(ServerKind.MYSQL_9);
                ProxyProcess proxy = ProxyProcess.before(doomed);
                Connection connection = connect(doomed, proxy);
                Statement statement = connection.createStatement()) {
            CompletableFuture<SQLException> failure = CompletableFuture.supplyAsync(
                    () -> assertThrows(SQLException.class, () -> statement.execute("SELECT SLEEP(100)")));
            proxy.awaitLog("Query .*SLEEP", SOON);
            ProcessHandle.of(doomed.pid().orElseThrow()).orElseThrow().destroyForcibly();
            assertEquals("08S01", failure.get(20, TimeUnit.SECONDS).getSQLState());
            proxy.awaitLog(" close .*server", SOON);
            assertEquals(0, proxy.stop());
        }
    }

    @Test
    void aClientKilledInTheMiddleOfAResultEndsItsSessionOnTheServerToo() throws Exception {
        try (ProxyProcess proxy = ProxyProcess.before(server)) {
            Process client = new ProcessBuilder(
                            "bash",
                            "-c",
                            "exec " + String.join(" ", server.cliCommand())
                                    + " -h127.0.0.1 -P" + proxy.port() + " -u" + server.user() + " -p"
                                    + server.password()
                                    + " --quick -e \"SELECT REPEAT('x', 1000) FROM information_schema.columns a,"
                                    + " information_schema.columns b\" >/dev/null")
                    .redirectErrorStream(true)
                    .start();
            proxy.awaitLog(" Row ", SOON);
            client.descendants().forEach(ProcessHandle::destroyForcibly);
            client.destroyForcibly();
            proxy.awaitLog(" close .*client", SOON);
            assertEquals(0, proxy.stop());
        }
    }

    @Test
    void aWrongKeyFileEndsWithCode4AndOneLine(@TempDir Path dir) throws Exception {
        Path junk = Files.writeString(dir.resolve("junk.pem"), "no key");
        refused(4, "junk.pem", "--cert", junk.toString(), "--key", junk.toString());
    }

    @Test
    void aPortInUseEndsWithCode3AndOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refused(3, "127.0.0.1:" + taken.getLocalPort(), "--listen", "127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void aBadOptionEndsWithCode2() {
        refused(2, "--no-such-option", "--no-such-option");
    }

    @Test
    void aMissingUpstreamEndsWithCode2AndACommandToCopy() throws Exception {
        Process process = new ProcessBuilder(ProxyProcess.program().toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(2, process.waitFor());
        assertEquals(1, said.lines().count(), said);
        assertTrue(said.contains("for instance mysql-monitor --upstream db.example.com:3306"), said);
    }

    private void refused(int code, String named, String... arguments) {
        try (ProxyProcess proxy = ProxyProcess.upstream(server.host() + ":" + server.port())
                .arguments(arguments)
                .launch()) {
            assertEquals(code, proxy.awaitExit(SOON), proxy::stderr);
            assertEquals(1, proxy.stderr().lines().count(), proxy::stderr);
            assertTrue(proxy.stderr().contains(named), proxy::stderr);
        }
    }

    @Test
    void aFullDiskBehindStdoutStopsTheLogAndNotTheTraffic() throws Exception {
        try (ProxyProcess proxy = ProxyProcess.upstream(server.host() + ":" + server.port())
                .stdout(Path.of("/dev/full"))
                .start()) {
            runStatements(proxy, 500);
            proxy.awaitStderr("No space left", SOON);
            runStatements(proxy, 500);
            assertEquals(
                    1,
                    proxy.stderr()
                            .lines()
                            .filter(line -> line.contains("No space left"))
                            .count(),
                    proxy::stderr);
            assertEquals(0, proxy.stop());
        }
    }

    @Test
    void aPipeThatWasClosedBehindStdoutStopsTheLogAndNotTheTraffic(@TempDir Path dir) throws Exception {
        Path pipe = pipe(dir);
        Process reader = new ProcessBuilder("head", "-1", pipe.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (ProxyProcess proxy = ProxyProcess.upstream(server.host() + ":" + server.port())
                .stdout(pipe)
                .start()) {
            runStatements(proxy, 10);
            assertTrue(reader.waitFor(20, TimeUnit.SECONDS));
            runStatements(proxy, 500);
            proxy.awaitStderr("stdout closed, packet log ends", SOON);
            assertEquals(0, proxy.stop());
        }
    }

    @Test
    void aPipeThatNobodyReadsDoesNotSlowTheTraffic(@TempDir Path dir) throws Exception {
        Path pipe = pipe(dir);
        Process holder = new ProcessBuilder("bash", "-c", "exec 3<'" + pipe + "'; read line").start();
        try (ProxyProcess proxy = ProxyProcess.upstream(server.host() + ":" + server.port())
                .arguments("--drain-timeout", "2s")
                .stdout(pipe)
                .start()) {
            runStatements(proxy, 2000); // the log of them is many times what a pipe holds
            assertEquals(0, proxy.stop());
        } finally {
            holder.destroyForcibly();
        }
    }

    private static Path pipe(Path dir) throws Exception {
        Path pipe = dir.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        return pipe;
    }

    @Test
    void anUpstreamThatCannotBeUsedIsNamedInTheFirstPacket() throws Exception {
        int closedPort;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = free.getLocalPort();
        }
        assertRefused2003(closedPort, "refused");
        try (ScriptedServer silent = new ScriptedServer()) {
            assertRefused2003(silent.port(), "no greeting");
        }
        try (ScriptedServer web = new ScriptedServer();
                LocalProxy proxy = LocalProxy.before("127.0.0.1", web.port()).start();
                Peer client = Peer.connect(proxy.port());
                Peer upstream = web.next()) {
            upstream.send("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertError(client.packet(), 2003, "127.0.0.1:" + web.port());
            assertTrue(client.endsWithin20Seconds());
        }
    }

    private static void assertRefused2003(int upstreamPort, String why) throws Exception {
        try (LocalProxy proxy = LocalProxy.before("127.0.0.1", upstreamPort)
                        .connectTimeout(Duration.ofSeconds(1))
                        .start();
                Peer client = Peer.connect(proxy.port())) {
            byte[] answer = client.packet();
            assertError(answer, 2003, "127.0.0.1:" + upstreamPort);
            assertTrue(Peer.text(answer).contains(why), () -> Peer.text(answer));
            assertTrue(client.endsWithin20Seconds());
        }
    }

    private static void assertError(byte[] answer, int code, String named) {
        assertTrue(Peer.isErr(answer));
        assertEquals(code, Peer.errCode(answer));
        assertTrue(Peer.text(answer).contains(named), () -> Peer.text(answer));
    }

    @Test
    void oneClientTooManyGetsError1040() throws Exception {
        try (LocalProxy proxy = LocalProxy.before(server.host(), server.port())
                        .maxConnections(1)
                        .start();
                Peer first = Peer.connect(proxy.port())) {
            assertFalse(Peer.isErr(first.packet()));
            try (Peer second = Peer.connect(proxy.port())) {
                assertError(second.packet(), 1040, "Too many connections");
            }
        }
    }

    @Test
    void aStopEndsIdleSessionsAndLetsTheOthersFinish() throws Exception {
        try (ProxyProcess proxy = ProxyProcess.before(server);
                Connection idle = connect(server, proxy);
                Connection busy = connect(server, proxy);
                Connection inTransaction = connect(server, proxy);
                Statement sleep = busy.createStatement();
                Statement change = inTransaction.createStatement()) {
            inTransaction.setAutoCommit(false);
            change.execute("SELECT 1 FROM mysql.user");
            CompletableFuture<Boolean> slept = CompletableFuture.supplyAsync(() -> {
                try {
                    return sleep.execute("SELECT SLEEP(3)");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            proxy.awaitLog("Query .*SLEEP", SOON);
            proxy.process().destroy();
            proxy.awaitStderr("sessions left: \\d+ \\{.*statement=1, transaction=1", SOON);
            SQLException stopped = assertThrows(
                    SQLException.class, () -> idle.createStatement().execute("SELECT 1"));
            assertEquals("08S01", stopped.getSQLState());
            change.execute("SELECT 2");
            inTransaction.commit();
            inTransaction.abort(Runnable::run); // else the driver fails to roll back what has ended
            assertTrue(slept.get(20, TimeUnit.SECONDS));
            assertEquals(0, proxy.awaitExit(SOON));
            assertTrue(proxy.log().contains("1053"), "the packet log tells of the ERR");
            assertTrue(proxy.stderr().contains("stopped, sessions cut off: 0"), proxy::stderr);
        }
    }

    @Test
    void aSecondSignalEndsAtOnce() throws Exception {
        try (ProxyProcess proxy = ProxyProcess.before(server);
                Connection busy = connect(server, proxy);
                Statement sleep = busy.createStatement()) {
            CompletableFuture<Void> cutOff = CompletableFuture.runAsync(
                    () -> assertThrows(SQLException.class, () -> sleep.execute("SELECT SLEEP(60)")));
            proxy.awaitLog("Query .*SLEEP", SOON);
            proxy.process().destroy();
            proxy.awaitStderr("stopping: 1 session open", SOON);
            long start = System.nanoTime();
            proxy.process().destroy();
            proxy.awaitExit(Duration.ofSeconds(5));
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5));
            cutOff.get(10, TimeUnit.SECONDS);
        }
    }

    private static Connection connect(TestServer server, ProxyProcess proxy) throws SQLException {
        return DriverManager.getConnection(
                server.jdbcUrl(proxy.host(), proxy.port()), server.user(), server.password());
    }

    private void runStatements(ProxyProcess proxy, int count) throws SQLException {
        try (Connection connection = connect(server, proxy);
                Statement statement = connection.createStatement()) {
            for (int number = 0; number < count; number++) {
                try (ResultSet rows = statement.executeQuery("SELECT " + number)) {
                    assertTrue(rows.next());
                    assertEquals(number, rows.getInt(1));
                }
            }
        }
    }
}
