package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.ProgramRun;
import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Large packets both ways and files that look like COM_CHANGE_USER come through legs that differ as they were sent. */
class DifferingLegsIT {
    private static final int FILE_ROWS = 100_000;
    /** The code of COM_CHANGE_USER; with it every other line begins. */
    private static final char CHANGE_USER = 0x11;

    /** What the script gives without the proxy; compression changes nothing of it. */
    private static final Map<Site, String> DIRECT = new HashMap<>();

    private static List<Site> sites = List.of();

    @TempDir
    private static Path dir;

    private static Path script;

    @BeforeAll
    static void start() throws IOException {
        sites = Site.startAll("--max-allowed-packet=128M", "--local-infile=1");
        Path file = Files.writeString(
                dir.resolve("rows.csv"),
                IntStream.range(0, FILE_ROWS)
                        .mapToObj(i -> (i % 2 == 0 ? CHANGE_USER : 'v') + Integer.toHexString(i * 0x9E3779B9) + "," + i)
                        .collect(Collectors.joining("\n", "", "\n")));
        String literal = IntStream.range(0, 2_300_000)
                .mapToObj(i -> Integer.toHexString(i * 0x9E3779B9 | 0x10000000))
                .collect(Collectors.joining());
        script = Files.writeString(
                dir.resolve("script.sql"), """
                DROP TABLE IF EXISTS loaded, large;
                CREATE TABLE loaded (v VARCHAR(100), id INT PRIMARY KEY);
                LOAD DATA LOCAL INFILE '@file' INTO TABLE loaded FIELDS TERMINATED BY ',';
                SELECT COUNT(*), SUM(CRC32(v)) FROM loaded;
                SELECT v FROM loaded ORDER BY id;
                CREATE TABLE large (t LONGTEXT);
                INSERT INTO large VALUES ('@literal');
                INSERT INTO large VALUES (REPEAT('z', 20000000));
                SELECT LENGTH(t), SHA2(t, 256) FROM large;
                SELECT t FROM large;
                """.replace("@file", file.toString()).replace("@literal", literal));
    }

    @AfterAll
    static void stop() {
        sites.forEach(Site::stop);
        DIRECT.clear();
    }

    static Stream<Arguments> everyCompression() {
        return sites.stream()
                .flatMap(site -> Stream.of("uncompressed", "zlib", "zstd")
                        .filter(algorithm -> !site.kind().isMariaDb() || !algorithm.equals("zstd"))
                        .map(algorithm -> Arguments.of(site, algorithm)));
    }

    @ParameterizedTest
    @MethodSource("everyCompression")
    void largePacketsAndFilesArriveAsTheyWereSent(Site site, String compression) {
        TestServer server = site.server();
        String direct = DIRECT.computeIfAbsent(site, same -> text(server.port(), "REQUIRED", "uncompressed"));
        assertTrue(direct.startsWith(FILE_ROWS + "\t"), () -> direct.substring(0, Math.min(200, direct.length())));
        for (String mode : List.of("DISABLED", "REQUIRED")) {
            try (ProxyProcess proxy = ProxyProcess.before(server, "--server-ssl-mode", mode)) {
                String client = mode.equals("DISABLED") ? "REQUIRED" : "DISABLED";
                assertEquals(direct, text(proxy.port(), client, compression), () -> "server leg " + mode);
            }
        }
    }

    private static String text(int port, String tls, String compression) {
        return ProgramRun.mysql(
                        script.toFile(),
                        "--protocol=TCP",
                        "--host=127.0.0.1",
                        "--port=" + port,
                        "--user=" + TestServer.USER,
                        "--database=test",
                        "--local-infile=1",
                        "--max-allowed-packet=128M",
                        "--get-server-public-key",
                        "--skip-column-names",
                        "--ssl-mode=" + tls,
                        "--compression-algorithms=" + compression)
                .succeeded()
                .text();
    }
}
