package io.github.mysqlmonitor.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A named pipe that a sink writes to, and a thread that counts what comes out of it; at once, or when it may. */
final class PipeSink {
    private static final Pattern COMMAND =
            Pattern.compile("^\\S+ +#\\S+ +cmd  |\"mysql_monitor.event\":\"command_finished\"");
    private static final Pattern LOSS =
            Pattern.compile("^\\S+ +(?:\\S+ +)?lost +(\\d+) events|\"mysql_monitor.dropped\":(\\d+)");

    private final Path pipe;
    private final CountDownLatch mayRead;
    private final Thread thread;
    private long commands;
    private long lost;
    private IOException failure;

    private PipeSink(Path pipe, boolean blocked) {
        this.pipe = pipe;
        this.mayRead = new CountDownLatch(blocked ? 1 : 0);
        this.thread = new Thread(this::read, "reads " + pipe.getFileName());
        thread.setDaemon(true);
    }

    /** @param blocked whether nothing is read until {@link #unblock} */
    static PipeSink make(Path pipe, boolean blocked) throws IOException, InterruptedException {
        if (new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor() != 0) {
            throw new IOException("no named pipe can be made at " + pipe);
        }
        PipeSink made = new PipeSink(pipe, blocked);
        made.thread.start();
        return made;
    }

    private void read() {
        try (BufferedReader lines = Files.newBufferedReader(pipe, StandardCharsets.ISO_8859_1)) {
            mayRead.await();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (COMMAND.matcher(line).find()) {
                    commands++;
                } else if (line.contains("lost") || line.contains("dropped")) {
                    Matcher loss = LOSS.matcher(line);
                    if (loss.find()) {
                        lost += Long.parseLong(loss.group(1) != null ? loss.group(1) : loss.group(2));
                    }
                }
            }
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Path path() {
        return pipe;
    }

    void unblock() {
        mayRead.countDown();
    }

    /** Waits for the end of what the sink writes. */
    void awaitEnd(long millis) throws IOException, InterruptedException {
        thread.join(millis);
        if (thread.isAlive()) {
            throw new IOException("nobody closes " + pipe);
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Lines of commands; valid after {@link #awaitEnd}. */
    long commands() {
        return commands;
    }

    /** Events that the lines say were lost; valid after {@link #awaitEnd}. */
    long lost() {
        return lost;
    }
}
