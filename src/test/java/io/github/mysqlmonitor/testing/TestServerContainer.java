package io.github.mysqlmonitor.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.mysql.MySQLContainer;

/** Starts MySQL in a container where Docker runs. */
final class TestServerContainer {
    private static final int PORT = 3306;

    private TestServerContainer() {}

    static boolean canRun(ServerKind kind) {
        return !kind.isMariaDb() && Docker.AVAILABLE;
    }

    static TestServer start(ServerKind kind, List<String> options) {
        List<String> command =
                new ArrayList<>(List.of("--local-infile=ON", "--skip-name-resolve", "--secure-file-priv="));
        command.addAll(options);
        MySQLContainer container = new MySQLContainer(kind.image());
        container
                .withUsername(TestServer.USER)
                .withPassword(TestServer.PASSWORD)
                .withDatabaseName(TestServer.DATABASE)
                .withCommand(command.toArray(String[]::new));
        try {
            container.start();
            // The image gives this user the one database only.
            rootSql(container, "GRANT ALL ON *.* TO '" + TestServer.USER + "'@'%' WITH GRANT OPTION");
            String version = rootSql(container, "SELECT VERSION()").strip();
            Map<String, String> properties = Map.of(
                    "version", version,
                    "host", container.getHost(),
                    "port", Integer.toString(container.getMappedPort(PORT)));
            return new TestServer(kind, properties, container::stop);
        } catch (RuntimeException e) {
            container.stop();
            throw e;
        }
    }

    private static String rootSql(MySQLContainer container, String sql) {
        try {
            ExecResult result = container.execInContainer(
                    "mysql", "-uroot", "-p" + TestServer.PASSWORD, "--batch", "-N", "-e", sql);
            if (result.getExitCode() != 0) {
                throw new IllegalStateException(sql + " failed: " + result.getStderr());
            }
            return result.getStdout();
        } catch (IOException e) {
            throw new IllegalStateException(sql + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during " + sql, e);
        }
    }

    // Asked once, on first use: Testcontainers itself remembers a success only.
    private static final class Docker {
        static final boolean AVAILABLE =
                mayRun() && DockerClientFactory.instance().isDockerAvailable();

        // Spares machines without Docker the seconds and the stack traces of a search.
        private static boolean mayRun() {
            String runtimeDir = String.valueOf(System.getenv("XDG_RUNTIME_DIR"));
            Path home = Path.of(System.getProperty("user.home"));
            return System.getenv("DOCKER_HOST") != null
                    || Stream.of(
                                    Path.of("/var/run/docker.sock"),
                                    Path.of(runtimeDir, "docker.sock"),
                                    home.resolve(".docker/run/docker.sock"),
                                    home.resolve(".docker/desktop/docker.sock"),
                                    home.resolve(".testcontainers.properties"))
                            .anyMatch(Files::exists);
        }
    }
}
