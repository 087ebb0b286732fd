package io.github.mysqlmonitor.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A client program that ran to its end: its exit code, what it wrote and what it complained about. */
public record ProgramRun(int exit, byte[] output, String errors) {
    private static final long TIMEOUT_SECONDS = 90;
    private static final File NO_INPUT = new File("/dev/null");

    /** Runs the newest {@code mysql} client that can be had, as the test user. */
    public static ProgramRun mysql(String... arguments) {
        return mysql(NO_INPUT, arguments);
    }

    /** Runs the newest {@code mysql} client that can be had, as the test user, with a script to execute. */
    public static ProgramRun mysql(File script, String... arguments) {
        return run(TestServers.mysql().cliCommand(), script, arguments);
    }

    /** Runs any program with the test user's password in the environment. */
    public static ProgramRun run(List<String> program, File input, String... arguments) {
        List<String> command = new ArrayList<>(program);
        command.addAll(Arrays.asList(arguments));
        try {
            Path output = Files.createTempFile("program", ".out");
            Path errors = Files.createTempFile("program", ".err");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .redirectInput(input)
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile());
                builder.environment().put("MYSQL_PWD", TestServer.PASSWORD);
                Process process = builder.start();
                if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(String.join(" ", command) + " hangs:\n" + Files.readString(errors));
                }
                return new ProgramRun(process.exitValue(), Files.readAllBytes(output), Files.readString(errors));
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while running " + String.join(" ", command), e);
        }
    }

    /** Returns this run if it went well, and fails the test otherwise. */
    public ProgramRun succeeded() {
        if (exit != 0) {
            throw new AssertionError("exit code " + exit + "\n" + errors);
        }
        return this;
    }

    /** Returns what it wrote. */
    public String text() {
        return new String(output, StandardCharsets.UTF_8);
    }
}
