package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The MySQL behind all subjects, started by {@code scripts/test-server}. */
final class DatabaseServer {
    private static final String NAME = "mysql-9.7";

    private final Path script;
    private final Map<String, String> said;

    private DatabaseServer(Path script, Map<String, String> said) {
        this.script = script;
        this.said = said;
    }

    static DatabaseServer start(Path project, int sessions) throws IOException, InterruptedException {
        Path script = project.resolve("scripts/test-server");
        List<String> command = new ArrayList<>(List.of(script.toString(), "start", NAME));
        command.add("--owner=" + ProcessHandle.current().pid());
        command.add("--option=--max-connections=" + (sessions + 200));
        // Neither disk nor binary log is what is measured here.
        command.addAll(List.of("--option=--skip-log-bin", "--option=--innodb-buffer-pool-size=256M"));
        command.addAll(List.of("--option=--back-log=1000", "--option=--max-prepared-stmt-count=100000"));
        command.add("--option=--max-connect-errors=1000000");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<String, String> said = new HashMap<>();
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> {
                    int equals = line.indexOf('=');
                    said.put(line.substring(0, equals), line.substring(equals + 1));
                });
        if (process.waitFor() != 0) {
            throw new IOException(NAME + " did not start");
        }
        return new DatabaseServer(script, said);
    }

    int port() {
        return Integer.parseInt(said.get("port"));
    }

    String version() {
        return said.get("version");
    }

    String user() {
        return said.get("user");
    }

    String password() {
        return said.get("password");
    }

    String database() {
        return said.get("database");
    }

    String client() {
        return said.get("client");
    }

    String cert() {
        return said.get("cert");
    }

    String key() {
        return data("server-key.pem").toString();
    }

    /** sysbench takes what it needs for TLS from files with these names in its working directory. */
    void copyClientFiles(Path directory) throws IOException {
        copy("client-key.pem", directory.resolve("client-key.pem"));
        copy("client-cert.pem", directory.resolve("client-cert.pem"));
        copy("ca.pem", directory.resolve("cacert.pem"));
    }

    private void copy(String name, Path to) throws IOException {
        Files.copy(data(name), to, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path data(String name) {
        return Path.of(said.get("datadir"), name);
    }

    void stop() {
        try {
            new ProcessBuilder(script.toString(), "stop", "--now", said.get("dir"))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            System.err.println("bench: " + NAME + " was not stopped: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
