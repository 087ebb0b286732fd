package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mysql.cj.jdbc.JdbcConnection;
import io.github.mysqlmonitor.testing.ProgramRun;
import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** With --inject-attributes the server knows of each client who it is, and the client sees what it would see without. */
class InjectedAttributesIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String ATTRIBUTES =
            "SELECT ATTR_NAME, ATTR_VALUE FROM performance_schema.session_connect_attrs"
                    + " WHERE PROCESSLIST_ID = CONNECTION_ID() ORDER BY ORDINAL_POSITION";
    private static final List<String> OURS = List.of("_client_ip", "_client_port", "_client_tls", "_monitor_session");
    private static final List<String> CLIENT_SETTINGS =
            List.of("", "&connectionAttributes=none", "&connectionAttributes=_client_ip:198.51.100.1,mine:yes");

    private static List<Place> places = List.of();

    /** A proxy before a server, whose leg has TLS when the client's has, always or never. */
    private record Place(TestServer server, String mode, ProxyProcess proxy) {
        static Place before(TestServer server, String mode) {
            return new Place(
                    server, mode, ProxyProcess.before(server, "--inject-attributes", "--server-ssl-mode", mode));
        }

        @Override
        public String toString() {
            return server.kind() + " server leg " + mode;
        }
    }

    @BeforeAll
    static void start() {
        places = TestServers.all().stream()
                .map(shared -> TestServer.start(shared.kind(), "--performance-schema=ON", "--local-infile=1"))
                .flatMap(server ->
                        Stream.of("AS_CLIENT", "DISABLED", "REQUIRED").map(mode -> Place.before(server, mode)))
                .toList();
    }

    @AfterAll
    static void stop() {
        places.forEach(place -> place.proxy.close());
        places.stream().map(Place::server).distinct().forEach(TestServer::close);
    }

    static Stream<Arguments> everyLeg() {
        return places.stream().flatMap(place -> Stream.of(Wire.values()).map(wire -> Arguments.of(place, wire)));
    }

    private static Connection connect(int port, Wire wire, String settings) throws SQLException {
        String url = "jdbc:mysql://127.0.0.1:" + port + "/test?allowPublicKeyRetrieval=true&" + wire.mysql + settings;
        return DriverManager.getConnection(url, TestServer.USER, TestServer.PASSWORD);
    }

    private static Connection connectOther(int port, Wire wire, String settings) throws SQLException {
        String url =
                "jdbc:mariadb://127.0.0.1:" + port + "/test?allowPublicKeyRetrieval=true&" + wire.mariaDb + settings;
        return DriverManager.getConnection(url, TestServer.USER, TestServer.PASSWORD);
    }

    private static Map<String, String> attributes(Connection connection) throws SQLException {
        Map<String, String> attributes = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ATTRIBUTES)) {
            while (rows.next()) {
                attributes.put(rows.getString(1), rows.getString(2));
            }
        }
        return attributes;
    }

    /** Takes ours away, which must be first and right. */
    private static Map<String, String> withoutOurs(Map<String, String> attributes, Wire wire) {
        assertEquals(OURS, attributes.keySet().stream().limit(OURS.size()).toList());
        assertEquals("127.0.0.1", attributes.remove("_client_ip"));
        int port = Integer.parseInt(attributes.remove("_client_port"));
        assertTrue(port > 0 && port < 65536, () -> "port " + port);
        String tls = attributes.remove("_client_tls");
        assertTrue(tls.matches(protectedBy(wire)), tls);
        assertTrue(Long.parseLong(attributes.remove("_monitor_session")) > 0);
        return attributes;
    }

    private static String protectedBy(Wire wire) {
        return switch (wire) {
            case PLAIN, ZLIB_PLAIN -> "none";
            case TLS_1_2 -> "TLSv1\\.2 TLS_ECDHE_\\w+";
            case TLS_1_3, ZLIB_TLS -> "TLSv1\\.3 TLS_(AES|CHACHA)\\w+";
        };
    }

    @ParameterizedTest
    @MethodSource("everyLeg")
    void serverKnowsTheClientAfterLoginAndAfterUserChange(Place place, Wire wire) throws SQLException {
        for (String settings : CLIENT_SETTINGS) {
            try (Connection direct = connect(place.server.port(), wire, settings);
                    Connection proxied = connect(place.proxy.port(), wire, settings)) {
                Map<String, String> expected = attributes(direct);
                expected.remove("_client_ip");
                assertEquals(expected, withoutOurs(attributes(proxied), wire), settings);
                for (int i = 0; i < 2; i++) {
                    direct.unwrap(JdbcConnection.class).changeUser(TestServer.USER, TestServer.PASSWORD);
                    proxied.unwrap(JdbcConnection.class).changeUser(TestServer.USER, TestServer.PASSWORD);
                    expected = attributes(direct);
                    expected.remove("_client_ip");
                    assertEquals(expected, withoutOurs(attributes(proxied), wire), settings + " after a user change");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyLeg")
    void clientOfMariaDbIsKnownToo(Place place, Wire wire) throws SQLException {
        List<Map<String, String>> seen = new ArrayList<>();
        for (int port : List.of(place.server.port(), place.proxy.port())) {
            try (Connection connection = connectOther(port, wire, "")) {
                seen.add(attributes(connection));
            }
        }
        assertEquals(seen.get(0).keySet(), withoutOurs(seen.get(1), wire).keySet());
    }

    @ParameterizedTest
    @MethodSource("everyLeg")
    void spoofedNameIsNotFoundByAnySpellingTheServerTakesForIt(Place place, Wire wire) throws SQLException {
        String settings = "&connectionAttributes=_client_ip%20:198.51.100.1,_CLIENT_IP:198.51.100.2";
        try (Connection connection = connect(place.proxy.port(), wire, settings);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT ATTR_VALUE FROM performance_schema.session_connect_attrs"
                                + " WHERE PROCESSLIST_ID = CONNECTION_ID() AND ATTR_NAME LIKE '%client\\_ip%'")) {
            assertTrue(rows.next());
            assertEquals("127.0.0.1", rows.getString(1));
            assertFalse(rows.next());
        }
    }

    @ParameterizedTest
    @MethodSource("everyPlace")
    void tooManyAttributesAreLeftAloneAndTheClientIsLetIn(Place place) throws SQLException {
        int used = 0;
        try (Connection direct = connectOther(place.server.port(), Wire.PLAIN, "")) {
            for (Map.Entry<String, String> each : attributes(direct).entrySet()) {
                used += 2 + each.getKey().length() + each.getValue().length();
            }
        }
        // MySQL's own driver sends no login of such a length.
        String settings = "&connectionAttributes=big:" + "v".repeat(65_500 - used);
        try (Connection connection = connectOther(place.proxy.port(), Wire.PLAIN, settings)) {
            assertFalse(attributes(connection).containsKey("_client_ip"));
        }
        place.proxy.awaitThat(
                () -> place.proxy.events().contains("no attributes were injected: with the client's own they would be"),
                SOON,
                "a notice");
    }

    static List<Place> everyPlace() {
        return places;
    }

    @ParameterizedTest
    @MethodSource("everyPlace")
    void resultsAndFilesAreThoseOfADirectConnection(Place place, @TempDir Path dir) throws IOException {
        Path file = Files.writeString(
                dir.resolve("rows.csv"),
                IntStream.range(0, 20_000)
                        .mapToObj(i -> (i % 2 == 0 ? '\u0011' : 'v') + Integer.toHexString(i * 0x9E3779B9) + "," + i)
                        .collect(Collectors.joining("\n", "", "\n")));
        Path script = Files.writeString(dir.resolve("script.sql"), """
                DROP TABLE IF EXISTS loaded;
                CREATE TABLE loaded (v VARCHAR(100), id INT PRIMARY KEY);
                LOAD DATA LOCAL INFILE '@file' INTO TABLE loaded FIELDS TERMINATED BY ',';
                SELECT COUNT(*), SUM(CRC32(v)) FROM loaded;
                SELECT v FROM loaded ORDER BY id;
                SELECT REPEAT('z', 3000000);
                """.replace("@file", file.toString()));
        for (String compression : List.of("uncompressed", "zlib", "zstd")) {
            if (compression.equals("zstd") && place.server.kind().isMariaDb()) {
                continue;
            }
            for (String tls : List.of("REQUIRED", "DISABLED")) {
                assertEquals(
                        output(place.server.port(), tls, compression, script),
                        output(place.proxy.port(), tls, compression, script),
                        () -> tls + " " + compression);
            }
        }
    }

    private static String output(int port, String tls, String compression, Path script) {
        return ProgramRun.mysql(
                        script.toFile(),
                        "--protocol=TCP",
                        "--host=127.0.0.1",
                        "--port=" + port,
                        "--user=" + TestServer.USER,
                        "--database=test",
                        "--local-infile=1",
                        "--get-server-public-key",
                        "--skip-column-names",
                        "--ssl-mode=" + tls,
                        "--compression-algorithms=" + compression)
                .succeeded()
                .text();
    }

    @Test
    void passthroughAndInjectionExcludeEachOther() {
        try (ProxyProcess proxy = ProxyProcess.upstream("127.0.0.1:3306")
                .arguments("--inject-attributes", "--client-ssl-mode", "PASSTHROUGH")
                .launch()) {
            assertEquals(2, proxy.awaitExit(SOON));
            assertTrue(proxy.stderr().contains("--inject-attributes edits logins"), proxy::stderr);
        }
    }
}
