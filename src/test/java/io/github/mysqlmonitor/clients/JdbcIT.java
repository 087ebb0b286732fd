package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both JDBC drivers see through the proxy what they see without it. */
class JdbcIT {
    private static final int BLOB_BYTES = 40 * 1024 * 1024;

    private static List<Site> sites = List.of();

    @TempDir
    private static Path dir;

    private static Path rows;

    @BeforeAll
    static void start() throws IOException {
        sites = Site.startAllShowingEverything("--max-allowed-packet=128M", "--local-infile=1");
        rows = Files.writeString(
                dir.resolve("rows.csv"),
                IntStream.range(0, 20_000)
                        .mapToObj(i -> i + ",value " + i + " " + "é".repeat(i % 60))
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    @AfterAll
    static void stop() {
        sites.forEach(Site::stop);
    }

    static Stream<Arguments> everyDriverAndWire() {
        return sites.stream()
                .flatMap(site -> Stream.of(Driver.values())
                        .flatMap(driver -> Stream.of(Wire.values()).map(wire -> Arguments.of(site, driver, wire))));
    }

    static Stream<Arguments> everyDriver() {
        return sites.stream()
                .flatMap(site -> Stream.of(Driver.values())
                        .flatMap(driver ->
                                Stream.of(Wire.PLAIN, Wire.TLS_1_3).map(wire -> Arguments.of(site, driver, wire))));
    }

    static Stream<Arguments> coldAndWarm() {
        return sites.stream()
                .filter(site -> !site.kind().isMariaDb())
                .flatMap(site -> Stream.of(Driver.MYSQL_TEXT, Driver.MARIADB_TEXT)
                        .flatMap(driver ->
                                Stream.of(Wire.PLAIN, Wire.TLS_1_3).map(wire -> Arguments.of(site, driver, wire))));
    }

    @ParameterizedTest
    @MethodSource("everyDriverAndWire")
    void conversationIsTheSameAsWithoutTheProxy(Site site, Driver driver, Wire wire) throws SQLException {
        // MariaDB's driver 4.0.0 loses count of its packets in a compressed LOAD DATA LOCAL, without the proxy too.
        Optional<Path> file = driver.isMariaDb() && wire.isCompressed() ? Optional.empty() : Optional.of(rows);
        String direct;
        try (Connection connection = direct(site, driver, wire)) {
            direct = Conversation.hold(connection, file);
        }
        try (Connection connection = proxied(site, driver, wire)) {
            assertEquals(direct, Conversation.hold(connection, file));
        }
    }

    @ParameterizedTest
    @MethodSource("everyDriver")
    void blobOfFortyMegabytesComesBackAsItWent(Site site, Driver driver, Wire wire) throws SQLException {
        byte[] blob = new byte[BLOB_BYTES];
        new Random(driver.ordinal()).nextBytes(blob);
        try (Connection connection = proxied(site, driver, wire);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS b");
            statement.execute("CREATE TABLE b (d LONGBLOB)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO b VALUES (?)")) {
                insert.setBytes(1, blob);
                assertEquals(1, insert.executeUpdate());
            }
            try (ResultSet result = statement.executeQuery("SELECT d FROM b")) {
                assertTrue(result.next());
                assertArrayEquals(blob, result.getBytes(1));
            }
            statement.execute("DROP TABLE b");
        }
    }

    @ParameterizedTest
    @MethodSource("coldAndWarm")
    void logsInWithColdAndWithWarmPasswordCache(Site site, Driver driver, Wire wire) throws SQLException {
        String user = "cold_" + driver.ordinal() + "_" + wire.ordinal();
        try (Connection admin = site.server().connect();
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE USER " + user + " IDENTIFIED WITH caching_sha2_password BY 'cold-secret'");
            statement.execute("GRANT ALL ON test.* TO " + user);
            login(site, driver, wire, user); // cold: nobody of that name has logged in yet
            login(site, driver, wire, user); // warm
            statement.execute("FLUSH PRIVILEGES");
            login(site, driver, wire, user); // cold again
            statement.execute("DROP USER " + user);
        }
    }

    private static void login(Site site, Driver driver, Wire wire, String user) throws SQLException {
        try (Connection connection =
                        driver.connect(site.proxy().host(), site.proxy().port(), wire, user, "cold-secret");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT CURRENT_USER()")) {
            assertTrue(result.next());
            assertEquals(user + "@%", result.getString(1));
        }
    }

    private static Connection direct(Site site, Driver driver, Wire wire) throws SQLException {
        TestServer server = site.server();
        return driver.connect(server.host(), server.port(), wire, server.user(), server.password());
    }

    private static Connection proxied(Site site, Driver driver, Wire wire) throws SQLException {
        TestServer server = site.server();
        return driver.connect(site.proxy().host(), site.proxy().port(), wire, server.user(), server.password());
    }
}
