package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.ProgramRun;
import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import io.github.mysqlmonitor.tls.TestAuthority;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client's certificate is revoked while the proxy runs: a TLS session that it has kept opens nothing any more. */
class RevocationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path dir;

    @Test
    void aReloadThatRevokesEndsKeptSessionsToo() throws Exception {
        TestAuthority clients = new TestAuthority(dir, "clients");
        clients.issue("bob", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256");
        Path list = clients.list();
        TestServer server = TestServers.mysql();
        try (ProxyProcess proxy = ProxyProcess.upstream(server.host() + ":" + server.port())
                .startedBy("env", "--default-signal=HUP")
                .arguments("--client-ssl-ca", clients.certificate().toString(), "--client-ssl-crl", list.toString())
                .arguments("--client-ssl-verify", "required")
                .start()) {
            String kept = dir.resolve("session").toString();
            handshake(proxy, clients, "-sess_out", kept).succeeded();
            ProgramRun again = handshake(proxy, clients, "-sess_in", kept).succeeded();
            assertTrue(again.text().contains("Reused, TLSv1.2"), again::text);
            clients.revoke("bob");
            clients.list();
            hangUp(proxy);
            proxy.awaitStderr("certificate reloaded", PATIENCE);
            ProgramRun refused = handshake(proxy, clients, "-sess_in", kept);
            assertNotEquals(0, refused.exit(), refused::text);
            proxy.awaitLog(
                    "TLS handshake with the client failed: the client's certificate CN=bob was revoked on ", PATIENCE);
            assertEquals(0, proxy.stop(), proxy::stderr);
        }
    }

    private static ProgramRun handshake(ProxyProcess proxy, TestAuthority clients, String... session) {
        return ProgramRun.run(
                List.of("openssl", "s_client", "-starttls", "mysql", "-tls1_2"),
                new File("/dev/null"),
                Stream.concat(
                                Stream.of(
                                        "-connect",
                                        proxy.host() + ":" + proxy.port(),
                                        "-cert",
                                        clients.cert("bob").toString(),
                                        "-key",
                                        clients.key("bob").toString()),
                                Arrays.stream(session))
                        .toArray(String[]::new));
    }

    private static void hangUp(ProxyProcess proxy) throws Exception {
        Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(proxy.pid())).start();
        assertEquals(0, kill.waitFor());
    }
}
