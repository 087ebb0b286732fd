package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What workloads have at hand. The warm subjects are started, and warmed up, when the first workload asks for them. */
final class Bed {
    /** How long a first start may take to make in the background what later ones are faster with. */
    private static final int PREPARATION_MILLIS = 60_000;

    private static final Pattern LOSSES = Pattern.compile("\\d+ events written, \\d+ dropped");

    final Options options;
    final DatabaseServer server;
    final Sysbench sysbench;
    final List<Subject> subjects;
    final Results results;
    final Console console;
    private final Path work;
    private final List<RunningSubject> warm = new ArrayList<>();
    private boolean prepared;

    Bed(
            Options options,
            DatabaseServer server,
            Sysbench sysbench,
            List<Subject> subjects,
            Results results,
            Console console,
            Path work) {
        this.options = options;
        this.server = server;
        this.sysbench = sysbench;
        this.subjects = subjects;
        this.results = results;
        this.console = console;
        this.work = work;
    }

    /** In this round's order: each round begins with another subject. */
    List<RunningSubject> warm(int round) throws IOException, InterruptedException {
        if (warm.isEmpty()) {
            for (Subject subject : subjects) {
                warm.add(start(subject, "warm"));
            }
            for (RunningSubject subject : warm) {
                console.say("warming up %s", subject.name());
                int half = Math.max(1, options.warmup / 2);
                sysbench.run(subject, Workloads.POINT, half);
                sysbench.run(subject, Workloads.READ_WRITE_TEXT, half);
            }
        }
        return rotated(warm, round);
    }

    static <T> List<T> rotated(List<T> items, int round) {
        List<T> order = new ArrayList<>(items);
        Collections.rotate(order, -round);
        return order;
    }

    /** Everybody starts our proxy more than once: what its first start prepares is not to run beside a measurement. */
    private void prepare(Subject subject) throws IOException, InterruptedException {
        Path archives = work.resolve(Subject.STATE).resolve("classes");
        try (RunningSubject first = start(subject, "first")) {
            console.say("waiting for what %s prepares at its first start", first.name());
            for (int waited = 0; waited < PREPARATION_MILLIS && !holdsArchive(archives); waited += 100) {
                Thread.sleep(100);
            }
        }
        console.say(holdsArchive(archives) ? "made the archive of classes" : "no archive of classes was made");
    }

    private static boolean holdsArchive(Path archives) throws IOException {
        if (!Files.isDirectory(archives)) {
            return false;
        }
        try (Stream<Path> files = Files.list(archives)) {
            return files.anyMatch(file -> file.toString().endsWith(".archive"));
        }
    }

    /** @param purpose starts with the same purpose share a directory, and so a state directory */
    RunningSubject start(Subject subject, String purpose) throws IOException, InterruptedException {
        if (subject.java() && !prepared && !options.quick) {
            prepared = true;
            prepare(subject);
        }
        String name = subject.name() + "-" + purpose;
        return RunningSubject.start(subject, server.port(), work.resolve(name), results.log(name));
    }

    void add(String workload, String subject, int round, Metric metric, double value) throws IOException {
        results.add(new Sample(workload, subject, round, metric, value));
    }

    /** Ends the warm subjects: what follows wants the machine for itself. */
    void coolDown() throws IOException {
        for (RunningSubject subject : warm) {
            subject.close();
            noteLosses(subject.name(), results.log(subject.name() + "-warm"));
        }
        warm.clear();
    }

    /** What the proxy says at its end about events that found no room: also for a sink without a file. */
    private void noteLosses(String subject, Path log) throws IOException {
        for (String line : Files.exists(log) ? Files.readAllLines(log) : List.<String>of()) {
            Matcher matcher = LOSSES.matcher(line);
            if (matcher.find()) {
                results.fact("losses." + subject, matcher.group());
            }
        }
    }
}
