package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.ProgramRun;
import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.io.File;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that verify certificates accept the generated one, and only with its CA. */
class CertificateIT {
    private static final File NO_INPUT = new File("/dev/null");

    @ParameterizedTest
    @CsvSource({"boringssl,epoll", "boringssl,nio", "jdk,epoll", "jdk,nio"})
    void verifyingClientsSeeOurCertificate(String engine, String transport) {
        TestServer server = TestServers.mysql();
        try (ProxyProcess proxy = ProxyProcess.before(server, "--tls-engine", engine, "--transport", transport)) {
            String ca = proxy.caFile().toString();
            ProgramRun openssl = ProgramRun.run(
                    List.of("openssl", "s_client", "-starttls", "mysql", "-verify_return_error"),
                    NO_INPUT,
                    "-connect",
                    proxy.host() + ":" + proxy.port(),
                    "-CAfile",
                    ca);
            assertTrue(openssl.text().contains("Verify return code: 0 (ok)"), openssl.text());
            String ours = ProgramRun.run(
                            List.of("openssl", "x509"),
                            proxy.caFile().resolveSibling("server-cert.pem").toFile())
                    .succeeded()
                    .text();
            assertTrue(openssl.text().contains(ours.strip()), openssl.text());

            for (String host : List.of("127.0.0.1", "localhost")) {
                assertEquals("1\n", verify(proxy, host, ca).succeeded().text());
            }
            ProgramRun wrong =
                    verify(proxy, "127.0.0.1", server.ca().orElseThrow().toString());
            assertNotEquals(0, wrong.exit());
            assertTrue(wrong.errors().contains("certificate verify failed"), wrong.errors());
            proxy.awaitLog("#\\d+\\S* +legs +client TLSv1\\.3 .*UNVERIFIED", Duration.ofSeconds(10));
            assertEquals(0, proxy.stop(), proxy::stderr);
        }
    }

    private static ProgramRun verify(ProxyProcess proxy, String host, String ca) {
        return ProgramRun.mysql(
                "--protocol=TCP",
                "-h" + host,
                "-P" + proxy.port(),
                "-u" + TestServer.USER,
                "--ssl-mode=VERIFY_IDENTITY",
                "--ssl-ca=" + ca,
                "-N",
                "-e",
                "SELECT 1");
    }
}
