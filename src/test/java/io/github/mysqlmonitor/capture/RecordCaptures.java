package io.github.mysqlmonitor.capture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Records the captures from real servers; run by {@code scripts/record-captures} and not with the tests. The system
 * property {@code captures.only} is a regular expression for the names of those to record.
 */
class RecordCaptures {
    private static final Path DIRECTORY = Path.of("src", "test", "resources", "captures");
    private static final Map<ServerKind, TestServer> SERVERS = new EnumMap<>(ServerKind.class);

    @TestFactory
    Stream<DynamicTest> record() throws Exception {
        Files.createDirectories(DIRECTORY);
        Pattern only = Pattern.compile(System.getProperty("captures.only", ""));
        return Scenarios.all().entrySet().stream()
                .flatMap(entry -> entry.getValue().servers().stream()
                        .filter(kind -> only.matcher(name(entry.getKey(), kind)).find())
                        .map(kind -> DynamicTest.dynamicTest(
                                name(entry.getKey(), kind),
                                () -> record(name(entry.getKey(), kind), kind, entry.getValue()))));
    }

    @AfterAll
    static void stop() {
        SERVERS.values().forEach(TestServer::close);
    }

    private static void record(String name, ServerKind kind, Scenarios.Entry entry) throws Exception {
        Path file = DIRECTORY.resolve(name + ".capture");
        if (entry.ownServer().isEmpty()) {
            TestServer server = SERVERS.computeIfAbsent(kind, RecordCaptures::start);
            try (RecordingProxy proxy = RecordingProxy.before(server, file)) {
                entry.scenario().play(new Recording(server, proxy.port()));
            }
        } else {
            try (TestServer server = TestServer.start(kind, entry.ownServer().toArray(String[]::new));
                    RecordingProxy proxy = RecordingProxy.blockable(server, file)) {
                entry.scenario().play(new Recording(server, proxy.port()));
            }
        }
        assertTrue(Files.size(file) > 100, file + " is empty");
    }

    private static TestServer start(ServerKind kind) {
        TestServer server = TestServer.start(kind, Schema.options(kind));
        try {
            Schema.create(server);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return server;
    }

    private static String name(String scenario, ServerKind kind) {
        return switch (kind) {
                    case MYSQL_9 -> "mysql97-";
                    case MYSQL_8_0 -> "mysql80-";
                    case MARIADB_11_4 -> "mariadb-";
                    case MARIADB_11_8 -> "mariadb118-";
                }
                + scenario;
    }
}
