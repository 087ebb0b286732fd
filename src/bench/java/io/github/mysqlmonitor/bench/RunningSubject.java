package io.github.mysqlmonitor.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A subject that is ready for clients, until it is closed. */
final class RunningSubject implements AutoCloseable {
    private static final int READY_MILLIS = 60_000;
    /** How the two formats say that a sink was too slow. */
    private static final Pattern LOSS =
            Pattern.compile("^\\S+ +(?:\\S+ +)?lost +(\\d+) events|\"mysql_monitor.dropped\":(\\d+)");

    private final Subject subject;
    private final int port;
    private final Optional<Child> process;
    private final Path directory;
    private final double readyMillis;

    private RunningSubject(Subject subject, int port, Optional<Child> process, Path directory, double readyMillis) {
        this.subject = subject;
        this.port = port;
        this.process = process;
        this.directory = directory;
        this.readyMillis = readyMillis;
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param directory for its files; what is there from an earlier start stays
     */
    static RunningSubject start(Subject subject, int serverPort, Path directory, Path log)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        if (subject.program().isEmpty()) {
            return new RunningSubject(subject, serverPort, Optional.empty(), directory, 0);
        }
        int port = Ports.free();
        Child child = Child.start(subject.program().get().command(port, directory), directory, log);
        while (!Ports.listening(port)) {
            if (!child.alive() || child.millisSinceStart() > READY_MILLIS) {
                child.close();
                throw new IOException(subject.title() + " does not start, see " + log);
            }
            Thread.sleep(2);
        }
        return new RunningSubject(subject, port, Optional.of(child), directory, child.millisSinceStart());
    }

    String name() {
        return subject.name();
    }

    boolean java() {
        return subject.java();
    }

    int port() {
        return port;
    }

    double readyMillis() {
        return readyMillis;
    }

    Optional<Child> process() {
        return process;
    }

    long cpuMicros() throws IOException {
        return process.isPresent() ? process.get().cpuMicros() : 0;
    }

    boolean writesFile() {
        return Files.exists(Subject.sinkFile(directory));
    }

    /** Before a run: what was lost until now does not belong to it. */
    void forgetLosses() throws IOException {
        if (writesFile()) {
            takeLosses();
        }
    }

    /** The events that its file says were lost; then empties the file, which is written by appending. */
    long takeLosses() throws IOException {
        Path file = Subject.sinkFile(directory);
        long lost = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, java.nio.charset.StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("lost") || line.contains("dropped")) {
                    Matcher matcher = LOSS.matcher(line);
                    if (matcher.find()) {
                        lost += Long.parseLong(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
                    }
                }
            }
        }
        FileChannel.open(file, StandardOpenOption.WRITE).truncate(0).close();
        return lost;
    }

    @Override
    public void close() {
        process.ifPresent(Child::close);
    }
}
