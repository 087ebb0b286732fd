package io.github.mysqlmonitor.capture;

import io.github.mysqlmonitor.testing.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;

/** Compressed sessions, by clients that can. */
final class CompressionScenarios {
    private static final String WITHOUT_TLS = "--ssl-mode=DISABLED";
    private static final String KEY = "--get-server-public-key";

    private CompressionScenarios() {}

    static void addTo(Scenarios all) {
        all.add("query-zlib", r -> compressed(r, "zlib"));
        all.add("query-zstd", r -> compressed(r, "zstd"));
        all.add("query-zlib-jdbc", CompressionScenarios::jdbc);
        all.add("compression-both", CompressionScenarios::both, ServerKind.MYSQL_9, ServerKind.MYSQL_8_0);
        all.add("compression-long-zlib", r -> ofManyPackets(r, "zlib"));
        all.add("compression-long-zstd", r -> ofManyPackets(r, "zstd"), ServerKind.MYSQL_9, ServerKind.MYSQL_8_0);
        all.add("compression-user", CompressionScenarios::changeUser, ServerKind.MYSQL_9, ServerKind.MYSQL_8_0);
    }

    private static void compressed(Recording r, String algorithm) {
        r.cli(
                WITHOUT_TLS,
                KEY,
                "--compression-algorithms=" + algorithm,
                "--execute=SELECT 1; SELECT REPEAT('compressible ', 200); SELECT name FROM people; SELEC broken",
                "test");
    }

    private static void jdbc(Recording r) throws Exception {
        try (Connection connection =
                r.server().kind().isMariaDb() ? r.mariaDb("useCompression=true") : r.mysql("useCompression=true")) {
            Recording.execute(
                    connection,
                    "SELECT 1",
                    "SELECT REPEAT('compressible ', 200)",
                    "INSERT INTO scratch (id, v) VALUES (1, '" + "x".repeat(150) + "')",
                    "DELETE FROM scratch",
                    "SELECT * FROM no_such_table");
        }
    }

    private static void both(Recording r) {
        r.cli(
                WITHOUT_TLS,
                KEY,
                "--compression-algorithms=zlib,zstd",
                "--execute=SHOW STATUS LIKE 'Compression_algorithm'",
                "test");
    }

    /** A result, a row and a file that each take several compressed packets, and in another session a statement. */
    private static void ofManyPackets(Recording r, String algorithm) throws IOException {
        String rows = "SELECT id, REPEAT('z', 5000) FROM people;";
        Path file = Files.createTempFile("row", ".csv");
        try {
            Files.writeString(file, "1\tone\t" + "x".repeat(250_000) + "\n");
            String load = "LOAD DATA LOCAL INFILE '" + file + "' INTO TABLE scratch (id, v, data);DELETE FROM scratch";
            for (String script : List.of(
                    rows + "SELECT REPEAT('z', 100000);" + load,
                    "SELECT LENGTH('" + "y".repeat(50_000) + "');" + rows)) {
                r.cli(
                        WITHOUT_TLS,
                        KEY,
                        "--compression-algorithms=" + algorithm,
                        "--local-infile=1",
                        "--execute=" + script,
                        "test");
            }
        } finally {
            Files.delete(file);
        }
    }

    private static void changeUser(Recording r) throws Exception {
        try (Connection connection = r.mysql("useCompression=true")) {
            connection.unwrap(com.mysql.cj.jdbc.JdbcConnection.class).changeUser("cached", Schema.PASSWORD);
            Recording.execute(connection, "SELECT CURRENT_USER(), REPEAT('compressible ', 20)");
        }
    }
}
