package io.github.mysqlmonitor.capture;

import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Tables, procedures and users of the servers that are recorded, and their options. */
final class Schema {
    static final String PASSWORD = "recorded-Pw1";
    private static final String VALUES = "1, -128, 255, -32768, 8388607, -2147483648, 9223372036854775807,"
            + " 18446744073709551615, 1.5, -2.5e300, 123456789012345.67890, b'1000000001', 2026, '2026-02-28',"
            + " '-838:59:58.999999', '2026-12-31 23:59:59.123', '2026-01-02 03:04:05', 'abc', 'Zürich €', 'bin',"
            + " x'00ff10', 'tiny', 'blob', 'text', 'b', 'x,y', '{\"a\": [1, null]}', ST_GeomFromText('POINT(1 2)')";

    private Schema() {}

    static String[] options(ServerKind kind) {
        return kind.isMariaDb()
                ? new String[] {"--local-infile=1", "--log-bin=binlog", "--server-id=7", "--performance-schema=ON"}
                : new String[] {"--local-infile=1", "--gtid-mode=ON", "--enforce-gtid-consistency=ON", "--server-id=7"};
    }

    static void create(TestServer server) throws SQLException {
        List<String> all = new ArrayList<>(List.of(
                "CREATE TABLE all_types (id INT PRIMARY KEY, t TINYINT, tu TINYINT UNSIGNED, s SMALLINT, m MEDIUMINT,"
                        + " i INT, b BIGINT, bu BIGINT UNSIGNED, f FLOAT, d DOUBLE, de DECIMAL(20,5), bi BIT(10),"
                        + " y YEAR, da DATE, ti TIME(6), dt DATETIME(3), ts TIMESTAMP NULL, c CHAR(5), vc VARCHAR(50),"
                        + " bin BINARY(4), vb VARBINARY(20), tb TINYBLOB, bl BLOB, tx TEXT, en ENUM('a','b'),"
                        + " se SET('x','y'), js JSON, ge GEOMETRY) DEFAULT CHARSET utf8mb4",
                "INSERT INTO all_types VALUES (" + VALUES + ")",
                "INSERT INTO all_types (id) VALUES (2)",
                "INSERT INTO all_types (id, t, f, d, de, ti, dt, vc, bl) VALUES"
                        + " (3, 0, 0, 0, 0, '00:00:00', '2000-01-01 00:00:00', '', '')",
                "CREATE TABLE people (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(40), age INT,"
                        + " KEY (age)) DEFAULT CHARSET utf8mb4",
                "INSERT INTO people (name, age) VALUES ('Ada', 36), ('Grace', 85), ('Edsger', 72), ('Alan', 41),"
                        + " ('Barbara', NULL)",
                "CREATE TABLE scratch (id INT, v VARCHAR(200), data LONGBLOB) DEFAULT CHARSET utf8mb4",
                "CREATE TABLE exponents (n INT)",
                "INSERT INTO exponents VALUES (1), (2), (10000)",
                "CREATE PROCEDURE two_results() BEGIN SELECT 1 AS a; SELECT 'x' AS b, NULL AS c; END",
                "CREATE PROCEDURE doubled(IN a INT, OUT b INT, INOUT c VARCHAR(20))"
                        + " BEGIN SET b = a * 2; SET c = CONCAT(c, '!'); SELECT a AS given; END",
                "CREATE USER empty_pw@'%'",
                "GRANT SELECT ON test.* TO empty_pw@'%'"));
        switch (server.kind()) {
            case MYSQL_9 -> all.add("CREATE USER sha256@'%' IDENTIFIED WITH sha256_password BY '" + PASSWORD + "'");
            case MYSQL_8_0 -> {
                all.add("CREATE USER sha256@'%' IDENTIFIED WITH sha256_password BY '" + PASSWORD + "'");
                all.add("CREATE USER native@'%' IDENTIFIED WITH mysql_native_password BY '" + PASSWORD + "'");
            }
            case MARIADB_11_4, MARIADB_11_8 -> all.add("CREATE USER native@'%' IDENTIFIED BY '" + PASSWORD + "'");
        }
        if (!server.kind().isMariaDb()) {
            all.add("CREATE USER cached@'%' IDENTIFIED WITH caching_sha2_password BY '" + PASSWORD + "'");
            all.add("GRANT ALL ON test.* TO cached@'%'");
        } else {
            all.add("GRANT ALL ON test.* TO native@'%'");
        }
        try (Connection connection = server.connect()) {
            Recording.execute(connection, all.toArray(String[]::new));
        }
    }
}
