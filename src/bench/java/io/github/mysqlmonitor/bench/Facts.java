package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/** What one must know of the machine and the run to read the figures. */
final class Facts {
    /** Whether the run had everything in full size, so that it may be published. */
    static final String COMPLETE = "complete";

    /** Marks a run whose figures mean nothing. */
    static final String SMOKE = ", a smoke run: its figures mean nothing";

    private Facts() {}

    static void record(Options options, DatabaseServer server, Lineup lineup, List<Subject> subjects, Results results)
            throws IOException, InterruptedException {
        results.fact("date", LocalDate.now().toString());
        results.fact("commit", commit(options.project));
        results.fact(
                "machine",
                Runtime.getRuntime().availableProcessors() + " processors (" + processor() + "), "
                        + System.getProperty("os.name") + " "
                        + System.getProperty("os.version").replaceFirst("^(\\d+\\.\\d+).*", "$1"));
        results.fact("load.at.start", Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
        results.fact("java", System.getProperty("java.vendor") + " " + System.getProperty("java.vm.version"));
        results.fact("java.major", Integer.toString(Runtime.version().feature()));
        results.fact("server", "MySQL " + server.version());
        results.fact("others", String.join("; ", lineup.versions()));
        results.fact(
                "run",
                options.rounds + " rounds of " + options.seconds + " s, " + options.warmup + " s warm-up"
                        + (options.quick ? SMOKE : ""));
        results.fact("command", "`" + options.commandLine() + "`");
        results.fact(COMPLETE, options.quick || !options.only.isEmpty() ? "no" : "yes");
        for (Subject subject : subjects) {
            results.fact("title." + subject.name(), subject.title());
        }
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse("unknown");
    }

    private static String commit(Path project) throws IOException, InterruptedException {
        List<String> command = List.of("git", "-C", project.toString(), "describe", "--always", "--dirty");
        Process git = new ProcessBuilder(command).start();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        return git.waitFor() == 0 ? said : "unknown";
    }
}
