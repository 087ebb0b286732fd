package io.github.mysqlmonitor.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink that stalls for as long as the test wants: a pipe whose reader does not read. */
class OverloadIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int CLIENTS = 2;
    private static final int STATEMENTS = 1500;

    /** Of each statement; the queue takes 16 MiB, so that it is full before all statements are through. */
    private static final int STATEMENT_BYTES = 15_000;

    private static final Pattern NUMBERED = Pattern.compile(" SELECT (\\d+), ");
    private static final Pattern LOST = Pattern.compile(" lost +(\\d+) events");
    private static final Pattern COMMANDS = Pattern.compile("relayed sessions=\\d+ commands=(\\d+) ");

    private final TestServer server = TestServers.mysql();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger answered = new AtomicInteger();
    private final CountDownLatch read = new CountDownLatch(1);

    @TempDir
    private Path dir;

    @AfterEach
    void endThreads() {
        read.countDown();
        threads.shutdownNow();
    }

    @Test
    void pauseStopsTheReadingAndLosesNothing() throws Exception {
        Path pipe = pipe();
        Future<Lines> reader = threads.submit(() -> readOnceAllowed(pipe));
        try (ProxyProcess proxy = proxy(pipe, "pause", "--verbose")) {
            List<Future<?>> clients = clients(proxy);
            proxy.awaitStderr("reading of all sessions stops", SOON);
            read.countDown();
            for (Future<?> client : clients) {
                client.get();
            }
            assertEquals(0, proxy.stop());
            Lines lines = reader.get();
            assertEquals(everyStatement(), lines.statements());
            assertEquals(0, lines.lost());
            assertEquals(relayedCommands(proxy), lines.commands());
            assertTrue(proxy.stderr().contains("reading of all sessions goes on"), proxy::stderr);
            assertTrue(proxy.stderr().contains("sessions waited for it, pauses="), proxy::stderr);
            assertFalse(proxy.stderr().contains("dropped"), proxy::stderr);
        }
    }

    @Test
    void nothingMoreIsAnsweredDuringAPause() throws Exception {
        Path pipe = pipe();
        Future<Lines> reader = threads.submit(() -> readOnceAllowed(pipe));
        try (ProxyProcess proxy = proxy(pipe, "pause", "--verbose")) {
            List<Future<?>> clients = clients(proxy);
            proxy.awaitStderr("reading of all sessions stops", SOON);
            // A second client of the same server that goes round the proxy shows that time passes for everybody else.
            run(server.jdbcUrl(), 2 * STATEMENTS, new AtomicInteger());
            assertTrue(answered.get() < CLIENTS * STATEMENTS, () -> "answered " + answered);
            assertTrue(clients.stream().noneMatch(Future::isDone));
            int before = answered.get();
            run(server.jdbcUrl(), STATEMENTS, new AtomicInteger());
            assertEquals(before, answered.get(), "answered though nothing is read");
            read.countDown();
            for (Future<?> client : clients) {
                client.get();
            }
            assertEquals(0, proxy.stop());
            assertEquals(everyStatement(), reader.get().statements());
        }
    }

    @Test
    void sinkThatDiesInAPauseLetsTheTrafficGoOn() throws Exception {
        Path pipe = pipe();
        Future<?> reader = threads.submit(() -> {
            try (BufferedReader in = Files.newBufferedReader(pipe)) {
                read.await();
                return in.readLine();
            }
        });
        try (ProxyProcess proxy = proxy(pipe, "pause", "--verbose")) {
            List<Future<?>> clients = clients(proxy);
            proxy.awaitStderr("reading of all sessions stops", SOON);
            read.countDown();
            reader.get();
            for (Future<?> client : clients) {
                client.get();
            }
            assertEquals(CLIENTS * STATEMENTS, answered.get());
            assertTrue(proxy.stderr().contains(pipe + " closed, packet log ends"), proxy::stderr);
            assertEquals(0, proxy.stop());
            assertTrue(proxy.stderr().contains(" dropped because "), proxy::stderr);
        }
    }

    @Test
    void stopDuringAPauseEndsEverySessionAndNoSinkFails() throws Exception {
        Path pipe = pipe();
        Future<Lines> reader = threads.submit(() -> readOnceAllowed(pipe));
        try (ProxyProcess proxy = proxy(pipe, "pause", "--verbose", "--drain-timeout", "1s")) {
            clients(proxy);
            proxy.awaitStderr("reading of all sessions stops", SOON);
            proxy.process().destroy();
            proxy.awaitStderr("relayed sessions=" + CLIENTS + " ", SOON);
            read.countDown();
            assertEquals(0, proxy.awaitExit(SOON));
            assertTrue(proxy.stderr().contains("sessions waited for it, pauses=1"), proxy::stderr);
            assertFalse(proxy.stderr().contains("packet log ends"), proxy::stderr);
            assertTrue(reader.get().commands() > 0);
        }
    }

    @Test
    void dropStopsNobodyAndCountsEachLostEvent() throws Exception {
        Path pipe = pipe();
        Future<Lines> reader = threads.submit(() -> readOnceAllowed(pipe));
        try (ProxyProcess proxy = proxy(pipe, "drop")) {
            for (Future<?> client : clients(proxy)) {
                client.get();
            }
            assertEquals(CLIENTS * STATEMENTS, answered.get());
            read.countDown();
            assertEquals(0, proxy.stop());
            Lines lines = reader.get();
            assertTrue(lines.lost() > 0);
            assertEquals(relayedCommands(proxy), lines.commands() + lines.lost());
            assertTrue(
                    proxy.stderr().contains(": " + lines.commands() + " events written, " + lines.lost() + " dropped"),
                    proxy::stderr);
        }
    }

    private Path pipe() throws IOException, InterruptedException {
        Path pipe = dir.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        return pipe;
    }

    private ProxyProcess proxy(Path pipe, String overload, String... more) {
        return ProxyProcess.upstream(server.host() + ":" + server.port())
                .arguments("--sink", "text:" + pipe + "?show=commands&overload=" + overload)
                .arguments(more)
                .start();
    }

    private List<Future<?>> clients(ProxyProcess proxy) {
        List<Future<?>> clients = new ArrayList<>();
        String url = server.jdbcUrl(proxy.host(), proxy.port());
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(threads.submit(() -> {
                run(url, STATEMENTS, answered);
                return null;
            }));
        }
        return clients;
    }

    private static void run(String url, int statements, AtomicInteger answered) throws Exception {
        String filler = "x".repeat(STATEMENT_BYTES);
        try (Connection connection = DriverManager.getConnection(url, TestServer.USER, TestServer.PASSWORD);
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < statements; i++) {
                try (ResultSet row = statement.executeQuery("SELECT " + i + ", LENGTH('" + filler + "')")) {
                    assertTrue(row.next());
                    assertEquals(i, row.getInt(1));
                    assertEquals(STATEMENT_BYTES, row.getInt(2));
                }
                answered.incrementAndGet();
            }
        }
    }

    private static List<Integer> everyStatement() {
        return IntStream.range(0, CLIENTS * STATEMENTS)
                .mapToObj(i -> i / CLIENTS)
                .toList();
    }

    private static long relayedCommands(ProxyProcess proxy) {
        Matcher matcher = COMMANDS.matcher(proxy.stderr());
        assertTrue(matcher.find(), proxy::stderr);
        return Long.parseLong(matcher.group(1));
    }

    /** Opens the pipe at once, since the proxy waits for that, and reads when the test allows it. */
    private Lines readOnceAllowed(Path pipe) throws IOException, InterruptedException {
        List<Integer> statements = new ArrayList<>();
        long commands = 0;
        long lost = 0;
        try (BufferedReader in = Files.newBufferedReader(pipe, StandardCharsets.UTF_8)) {
            read.await();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                commands += line.contains(" cmd  ") ? 1 : 0;
                Matcher number = NUMBERED.matcher(line);
                if (number.find()) {
                    statements.add(Integer.valueOf(number.group(1)));
                }
                Matcher gap = LOST.matcher(line);
                lost += gap.find() ? Long.parseLong(gap.group(1)) : 0;
            }
        }
        return new Lines(statements.stream().sorted().toList(), commands, lost);
    }

    private record Lines(List<Integer> statements, long commands, long lost) {}
}
