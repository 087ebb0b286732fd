package io.github.mysqlmonitor.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The servers that all tests of this JVM share: one per kind, started when first asked for.
 *
 * <p>They come from Docker where it runs, and else from {@code scripts/test-server}. A kind that
 * cannot be had aborts the test that wants it, but fails it when no MySQL can be had at all, or
 * when the environment variable {@value #REQUIRE} names the kind.
 */
public final class TestServers implements ParameterResolver {
    /** The environment variable with the kinds to insist on, for instance {@code mysql-9,mysql-8.0,mariadb}. */
    public static final String REQUIRE = "MYSQL_MONITOR_REQUIRE";

    private static final Map<ServerKind, Attempt> ATTEMPTS = new EnumMap<>(ServerKind.class);

    /** Returns the shared server of a kind, or aborts or fails the test as described above. */
    public static TestServer shared(ServerKind kind) {
        Attempt attempt = attempt(kind);
        if (attempt.server().isPresent()) {
            return attempt.server().get();
        }
        failIfNeeded(kind);
        Assumptions.abort(attempt.reason());
        throw new AssertionError("unreachable: the test was aborted");
    }

    /** Returns the newest MySQL that can be had. */
    public static TestServer mysql() {
        return attempt(ServerKind.MYSQL_9).server().orElseGet(() -> shared(ServerKind.MYSQL_8_0));
    }

    /** Returns the shared servers of all kinds that can be had: a source for parameterized tests. */
    public static List<TestServer> all() {
        return available(false);
    }

    /** As {@link #all}, and with them those that are {@linkplain ServerKind#isForLoginsOnly for logins only}. */
    public static List<TestServer> allForLogins() {
        return available(true);
    }

    private static List<TestServer> available(boolean forLogins) {
        List<TestServer> servers = new ArrayList<>();
        for (ServerKind kind : ServerKind.values()) {
            if (forLogins || !kind.isForLoginsOnly()) {
                attempt(kind).server().ifPresentOrElse(servers::add, () -> failIfNeeded(kind));
            }
        }
        return servers;
    }

    static TestServer start(ServerKind kind, List<String> options) {
        shared(kind); // aborts or fails when there is no such server
        try {
            return obtain(kind, options);
        } catch (ServerUnavailableException e) {
            throw new IllegalStateException(kind + " was there a moment ago", e);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
        return parameter.isAnnotated(Server.class) && parameter.getParameter().getType() == TestServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
        return shared(parameter.findAnnotation(Server.class).orElseThrow().value());
    }

    private static void failIfNeeded(ServerKind kind) {
        String required = Optional.ofNullable(System.getenv(REQUIRE)).orElse("");
        if (Arrays.asList(required.split("[,\\s]+", -1)).contains(kind.requirement())) {
            throw new AssertionError(
                    REQUIRE + " asks for " + kind + ": " + attempt(kind).reason());
        }
        Attempt newest = attempt(ServerKind.MYSQL_9);
        Attempt older = attempt(ServerKind.MYSQL_8_0);
        if (newest.server().isEmpty() && older.server().isEmpty()) {
            throw new AssertionError("No real MySQL can be had, and without one this run proves nothing."
                    + " Start Docker, or see what scripts/test-server doctor says.\n"
                    + newest.reason() + "\n" + older.reason());
        }
    }

    private static synchronized Attempt attempt(ServerKind kind) {
        return ATTEMPTS.computeIfAbsent(kind, TestServers::tryToObtain);
    }

    private static Attempt tryToObtain(ServerKind kind) {
        try {
            TestServer server = obtain(kind, List.of());
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop " + kind));
            return new Attempt(Optional.of(server.asShared()), "");
        } catch (ServerUnavailableException e) {
            return new Attempt(Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private static TestServer obtain(ServerKind kind, List<String> options) throws ServerUnavailableException {
        return TestServerContainer.canRun(kind)
                ? TestServerContainer.start(kind, options)
                : TestServerScript.start(kind, options);
    }

    private record Attempt(Optional<TestServer> server, String reason) {}
}
