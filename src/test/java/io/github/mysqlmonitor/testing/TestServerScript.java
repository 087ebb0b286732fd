package io.github.mysqlmonitor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code scripts/test-server}, which downloads, starts and stops servers without Docker. */
final class TestServerScript {
    // The first fetch downloads several hundred megabytes.
    private static final Duration FETCH_TIMEOUT = Duration.ofMinutes(20);
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(2);

    private TestServerScript() {}

    /** Returns the script, which is looked for from the working directory upwards. */
    static Path location() {
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            Path script = dir.resolve("scripts").resolve("test-server");
            if (Files.isExecutable(script)) {
                return script;
            }
        }
        throw new IllegalStateException("No scripts/test-server here or above: run the tests inside the project");
    }

    static TestServer start(ServerKind kind, List<String> options) throws ServerUnavailableException {
        Result fetched = run(FETCH_TIMEOUT, List.of("fetch", kind.scriptName()));
        if (fetched.status() != 0) {
            throw new ServerUnavailableException(fetched.errors().strip());
        }
        List<String> arguments = new ArrayList<>(List.of("start", kind.scriptName()));
        // So that the server ends even if this JVM is killed.
        arguments.addAll(
                List.of("--owner", Long.toString(ProcessHandle.current().pid()), "--"));
        arguments.addAll(options);
        Map<String, String> properties = parse(succeed(run(START_TIMEOUT, arguments)));
        return new TestServer(kind, properties, () -> stop(properties.get("dir")));
    }

    private static void stop(String dir) {
        if (Files.exists(Path.of(dir))) { // else it was closed before
            succeed(run(STOP_TIMEOUT, List.of("stop", "--now", dir)));
        }
    }

    private static Map<String, String> parse(String lines) {
        Map<String, String> properties = new LinkedHashMap<>();
        lines.lines().forEach(line -> {
            int equals = line.indexOf('=');
            properties.put(line.substring(0, equals), line.substring(equals + 1));
        });
        return properties;
    }

    private static String succeed(Result result) {
        if (result.status() != 0) {
            throw new IllegalStateException(
                    "scripts/test-server ended with status " + result.status() + ":\n" + result.errors());
        }
        return result.output();
    }

    private static Result run(Duration timeout, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(location().toString()));
        command.addAll(arguments);
        try {
            Path output = Files.createTempFile("test-server", ".out");
            Path errors = Files.createTempFile("test-server", ".err");
            try {
                // Files and not pipes: nobody has to read while the script runs.
                Process process = new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start();
                if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroy();
                    throw new IllegalStateException(String.join(" ", command) + " did not end in " + timeout + ":\n"
                            + Files.readString(errors));
                }
                return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
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

    private record Result(int status, String output, String errors) {}
}
