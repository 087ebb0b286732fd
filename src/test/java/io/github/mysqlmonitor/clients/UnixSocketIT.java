package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.ProgramRun;
import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Unix sockets on either side never put a password on a plain wire. */
class UnixSocketIT {
    @TempDir
    private Path dir;

    static List<TestServer> servers() {
        return TestServers.all().stream()
                .filter(server -> server.socket().isPresent())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void unixClientGetsTlsTowardsATcpServer(TestServer server) {
        Path socket = dir.resolve("proxy.sock");
        try (ProxyProcess proxy = ProxyProcess.before(server, "--listen", "unix:" + socket)) {
            String answer = sslVersion("--protocol=SOCKET", "--socket=" + socket)
                    .succeeded()
                    .text();
            assertTrue(answer.contains("TLSv1."), answer + proxy.log());
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void unixClientReachesAUnixServer(TestServer server) {
        Path socket = dir.resolve("proxy.sock");
        try (ProxyProcess proxy = beforeSocket(server, "--listen", "unix:" + socket)) {
            assertEquals(
                    "Ssl_version\t\n",
                    sslVersion("--protocol=SOCKET", "--socket=" + socket)
                            .succeeded()
                            .text(),
                    proxy::log);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void tcpClientReachesAUnixServerWithTlsAndWithout(TestServer server) {
        try (ProxyProcess proxy = beforeSocket(server)) {
            String address = "--port=" + proxy.port();
            for (String mode : List.of("REQUIRED", "DISABLED")) {
                String answer = sslVersion(
                                "--protocol=TCP",
                                "--host=127.0.0.1",
                                address,
                                "--ssl-mode=" + mode,
                                "--get-server-public-key")
                        .succeeded()
                        .text();
                assertTrue(answer.startsWith("Ssl_version\t"), answer);
            }
        }
        assertTrue(Files.exists(server.socket().orElseThrow()));
    }

    private static ProxyProcess beforeSocket(TestServer server, String... arguments) {
        return ProxyProcess.upstream("unix:" + server.socket().orElseThrow())
                .arguments(arguments)
                .start();
    }

    private static ProgramRun sslVersion(String... address) {
        List<String> arguments = new ArrayList<>(List.of(address));
        arguments.addAll(List.of("-u" + TestServer.USER, "-N", "-e", "SHOW STATUS LIKE 'Ssl_version'"));
        return ProgramRun.mysql(arguments.toArray(String[]::new));
    }
}
