package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mysql.cj.jdbc.JdbcConnection;
import io.github.mysqlmonitor.testing.ProgramRun;
import io.github.mysqlmonitor.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The packet log shows of compressed sessions what it shows of others. */
class CompressionIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int ROWS = 100_000;
    private static final int FILE_ROWS = 120_000;
    private static final Pattern FOLDED_ROWS = Pattern.compile(" seq=\\S+ (\\d+) Row x(\\d+)$");

    private static List<Site> sites = List.of();

    @TempDir
    private static Path dir;

    private static Path file;

    @BeforeAll
    static void start() throws IOException {
        sites = Site.startAll("--max-allowed-packet=128M", "--local-infile=1");
        file = Files.writeString(
                dir.resolve("rows.csv"),
                IntStream.range(0, FILE_ROWS)
                        .mapToObj(i -> i + "," + Integer.toHexString(i * 0x9E3779B9))
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    @AfterAll
    static void stop() {
        sites.forEach(Site::stop);
    }

    /** What the client offers; the first of it is then used. */
    static Stream<Arguments> everyAlgorithm() {
        return sites.stream()
                .flatMap(site -> Stream.of("zlib", "zstd", "zlib,zstd")
                        .filter(offered -> !site.kind().isMariaDb() || offered.startsWith("zlib"))
                        .flatMap(offered ->
                                Stream.of("DISABLED", "REQUIRED").map(tls -> Arguments.of(site, offered, tls))));
    }

    @ParameterizedTest
    @MethodSource("everyAlgorithm")
    void cliSessionIsDecoded(Site site, String offered, String tls) throws IOException {
        String marker = "cli " + offered + " " + tls;
        Path script = Files.writeString(dir.resolve("script.sql"), """
                SELECT '@marker'; SHOW STATUS LIKE 'Compression%'; DROP TABLE IF EXISTS loaded;
                CREATE TABLE loaded (id INT PRIMARY KEY, v VARCHAR(100));
                LOAD DATA LOCAL INFILE '@file' INTO TABLE loaded FIELDS TERMINATED BY ',';
                SELECT id, REPEAT(HEX(v), 14) FROM loaded WHERE id < @rows ORDER BY id;
                SELECT REPEAT('0123456789', 2000000); SELECT 'the last';
                """.replace("@marker", marker)
                .replace("@file", file.toString())
                .replace("@rows", Integer.toString(ROWS)));
        ProgramRun run = ProgramRun.mysql(
                script.toFile(),
                "--protocol=TCP",
                "--host=127.0.0.1",
                "--port=" + site.proxy().port(),
                "--user=" + TestServer.USER,
                "--database=test",
                "--local-infile=1",
                "--max-allowed-packet=128M",
                "--get-server-public-key",
                "--ssl-mode=" + tls,
                "--compression-algorithms=" + offered);
        run.succeeded();
        List<String> log = session(site, marker);
        assertShows(log, "Row +'Compression', 'ON'");
        if (!site.kind().isMariaDb()) {
            assertShows(log, "Row +'Compression_algorithm', '" + offered.split(",")[0] + "'");
        }
        assertShows(log, "Query +LOAD DATA LOCAL INFILE");
        assertShows(log, "LocalInfile +" + file);
        assertShows(log, "C->S .*InfileData");
        assertShows(log, "C->S seq=\\d+ +0 InfileEnd");
        assertShows(log, "OK .*affected=" + FILE_ROWS + " .*Records: " + FILE_ROWS);
        assertShows(log, "S->C seq=3\\.\\.4 20000009 Row +'01234567");
        assertShows(log, "Row +'the last'");
        assertShows(log, "C->S seq=0 +1 Quit");
        assertTwentyMegabytesOfRows(log);
        assertDecodedToTheEnd(log);
    }

    private static void assertTwentyMegabytesOfRows(List<String> log) {
        long bytes = 0;
        long rows = 0;
        for (String line : log) {
            Matcher folded = FOLDED_ROWS.matcher(line);
            if (folded.find()) {
                bytes += Long.parseLong(folded.group(1));
                rows += Long.parseLong(folded.group(2));
            }
        }
        assertTrue(rows > ROWS - 10, "folded rows: " + rows);
        assertTrue(bytes > 20_000_000, "bytes of folded rows: " + bytes);
    }

    static Stream<Arguments> everyDriver() {
        return sites.stream()
                .flatMap(site -> Stream.of(Driver.values())
                        .flatMap(driver -> Stream.of(Wire.ZLIB_PLAIN, Wire.ZLIB_TLS)
                                .map(wire -> Arguments.of(site, driver, wire))));
    }

    @ParameterizedTest
    @MethodSource("everyDriver")
    void driverSessionIsDecoded(Site site, Driver driver, Wire wire) throws SQLException {
        String marker = "jdbc " + driver + " " + wire;
        // MariaDB's driver 4.0.0 loses count of its packets in a compressed LOAD DATA LOCAL, without the proxy too.
        Optional<Path> loaded = driver.isMariaDb() ? Optional.empty() : Optional.of(file);
        try (Connection connection =
                        driver.connect("127.0.0.1", site.proxy().port(), wire, TestServer.USER, TestServer.PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT '" + marker + "'");
            try (ResultSet status = statement.executeQuery("SHOW STATUS LIKE 'Compression'")) {
                assertTrue(status.next());
                assertEquals("ON", status.getString(2));
            }
            Conversation.hold(connection, loaded);
            statement.execute("DO 'the last'");
        }
        List<String> log = session(site, marker);
        assertShows(log, "Query +DO 'the last'");
        assertShows(log, driver.name().endsWith("TEXT") ? "Query +INSERT INTO t" : "StmtExecute");
        if (loaded.isPresent()) {
            assertShows(log, "OK .*affected=" + FILE_ROWS);
        }
        assertDecodedToTheEnd(log);
    }

    static Stream<Arguments> plainAndTls() {
        return sites.stream()
                .flatMap(site -> Stream.of(Wire.ZLIB_PLAIN, Wire.ZLIB_TLS).map(wire -> Arguments.of(site, wire)));
    }

    @ParameterizedTest
    @MethodSource("plainAndTls")
    void compressionStaysOnAfterAChangeOfTheUser(Site site, Wire wire) throws SQLException {
        String marker = "change " + wire;
        try (Connection connection = Driver.MYSQL_TEXT.connect(
                        "127.0.0.1", site.proxy().port(), wire, TestServer.USER, TestServer.PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT '" + marker + "'");
            connection.unwrap(JdbcConnection.class).changeUser(TestServer.USER, TestServer.PASSWORD);
            try (Statement after = connection.createStatement();
                    ResultSet status = after.executeQuery("SHOW STATUS LIKE 'Compression'")) {
                assertTrue(status.next());
                assertEquals("ON", status.getString(2));
            }
        }
        List<String> log = session(site, marker);
        assertShows(log, "ChangeUser +user=test");
        int change = IntStream.range(0, log.size())
                .filter(i -> log.get(i).contains(" ChangeUser "))
                .findFirst()
                .orElseThrow();
        assertShows(log.subList(change, log.size()), "Row +'Compression', 'ON'");
        assertDecodedToTheEnd(log);
    }

    /** The lines of the one session that said the marker, once it is closed. */
    private static List<String> session(Site site, String marker) {
        String said = site.proxy().awaitLog("Query +SELECT '" + marker + "'", TIMEOUT);
        String number = said.split(" ")[1].split("/")[0];
        site.proxy().awaitLog(number + "[/ ].* close ", TIMEOUT);
        Pattern ours = Pattern.compile("^\\S+ " + number + "[/ ]");
        return site.proxy()
                .log()
                .lines()
                .filter(line -> ours.matcher(line).find())
                .toList();
    }

    private static void assertShows(List<String> log, String regex) {
        Pattern pattern = Pattern.compile(regex);
        assertTrue(
                log.stream().anyMatch(line -> pattern.matcher(line).find()),
                () -> "no line with " + regex + " in\n" + shortened(log));
    }

    private static void assertDecodedToTheEnd(List<String> log) {
        assertFalse(log.stream().anyMatch(line -> line.contains("not decoded any more")), () -> shortened(log));
    }

    private static String shortened(List<String> log) {
        List<String> shown = new ArrayList<>(log.subList(0, Math.min(log.size(), 60)));
        shown.addAll(log.subList(Math.max(0, log.size() - 60), log.size()));
        return shown.stream()
                .map(line -> line.substring(0, Math.min(line.length(), 160)))
                .collect(Collectors.joining("\n"));
    }
}
