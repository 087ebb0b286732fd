package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs sysbench over TLS against a port. */
final class Sysbench {
    static final String POINT = "oltp_point_select";
    static final String READ_WRITE = "oltp_read_write";
    static final String CONNECT = "connect";
    private static final int TABLES = 4;
    private static final int ROWS = 10_000;
    private static final int ATTEMPTS = 20;
    /** What a sink still has in its queue belongs to the run, too. */
    private static final int DRAIN_MILLIS = 200;

    private final Path tools;
    private final Path scripts;
    private final DatabaseServer server;
    private final Path directory;
    private final Results results;
    private final Map<String, Integer> repeated = new HashMap<>();

    /** @param directory its working directory, where the client's certificate will be */
    Sysbench(Options options, DatabaseServer server, Path directory, Results results) throws IOException {
        this.tools = options.tools;
        this.scripts = options.project.resolve("src/bench/lua");
        this.server = server;
        this.directory = directory;
        this.results = results;
        server.copyClientFiles(directory);
    }

    /**
     * A kind of load.
     *
     * @param rate transactions per second; 0 for as many as possible
     */
    record Load(String script, int threads, boolean prepared, long rate) {
        Load atRate(long perSecond) {
            return new Load(script, threads, prepared, perSecond);
        }
    }

    void prepare() throws IOException, InterruptedException {
        Child.run(command(server.port(), POINT, "prepare", List.of()), directory, results.log("sysbench"));
    }

    /**
     * Runs a load through a subject. A run that breaks is done again, and counted: sysbench gives up when one of its
     * connections fails, and through MySQL Router its first ones now and then do (error 2027).
     */
    SysbenchRun run(RunningSubject subject, Load load, int seconds) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            subject.forgetLosses();
            long cpuBefore = subject.cpuMicros();
            try {
                SysbenchRun.Report report = run(subject.port(), load, seconds);
                Thread.sleep(DRAIN_MILLIS);
                return new SysbenchRun(report, subject.cpuMicros() - cpuBefore);
            } catch (Child.FailedException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                repeated.merge(subject.name(), 1, Integer::sum);
                results.fact("repeated." + subject.name(), Integer.toString(repeated.get(subject.name())));
                Files.writeString(
                        results.log("sysbench"),
                        subject.name() + ": " + e.getMessage() + "\n",
                        StandardOpenOption.APPEND);
            }
        }
    }

    private SysbenchRun.Report run(int port, Load load, int seconds) throws IOException, InterruptedException {
        List<String> options = List.of(
                "--threads=" + load.threads(),
                "--time=" + seconds,
                "--rate=" + load.rate(),
                "--db-ps-mode=" + (load.prepared() ? "auto" : "disable"),
                "--rand-type=uniform",
                "--histogram=on");
        Path output = directory.resolve("sysbench.out");
        Files.deleteIfExists(output);
        Child.run(command(port, load.script(), "run", options), directory, output);
        return SysbenchRun.Report.parse(Files.readAllLines(output));
    }

    private List<String> command(int port, String script, String verb, List<String> options) {
        Path lua = script.equals(CONNECT)
                ? scripts.resolve("connect.lua")
                : tools.resolve("root/usr/share/sysbench/" + script + ".lua");
        List<String> command =
                new ArrayList<>(List.of(tools.resolve("run/sysbench").toString(), lua.toString()));
        command.addAll(List.of(
                "--mysql-host=127.0.0.1",
                "--mysql-port=" + port,
                "--mysql-user=" + server.user(),
                "--mysql-password=" + server.password(),
                "--mysql-db=" + server.database(),
                "--mysql-ssl=on"));
        if (!script.equals(CONNECT)) { // it would not know these options
            command.addAll(List.of("--tables=" + TABLES, "--table-size=" + ROWS));
        }
        command.addAll(options);
        command.add(verb);
        return command;
    }
}
