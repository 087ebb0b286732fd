package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.ProgramRun;
import io.github.mysqlmonitor.testing.TestServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The command line clients write through the proxy what they write without it. */
class MysqlCliIT {
    private static final int BLOB_BYTES = 40 * 1024 * 1024;

    private static List<Site> sites = List.of();

    @TempDir
    private static Path dir;

    @BeforeAll
    static void start() {
        sites = Site.startAllShowingEverything("--max-allowed-packet=128M", "--local-infile=1");
    }

    @AfterAll
    static void stop() {
        sites.forEach(Site::stop);
    }

    static List<Site> everySite() {
        return sites;
    }

    static Stream<Site> mysqlSites() {
        return sites.stream().filter(site -> !site.kind().isMariaDb());
    }

    static Stream<Arguments> everyWire() {
        return sites.stream().flatMap(site -> Stream.of(Wire.values()).map(wire -> Arguments.of(site, wire)));
    }

    static Stream<Arguments> plainAndTls() {
        return sites.stream()
                .flatMap(site -> Stream.of(Wire.PLAIN, Wire.TLS_1_3).map(wire -> Arguments.of(site, wire)));
    }

    @ParameterizedTest
    @MethodSource("everyWire")
    void scriptPrintsTheSameAsWithoutTheProxy(Site site, Wire wire) throws IOException {
        assertSameScript(site, wire.cli());
    }

    @ParameterizedTest
    @MethodSource("mysqlSites")
    void scriptOverZstdPrintsTheSameAsWithoutTheProxy(Site site) throws IOException {
        assertSameScript(site, List.of("--ssl-mode=REQUIRED", "--compression-algorithms=zstd"));
    }

    @ParameterizedTest
    @MethodSource("plainAndTls")
    void blobOfFortyMegabytesComesBackAsItWent(Site site, Wire wire) throws IOException {
        byte[] blob = new byte[BLOB_BYTES];
        Random random = new Random(1);
        for (int i = 0; i < blob.length; i++) {
            blob[i] = (byte) ('A' + random.nextInt(26));
        }
        Path script = dir.resolve("blob.sql");
        try (var out = Files.newOutputStream(script)) {
            out.write("DROP TABLE IF EXISTS b; CREATE TABLE b (d LONGBLOB); INSERT INTO b VALUES ('"
                    .getBytes(StandardCharsets.UTF_8));
            out.write(blob);
            out.write("'); SELECT d FROM b; DROP TABLE b;\n".getBytes(StandardCharsets.UTF_8));
        }
        byte[] output = run(site, true, wire.cli(), script.toFile(), "--max-allowed-packet=128M", "-N", "--raw")
                .succeeded()
                .output();
        assertEquals(BLOB_BYTES + 1, output.length);
        assertArrayEquals(blob, Arrays.copyOf(output, BLOB_BYTES));
    }

