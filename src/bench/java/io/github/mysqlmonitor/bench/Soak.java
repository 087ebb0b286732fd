package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Entry of {@code scripts/soak}: many sessions of mixed work through one proxy with all sinks, and what must be true then. */
public final class Soak {
    private static final int READY_MILLIS = 60_000;
    private static final int END_MILLIS = 300_000;
    private static final int STOP_MILLIS = 120_000;
    private static final int PROGRESS_SECONDS = 30;
    private static final int STACK_BYTES = 256 * 1024;

    private final SoakOptions options;
    private final Console console = new Console("soak");
    private final SoakChecks checks = new SoakChecks();
    private final SoakMemory memory;

    private Soak(SoakOptions options) {
        this.options = options;
        this.memory = new SoakMemory(options.seconds);
    }

    public static void main(String[] arguments) throws Exception {
        try {
            System.exit(new Soak(SoakOptions.parse(List.of(arguments))).run() ? 0 : 1);
        } catch (Options.UsageException e) {
            System.err.println("soak: " + e.getMessage() + "\nsoak: try 'scripts/soak --help'");
            System.exit(2);
        } catch (IOException e) {
            if (!Leftovers.ending()) { // else it is only what a killed process leads to
                System.err.println("soak: error: " + e);
            }
            System.exit(1);
        }
    }

    private boolean run() throws IOException, InterruptedException, GeneralSecurityException {
        console.say("%d sessions, %d s, seed %d", options.sessions, options.seconds, options.seed);
        Leftovers leftovers = Leftovers.create();
        if (options.serverPort == 0) {
            DatabaseServer server = leftovers.add(DatabaseServer.start(options.project, options.sessions));
            options.serverPort = server.port();
            options.user = server.user();
            options.password = server.password();
        }
        Path directory = leftovers.directory();
        Path log = Files.createDirectories(options.results).resolve("proxy.log");
        Files.deleteIfExists(log);
        SoakSinks sinks = SoakSinks.make(directory);
        int port = Ports.free();
        try (Child proxy = startProxy(port, sinks, directory, log)) {
            awaitReady(proxy, port);
            SoakBed bed = new SoakBed(options, port);
            makeTable(bed);
            work(bed, proxy);
            awaitNoSession(port);
            sinks.blocked.unblock();
            int status = proxy.stop(STOP_MILLIS);
            sinks.awaitEnd();
            check(bed, new ProxyEnd(log), status, sinks, directory);
        }
        return checks.print();
    }

    /** All of the heap from the start: what grows then is memory outside of it, and a heap that is too small ends the proxy. */
    private Child startProxy(int port, SoakSinks sinks, Path directory, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "JAVA_OPTS=-Dio.netty.leakDetection.level=" + options.leakLevel
                        + " -Xms256m -XX:+AlwaysPreTouch -XX:+ExitOnOutOfMemoryError",
                options.program.toAbsolutePath().toString(),
                "--upstream=127.0.0.1:" + options.serverPort,
                "--listen=127.0.0.1:" + port,
                "--state-dir=" + directory.resolve("state")));
        command.addAll(sinks.arguments());
        if (options.expand) {
            command.add("--expand");
        }
        return Child.start(command, directory, log);
    }

    private static void awaitReady(Child proxy, int port) throws IOException, InterruptedException {
        while (!Ports.listening(port)) {
            if (!proxy.alive() || proxy.millisSinceStart() > READY_MILLIS) {
                throw new IOException("the proxy does not start, see its log");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private void makeTable(SoakBed bed) throws IOException, GeneralSecurityException {
        try (MySqlSession session = bed.openDirectly()) {
            Statements statements = new Statements(session, new Counts());
            statements.query("DROP TABLE IF EXISTS test.soak");
            statements.query("CREATE TABLE test.soak (id INT PRIMARY KEY, n INT NOT NULL)");
            statements.query("SET SESSION cte_max_recursion_depth = 1000000");
            statements.query("INSERT INTO test.soak WITH RECURSIVE i(id) AS (SELECT 0 UNION ALL SELECT id + 1 FROM i"
                    + " WHERE id < " + options.sessions + ") SELECT id, 0 FROM i");
            statements.query("DROP TABLE IF EXISTS test.soak_rows");
            statements.query("CREATE TABLE test.soak_rows (i INT PRIMARY KEY)");
            statements.query("INSERT INTO test.soak_rows WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                    + " WHERE i < " + SoakClient.ROWS + ") SELECT i FROM n");
        }
    }

    private void work(SoakBed bed, Child proxy) throws IOException, InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < options.sessions; i++) {
            threads.add(new Thread(null, new SoakClient(bed, i, options.seed), "client-" + i, STACK_BYTES));
        }
        threads.add(new Thread(new SoakKiller(bed, options.seed)));
        threads.add(new Thread(new SlowReader(bed)));
        threads.forEach(thread -> thread.setDaemon(true));
        threads.forEach(Thread::start);
        awaitLogins(bed);
        for (int second = 1; second <= options.seconds; second++) {
            TimeUnit.SECONDS.sleep(1);
            if (!proxy.alive()) {
                throw new IOException("the proxy has ended, see " + options.results.resolve("proxy.log"));
            }
            memory.sample(proxy.rssKb());
            if (second % PROGRESS_SECONDS == 0) {
                console.say(
                        "%d sessions open, %d commands answered, %d logins, %d kB resident, %d failures",
                        bed.openIds().size(),
                        bed.counts.completed.sum(),
                        bed.counts.logins.sum(),
                        proxy.rssKb(),
                        bed.failures().size());
                bed.failures().stream().limit(1).forEach(failure -> console.say("%s", failure));
            }
        }
        console.say("clients leave");
        bed.stop();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MILLIS);
        for (Thread thread : threads) {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        }
        Optional<Thread> stuck = threads.stream().filter(Thread::isAlive).findFirst();
        stuck.ifPresent(thread -> bed.failed(thread.getName() + " is stuck"));
    }

    /** The time runs from here on: until all are there, memory must grow. */
    private void awaitLogins(SoakBed bed) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MILLIS);
        while (bed.counts.logins.sum() < options.sessions) {
            if (System.nanoTime() > deadline || !bed.failures().isEmpty()) {
                throw new IOException("only " + bed.counts.logins.sum() + " sessions came about " + bed.failures());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        console.say("all sessions are open");
    }

    private static void awaitNoSession(int port) throws IOException, InterruptedException {
        for (int waited = 0; Ports.connections(port) > 0; waited += 100) {
            if (waited >= END_MILLIS) {
                throw new IOException(Ports.connections(port) + " sessions are open after all clients have left");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private void check(SoakBed bed, ProxyEnd end, int status, SoakSinks sinks, Path directory)
            throws IOException, InterruptedException {
        checks.clients(bed);
        checks.memory(memory);
        checks.proxy(end, status);
        checks.commands(end, bed.counts);
        checks.lines("text", sinks.text, end);
        checks.lines("json", sinks.json, end);
        checks.lines("blocked", sinks.blocked, end);
        checks.dropped("blocked", sinks.blocked, end);
        checks.nothing(end);
        console.say("replaying the recording");
        Path log = options.results.resolve("replay.log");
        Files.deleteIfExists(log);
        checks.capture(end, sinks, sinks.recordedCommands(options.program.toAbsolutePath(), directory, log));
    }
}
