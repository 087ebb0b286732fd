package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** What must not stay when the run ends, however it ends: processes, the server, the directory for their files. */
final class Leftovers {
    private static volatile boolean ending;

    private final Path directory;
    private final List<DatabaseServer> servers = new CopyOnWriteArrayList<>();

    private Leftovers(Path directory) {
        this.directory = directory;
    }

    static Leftovers create() throws IOException {
        Leftovers leftovers = new Leftovers(Files.createTempDirectory("mysql-monitor-bench"));
        Runtime.getRuntime().addShutdownHook(new Thread(leftovers::remove));
        return leftovers;
    }

    Path directory() {
        return directory;
    }

    DatabaseServer add(DatabaseServer server) {
        servers.add(server);
        return server;
    }

    /** Whether the run is being ended from outside, or has come to its end. */
    static boolean ending() {
        return ending;
    }

    private void remove() {
        ending = true;
        Child.endAll();
        servers.forEach(DatabaseServer::stop);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("bench: " + directory + " stays behind: " + e);
        }
    }
}