    @ParameterizedTest
    @MethodSource("mysqlSites")
    void logsInWithColdAndWithWarmPasswordCache(Site site) throws SQLException {
        try (Connection admin = site.server().connect();
                Statement statement = admin.createStatement()) {
            for (Wire wire : List.of(Wire.PLAIN, Wire.TLS_1_2, Wire.TLS_1_3)) {
                String user = "cli_" + wire.ordinal();
                statement.execute("CREATE USER " + user + " IDENTIFIED WITH caching_sha2_password BY '"
                        + TestServer.PASSWORD + "'");
                statement.execute("GRANT ALL ON test.* TO " + user);
                login(site, wire, user); // cold: nobody of that name has logged in yet
                login(site, wire, user); // warm
                statement.execute("FLUSH PRIVILEGES");
                login(site, wire, user); // cold again
                statement.execute("DROP USER " + user);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everySite")
    void dumpIsTheSameAsWithoutTheProxyAlsoAfterARestore(Site site) throws IOException {
        Path schema = Files.writeString(dir.resolve("schema.sql"), SCHEMA);
        run(site, false, Wire.TLS_1_3.cli(), schema.toFile()).succeeded();
        for (boolean tls : new boolean[] {true, false}) {
            byte[] direct = dump(site, false, tls);
            assertTrue(direct.length > 100_000, "the dump has " + direct.length + " bytes");
            byte[] proxied = dump(site, true, tls);
            assertArrayEquals(direct, proxied);
            Path file = Files.write(dir.resolve("dump.sql"), proxied);
            Wire wire = tls ? Wire.TLS_1_2 : Wire.PLAIN;
            run(site, true, wire.cli(), file.toFile()).succeeded();
            assertArrayEquals(direct, dump(site, false, tls));
        }
    }

    private static final String SCHEMA = """
            DROP DATABASE IF EXISTS shop; CREATE DATABASE shop DEFAULT CHARSET utf8mb4; USE shop;
            CREATE TABLE customer (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(200) NOT NULL, photo BLOB, born DATE,
              KEY (name)) ENGINE=InnoDB;
            CREATE TABLE orders (id INT PRIMARY KEY, customer INT, total DECIMAL(12,2),
              FOREIGN KEY (customer) REFERENCES customer (id));
            INSERT INTO customer (name, photo, born) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE
              i < 900) SELECT CONCAT('näme€😀 ', i), UNHEX(SHA2(i, 512)), DATE '1990-01-01' + INTERVAL i DAY FROM n;
            INSERT INTO orders SELECT id, id, id * 1.25 FROM customer;
            CREATE VIEW big AS SELECT * FROM orders WHERE total > 1000;
            DELIMITER $$
            CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW BEGIN SET NEW.total = COALESCE(NEW.total, 0); END$$
            CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END$$
            DELIMITER ;
            """;

    private static byte[] dump(Site site, boolean throughProxy, boolean tls) {
        TestServer server = site.server();
        List<String> arguments = new ArrayList<>(address(site, throughProxy));
        if (server.kind().isMariaDb()) {
            arguments.add(tls ? "--skip-ssl-verify-server-cert" : "--skip-ssl");
        } else {
            arguments.addAll(List.of("--set-gtid-purged=OFF", "--no-tablespaces"));
            arguments.addAll(tls ? Wire.TLS_1_3.cli() : Wire.PLAIN.cli());
        }
        arguments.addAll(List.of("--skip-dump-date", "--routines", "--triggers", "--hex-blob", "--databases", "shop"));
        return ProgramRun.run(server.dumpCommand(), new File("/dev/null"), arguments.toArray(String[]::new))
                .succeeded()
                .output();
    }

    private static void assertSameScript(Site site, List<String> options) throws IOException {
        Path rows = dir.resolve("rows.csv");
        try (var out = Files.newBufferedWriter(rows)) {
            for (int i = 0; i < 30_000; i++) {
                out.write(i + ",value " + i + " " + "é".repeat(i % 60) + "\n");
            }
        }
        Path script = Files.writeString(dir.resolve("script.sql"), SCRIPT.replace("ROWS", rows.toString()));
        String direct = run(site, false, options, script.toFile()).succeeded().text();
        String proxied = run(site, true, options, script.toFile()).succeeded().text();
        assertEquals(direct, proxied);
        assertTrue(direct.contains("out of p\t42"), direct);
    }

    private static final String SCRIPT = """
            SELECT 1, 'ä€😀', NULL, x'00ff41'; SELECT 2; DROP TABLE IF EXISTS loaded;
            CREATE TABLE loaded (id INT PRIMARY KEY, v VARCHAR(200)) DEFAULT CHARSET utf8mb4;
            LOAD DATA LOCAL INFILE 'ROWS' INTO TABLE loaded CHARACTER SET utf8mb4 FIELDS TERMINATED BY ',';
            SELECT COUNT(*), SUM(CRC32(v)) FROM loaded; SELECT * FROM loaded ORDER BY id;
            PREPARE s FROM 'SELECT id, v FROM loaded WHERE id > ? AND id < ? ORDER BY id';
            SET @a = 100, @b = 200; EXECUTE s USING @a, @b; DEALLOCATE PREPARE s;
            DROP PROCEDURE IF EXISTS p;
            DELIMITER $$
            CREATE PROCEDURE p(IN a INT, OUT b INT) BEGIN SELECT a; SELECT id FROM loaded WHERE id < 10; SELECT 3 WHERE 1 = 0;
              SET b = a * 2; END$$
            SELECT 'multi'; SELECT 'statement'; INSERT INTO loaded VALUES (-1, 'x'); SELECT COUNT(*) FROM loaded$$
            DELIMITER ;
            CALL p(21, @out); SELECT 'out of p', @out;
            """;

    private static void login(Site site, Wire wire, String user) {
        List<String> options = new ArrayList<>(wire.cli());
        options.add("--user=" + user);
        ProgramRun run = run(site, true, options, new File("/dev/null"), "-N", "-e", "SELECT USER()");
        assertTrue(run.succeeded().text().startsWith(user + "@"), run.text());
    }

    private static ProgramRun run(
            Site site, boolean throughProxy, List<String> options, File script, String... arguments) {
        List<String> all = new ArrayList<>(address(site, throughProxy));
        all.addAll(List.of("--local-infile=1", "--default-character-set=utf8mb4"));
        all.addAll(options);
        all.add("--database=test");
        all.addAll(List.of(arguments));
        return ProgramRun.mysql(script, all.toArray(String[]::new));
    }

    private static List<String> address(Site site, boolean throughProxy) {
        int port = throughProxy ? site.proxy().port() : site.server().port();
        return List.of("--protocol=TCP", "--host=127.0.0.1", "--port=" + port, "--user=" + TestServer.USER);
    }
}
