package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mysqlmonitor.testing.ExpectsUnparsed;
import io.github.mysqlmonitor.testing.GeneratedPart;
import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import io.github.mysqlmonitor.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever protects the two legs, a client sees through the proxy what it sees of the server itself: with each plugin,
 * with the server's cache cold and warm, with right and wrong passwords, in each pair of modes.
 *
 * <p>The servers are tried at the same time, each by one thread; then the tests look at what came out.
 */
@ExpectsUnparsed("TLS is passed through")
class LoginMatrixIT {
    @TempDir
    private static Path dir;

    private static List<TestServer> servers = List.of();
    private static LoginProxy proxy;
    private static List<LoginResult> results = List.of();

    @BeforeAll
    static void logInEverywhere() throws InterruptedException, IOException {
        TestAuthority authority =
                new TestAuthority(dir, "ours").issue("server", TestAuthority.RSA, "subjectAltName=IP:127.0.0.1");
        servers = TestServers.allForLogins().stream()
                .map(shared -> TestServer.start(shared.kind(), options(shared.kind(), authority)))
                .toList();
        proxy = new LoginProxy(dir, authority, servers);
        ExecutorService threads = Executors.newFixedThreadPool(servers.size());
        try {
            List<Future<List<LoginResult>>> runs = threads.invokeAll(servers.stream()
                    .map(server -> new LoginMatrix(server, proxy.before(server)))
                    .toList());
            List<LoginResult> all = new ArrayList<>();
            for (Future<List<LoginResult>> run : runs) {
                all.addAll(run.get());
            }
            results = all;
        } catch (ExecutionException e) {
            throw new AssertionError("a server could not be tried", e);
        } finally {
            threads.shutdownNow();
        }
        LoginResult.write(results, Path.of("target", "login-matrix.json"));
    }

    private static String[] options(ServerKind kind, TestAuthority authority) {
        List<String> options = new ArrayList<>(List.of(
                "--ssl-ca=" + authority.certificate(),
                "--ssl-cert=" + authority.cert("server"),
                "--ssl-key=" + authority.key("server")));
        if (kind == ServerKind.MARIADB_11_8) { // at the start, so that it makes the keys
            options.add("--plugin-load-add=auth_mysql_sha2");
        }
        return options.toArray(String[]::new);
    }

    @AfterAll
    static void stop() {
        if (proxy != null) {
            proxy.close();
        }
        servers.forEach(TestServer::close);
    }

    /** What belongs together, by name. */
    static Stream<Map.Entry<String, List<LoginResult>>> groups() {
        return results.stream()
                .collect(Collectors.groupingBy(
                        result -> result.server().scriptName() + ", " + result.place() + ": " + result.what() + " of "
                                + result.client() + ", " + result.leg(),
                        TreeMap::new,
                        Collectors.toList()))
                .entrySet()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("groups")
    void loginEndsAsWithoutTheProxy(Map.Entry<String, List<LoginResult>> group) {
        List<LoginResult> wrong = group.getValue().stream()
                .filter(result -> !result.isAsExpected())
                .toList();
        assertEquals(List.of(), wrong);
    }

    static Stream<LoginPlugin> plugins() {
        return Stream.of(LoginPlugin.values());
    }

    /** So that it is not enough for all to fail alike. */
    @ParameterizedTest
    @MethodSource("plugins")
    void everyClientThatKnowsAPluginGetsInByIt(LoginPlugin plugin) {
        for (TestServer server : servers) {
            if (plugin.obstacle(server.kind()).isEmpty()) {
                for (LoginClient client : plugin.clients(server.kind())) {
                    assertTrue(
                            results.stream()
                                    .anyMatch(result -> result.server() == server.kind()
                                            && result.client() == client
                                            && result.account().plugin() == plugin
                                            && result.isOk()),
                            () -> client + " with " + plugin + " at " + server);
                }
            }
        }
    }

    @Test
    void noPasswordIsShownAnywhere() throws IOException {
        PasswordSearch search = new PasswordSearch(LoginAccounts.PASSWORDS);
        for (ProxyProcess process : proxy.processes()) {
            search.through(process.dir());
        }
        assertEquals(List.of(), search.found());
        assertTrue(search.packets() > results.size(), () -> search.packets() + " packets were written");
    }

    @Test
    void theDocumentShowsWhatCameOut() throws IOException {
        assumeTrue(
                LoginTables.areComplete(servers.stream().map(TestServer::kind).toList()), "a server was not there");
        new GeneratedPart(Path.of("docs", "tls.md"), "login matrix").mustBe(new LoginTables(results).markdown());
    }
}
