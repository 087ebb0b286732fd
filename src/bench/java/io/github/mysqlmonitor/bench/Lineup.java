package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All subjects. Each gets the server's own certificate, so that handshakes cost the same everywhere. */
final class Lineup {
    static final List<String> NAMES = List.of(
            Subject.DIRECT,
            Subject.HAPROXY,
            Subject.ROUTER,
            Subject.NULL,
            Subject.FRAMES,
            Subject.JSON,
            Subject.TEXT,
            Subject.ALL);
    private static final int MANY = 20_000;

    private final Path project;
    private final Path tools;
    private final DatabaseServer server;

    Lineup(Path project, Path tools, DatabaseServer server) {
        this.project = project;
        this.tools = tools;
        this.server = server;
    }

    List<Subject> subjects() {
        return List.of(
                new Subject(Subject.DIRECT, "direct connection", Optional.empty(), false),
                new Subject(Subject.HAPROXY, "HAProxy, TCP mode", Optional.of(this::haproxy), false),
                new Subject(Subject.ROUTER, "MySQL Router, TLS on both legs", Optional.of(this::router), false),
                monitor(Subject.NULL, "nothing decoded", "null:"),
                monitor(Subject.FRAMES, "no TLS to the server, frame by frame", "null:", "--server-ssl-mode=DISABLED"),
                monitor(Subject.JSON, "commands as JSON, with digest", "json:FILE?show=commands"),
                monitor(Subject.TEXT, "packets as text", "text:FILE?show=packets"),
                monitor(Subject.ALL, "all decoded, nothing written", "null:?show=all"));
    }

    private Subject monitor(String name, String title, String sink, String... more) {
        Subject.Program program = (port, directory) -> Stream.concat(
                        Stream.of(
                                project.resolve("target/dist/bin/mysql-monitor").toString(),
                                "run",
                                "--listen=127.0.0.1:" + port,
                                "--upstream=127.0.0.1:" + server.port(),
                                "--max-connections=" + MANY,
                                "--cert=" + server.cert(),
                                "--key=" + server.key(),
                                "--state-dir=" + directory.resolveSibling(Subject.STATE),
                                "--sink="
                                        + sink.replace(
                                                "FILE",
                                                Subject.sinkFile(directory).toString())),
                        Stream.of(more))
                .toList();
        return new Subject(name, "this proxy: " + title, Optional.of(program), true);
    }

    private List<String> haproxy(int port, Path directory) throws IOException {
        Path config = directory.resolve("haproxy.cfg");
        write(
                config,
                "global",
                "    maxconn " + MANY / 3,
                "defaults",
                "    mode tcp",
                "    timeout connect 10s",
                "    timeout client 1h",
                "    timeout server 1h",
                "listen mysql",
                "    bind 127.0.0.1:" + port,
                "    server mysql 127.0.0.1:" + server.port());
        return List.of(tools.resolve("run/haproxy").toString(), "-db", "-f", config.toString());
    }

    private List<String> router(int port, Path directory) throws IOException {
        Path config = directory.resolve("router.conf");
        write(
                config,
                "[DEFAULT]",
                "plugin_folder=" + pluginFolder(),
                "logging_folder=" + directory,
                "runtime_folder=" + directory,
                "data_folder=" + directory,
                "config_folder=" + directory,
                "max_total_connections=" + MANY,
                "[logger]",
                "level=WARNING",
                "sinks=consolelog",
                "[routing:static]",
                "bind_address=127.0.0.1",
                "bind_port=" + port,
                "protocol=classic",
                "routing_strategy=first-available",
                "destinations=127.0.0.1:" + server.port(),
                "max_connections=" + MANY,
                "client_ssl_mode=REQUIRED",
                "client_ssl_cert=" + server.cert(),
                "client_ssl_key=" + server.key(),
                "server_ssl_mode=REQUIRED");
        return List.of(tools.resolve("run/mysqlrouter").toString(), "-c", config.toString());
    }

    private static void write(Path file, String... lines) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    private Path pluginFolder() throws IOException {
        try (Stream<Path> files = Files.walk(tools.resolve("root/usr/lib"))) {
            return files.filter(file -> file.endsWith("routing.so"))
                    .findFirst()
                    .orElseThrow()
                    .getParent();
        }
    }

    /** The versions of what is not ours. */
    List<String> versions() throws IOException, InterruptedException {
        List<String> versions = new ArrayList<>();
        for (String[] command :
                new String[][] {{"haproxy", "-v"}, {"mysqlrouter", "--version"}, {"sysbench", "--version"}}) {
            Process process = new ProcessBuilder(
                            tools.resolve("run").resolve(command[0]).toString(), command[1])
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            process.waitFor();
            versions.add(said.lines().findFirst().orElse("?").replaceAll(" +", " "));
        }
        return versions;
    }
}
