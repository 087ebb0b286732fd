package io.github.mysqlmonitor.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the openssl command in a directory; a machine without it cannot run these tests and is told so. */
record Openssl(Path directory) {
    /** @return what it printed, both streams */
    String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new AssertionError("these tests need the openssl command (3.0 or newer): install it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** A self-signed certificate NAME.pem for the key in NAME-key.pem. */
    void selfSign(String name, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "req", "-x509", "-new", "-key", name + "-key.pem", "-out", name + ".pem", "-subj", "/CN=" + name));
        arguments.addAll(List.of(more));
        run(arguments.toArray(String[]::new));
    }

    Path path(String file) {
        return directory.resolve(file);
    }
}
