package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.ProgramRun;
import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.Server;
import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code check --connect} and {@code certs trust} say of real servers. */
@ExtendWith(TestServers.class)
class CheckIT {
    private static final Pattern PIN = Pattern.compile("--server-ssl-pin ([0-9a-f]{64})");
    private static final Pattern SHOWN_PIN = Pattern.compile("(?m)^ +pin +([0-9a-f]{64})$");

    @TempDir
    private Path dir;

    static List<TestServer> servers() {
        return TestServers.all();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void bothChainsAreShownAndWhatEachSideConcludes(TestServer server) {
        ProgramRun run = check(server, "--connect");
        assertEquals(0, run.exit(), run::text);
        String text = run.text();
        assertTrue(text.contains("\nclients are shown\n  0 subject  CN=mysql-monitor server\n"), text);
        assertTrue(text.contains("\nthe upstream 127.0.0.1  " + server.version()), text);
        assertEquals(2, text.split("\n  0 subject  ", -1).length - 1, text);
        assertLine("WARNING  upstream     --server-ssl-mode AS_CLIENT accepts it UNVERIFIED", run);
        String ca = "--ssl-ca=" + dir.resolve("state/certs/ca.pem");
        assertLine(
                "ok       clients      a client with --ssl-mode=REQUIRED connects with TLS and verifies nothing", run);
        assertLine("ok       clients      a client with --ssl-mode=VERIFY_CA connects with " + ca, run);
        assertTrue(
                text.contains("a client with --ssl-mode=VERIFY_IDENTITY connects with " + ca + ", to localhost"), text);
        assertLine(
                "ok       clients      a MariaDB 11.4 client connects with " + ca + ", or with"
                        + " --skip-ssl-verify-server-cert; else only to 127.0.0.1, from anywhere else it leaves behind"
                        + " the login",
                run);
    }

    @Test
    void theServersNameIsJudgedAsTheModeDoes(@Server(ServerKind.MYSQL_9) TestServer server) {
        String ca = server.ca().map(Path::toString).orElse("");
        Assumptions.assumeFalse(ca.isEmpty(), "the server is in a container, its files out of reach");
        ProgramRun known = check(server, "--connect", "--server-ssl-mode=VERIFY_CA", "--server-ssl-ca=" + ca);
        assertEquals(0, known.exit(), known::text);
        assertLine("ok       upstream     --server-ssl-mode VERIFY_CA accepts it: verified", known);
        ProgramRun named = check(server, "--connect", "--strict", "--server-ssl-ca=" + ca);
        assertEquals(2, named.exit(), named::text);
        assertTrue(
                named.text()
                        .contains("\nERROR    upstream     --server-ssl-mode VERIFY_IDENTITY refuses it: the server's"
                                + " certificate CN=MySQL_Server_"),
                named::text);
        assertTrue(named.text().contains(" is not for 127.0.0.1, only for MySQL_Server_"), named::text);
    }

    @Test
    void theServersOwnCertificateSatisfiesMariaDbsClients(@Server(ServerKind.MARIADB_11_4) TestServer server) {
        Path data = server.datadir().orElse(dir);
        Assumptions.assumeTrue(Files.exists(data.resolve("server-cert.pem")), "the server's files are out of reach");
        ProgramRun run = check(
                server,
                "--connect",
                "--cert=" + data.resolve("server-cert.pem"),
                "--key=" + data.resolve("server-key.pem"));
        assertLine(
                "ok       clients      a MariaDB 11.4 client connects: the certificate is the upstream's own, and its"
                        + " proof in the login fits",
                run);
    }

    @Test
    void anUpstreamThatIsDownIsAnError() {
        ProgramRun run = program("check", "--upstream=127.0.0.1:1", "--state-dir=" + dir.resolve("state"), "--connect");
        assertEquals(2, run.exit(), run::text);
        assertTrue(run.text().contains("\nERROR    upstream     NOT REACHABLE: Connection refused"), run::text);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aKeyThatIsTrustedIsAPinThatWorks(TestServer server) throws IOException {
        Path file = dir.resolve("pinned.yaml");
        String address = server.host() + ":" + server.port();
        ProgramRun run = program("certs", "trust", address, "--yes", "--write", file.toString());
        assertEquals(0, run.exit(), run::errors);
        Matcher pin = PIN.matcher(run.text());
        assertTrue(pin.find(), run::text);
        Matcher shown = SHOWN_PIN.matcher(run.text());
        assertTrue(shown.find(), run::text);
        assertEquals(shown.group(1), pin.group(1));
        assertTrue(Files.readString(file).contains("server-ssl-pin: " + pin.group(1) + "\n"));
        ProgramRun checked =
                program("check", "--config=" + file, "--strict", "--connect", "--state-dir=" + dir.resolve("state"));
        assertEquals(0, checked.exit(), checked::text);
        assertLine("ok       upstream     --server-ssl-mode VERIFY_PIN accepts it: verified", checked);
        ProgramRun again = program("certs", "trust", address, "--yes", "--write", file.toString());
        assertEquals(2, again.exit());
        assertEquals(
                file + " exists: name another file, or put the options into it",
                again.errors().strip());
    }

    @Test
    void withoutATerminalNobodyIsTrusted(@Server(ServerKind.MYSQL_9) TestServer server) {
        ProgramRun run = program("certs", "trust", server.host() + ":" + server.port());
        assertEquals(2, run.exit());
        assertEquals(
                "not trusted: there is no terminal to ask on; --yes says that the pin is the server's",
                run.errors().strip());
        assertFalse(PIN.matcher(run.text()).find(), run::text);
        assertTrue(SHOWN_PIN.matcher(run.text()).find(), run::text);
    }

    private ProgramRun check(TestServer server, String... arguments) {
        List<String> all = new ArrayList<>(List.of("check", "--upstream=" + server.host() + ":" + server.port()));
        all.addAll(List.of(arguments));
        all.add("--state-dir=" + dir.resolve("state"));
        return program(all.toArray(String[]::new));
    }

    private static ProgramRun program(String... arguments) {
        return ProgramRun.run(List.of(ProxyProcess.program().toString()), new File("/dev/null"), arguments);
    }

    private static void assertLine(String line, ProgramRun run) {
        assertTrue(run.text().lines().anyMatch(line::equals), () -> line + " in\n" + run.text());
    }
}
