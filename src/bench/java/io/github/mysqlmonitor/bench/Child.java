package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A process that this run started. All that still run are ended when the run ends, however it ends. */
final class Child implements AutoCloseable {
    private static final Set<Child> RUNNING = ConcurrentHashMap.newKeySet();
    private static final int STOP_SECONDS = 10;
    /** Linux counts the processor time it shows to programs in hundredths of a second, on every machine. */
    private static final long MICROS_PER_TICK = 10_000;

    private final Process process;
    private final long startNanos;

    private Child(Process process, long startNanos) {
        this.process = process;
        this.startNanos = startNanos;
    }

    /** Starts a program whose output goes to a file. */
    static Child start(List<String> command, Path directory, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(new java.io.File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        long startNanos = System.nanoTime();
        Child child = new Child(builder.start(), startNanos);
        RUNNING.add(child);
        if (Leftovers.ending()) {
            child.close();
            throw new IOException("the run is being ended");
        }
        return child;
    }

    /** Runs a program to its end. @throws IOException if it fails, with the end of what it said */
    static void run(List<String> command, Path directory, Path log) throws IOException, InterruptedException {
        try (Child child = start(command, directory, log)) {
            int status = child.process.waitFor();
            if (status != 0) {
                List<String> said = Files.readAllLines(log);
                throw new FailedException(command.get(0) + " failed with status " + status + ":\n"
                        + String.join("\n", said.subList(Math.max(0, said.size() - 15), said.size())));
            }
        }
    }

    /** A program ended with another status than 0. */
    static final class FailedException extends IOException {
        private static final long serialVersionUID = 1;

        FailedException(String message) {
            super(message);
        }
    }

    static void endAll() {
        RUNNING.forEach(child -> child.process.destroy());
        RUNNING.forEach(Child::close);
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    double millisSinceStart() {
        return (System.nanoTime() - startNanos) / 1e6;
    }

    /** User and system time of all its threads. */
    long cpuMicros() throws IOException {
        String stat = Files.readString(proc("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MICROS_PER_TICK;
    }

    long rssKb() throws IOException {
        return status("VmRSS:");
    }

    long peakKb() throws IOException {
        return status("VmHWM:");
    }

    private long status(String key) throws IOException {
        for (String line : Files.readAllLines(proc("status"))) {
            if (line.startsWith(key)) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("process " + pid() + " has no " + key);
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(pid()), file);
    }

    /** Asks it to stop and gives its exit status. */
    int stop(long millis) throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
            throw new IOException("process " + pid() + " does not stop");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        RUNNING.remove(this);
    }
}
