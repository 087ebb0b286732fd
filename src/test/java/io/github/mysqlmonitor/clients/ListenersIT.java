package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.ProgramRun;
import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration file with two listeners, each with a server of its own, in one process. */
class ListenersIT {
    @TempDir
    private Path directory;

    @Test
    void eachListenerLeadsToItsOwnServer() throws IOException {
        TestServer mysql = TestServers.mysql();
        TestServer mariaDb = TestServers.shared(ServerKind.MARIADB_11_4);
        Path file = directory.resolve("mysql-monitor.yaml");
        Files.writeString(file, """
                version: 1
                connect-timeout: 5s
                listeners:
                  - listen: 127.0.0.1:0
                    upstream: %s:%d
                  - listen: 127.0.0.1:0
                    upstream: %s:%d
                    client-ssl-mode: DISABLED
                """.formatted(mysql.host(), mysql.port(), mariaDb.host(), mariaDb.port()));
        try (ProxyProcess proxy = ProxyProcess.configured(file).start()) {
            assertEquals(2, proxy.ports().size(), proxy::stderr);
            assertEquals(mysql.version(), version(proxy.ports().get(0), "REQUIRED"));
            assertTrue(version(proxy.ports().get(1), "DISABLED").startsWith(mariaDb.version()), proxy::stderr);
            // Numbers of sessions are those of the process, so that no log has one twice.
            proxy.awaitLog(" #1/\\d+ +legs +client TLSv1\\.[23]", Duration.ofSeconds(10));
            proxy.awaitLog(" #2/\\d+ +legs +client PLAIN", Duration.ofSeconds(10));
            assertEquals(0, proxy.stop(), proxy::stderr);
        }
    }

    private static String version(int port, String sslMode) {
        return ProgramRun.mysql(
                        "--protocol=TCP",
                        "-h127.0.0.1",
                        "-P" + port,
                        "-u" + TestServer.USER,
                        "--ssl-mode=" + sslMode,
                        "-N",
                        "-e",
                        "SELECT VERSION()")
                .succeeded()
                .text()
                .strip();
    }
}
