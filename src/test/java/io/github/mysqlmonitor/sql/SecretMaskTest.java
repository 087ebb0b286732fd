package io.github.mysqlmonitor.sql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMaskTest {
    private static final String TOKEN = "Hunter2";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE USER 'u'@'%' IDENTIFIED BY 'Hunter2'",
                "CREATE USER u IDENTIFIED BY \"Hunter2\" REQUIRE SUBJECT '/CN=x'",
                "CREATE USER u IDENTIFIED BY PASSWORD '*Hunter2'",
                "CREATE USER u IDENTIFIED WITH 'caching_sha2_password' BY 'Hunter2', v IDENTIFIED WITH p AS 'Hunter2'",
                "CREATE USER u IDENTIFIED WITH p AS x'Hunter2'",
                "CREATE USER u IDENTIFIED WITH p AS 0xHunter2",
                "CREATE USER u IDENTIFIED BY _utf8mb4'Hunter2'",
                "CREATE USER u IDENTIFIED BY N'Hunter2'",
                "CREATE USER u IDENTIFIED VIA ed25519 USING PASSWORD('Hunter2') OR unix_socket",
                "CREATE USER u IDENTIFIED VIA ed25519 USING 'Hunter2' OR mysql_native_password USING 'Hunter2'",
                "CREATE USER u IDENTIFIED WITH webauthn INITIAL AUTHENTICATION IDENTIFIED BY 'Hunter2'",
                "CREATE USER u IDENTIFIED BY 'Hunter2' AND IDENTIFIED WITH p BY 'Hunter2'",
                "ALTER USER u ADD 2 FACTOR IDENTIFIED BY 'Hunter2'",
                "ALTER USER USER() IDENTIFIED BY 'Hunter2' REPLACE 'Hunter2' RETAIN CURRENT PASSWORD",
                "GRANT ALL ON *.* TO 'u'@'h' IDENTIFIED BY 'Hunter2' WITH GRANT OPTION",
                "CLONE INSTANCE FROM 'u'@'h':3306 IDENTIFIED BY 'Hunter2'",
                "SET PASSWORD = 'Hunter2'",
                "SET PASSWORD = 'Hunter2' REPLACE 'Hunter2'",
                "SET PASSWORD FOR 'u'@'%' = 'Hunter2'",
                "SET PASSWORD FOR u = PASSWORD('Hunter2')",
                "SET PASSWORD FOR u = OLD_PASSWORD ( 'Hunter2' )",
                "SET PASSWORD FOR u TO 'Hunter2'",
                "CHANGE REPLICATION SOURCE TO SOURCE_HOST='h', SOURCE_PASSWORD='Hunter2', SOURCE_PORT=1",
                "CHANGE MASTER 'c' TO MASTER_PASSWORD = 'Hunter2'",
                "START REPLICA USER='u' PASSWORD='Hunter2' DEFAULT_AUTH='p'",
                "START GROUP_REPLICATION USER='u', PASSWORD='Hunter2'",
                "CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (USER 'u', PASSWORD 'Hunter2', HOST 'h')",
                "SET GLOBAL redirect_url='mysql://u:Hunter2@h:3306'",
                "CREATE TABLE t (a INT) ENGINE=FEDERATED CONNECTION='mysql://u:Hunter2@h/d/t'",
                "UPDATE mysql.user SET authentication_string=PASSWORD('Hunter2')",
                "UPDATE app SET `password` = SHA1(CONCAT('salt', 'Hunter2'))",
                "PREPARE s FROM 'ALTER USER u IDENTIFIED BY ''Hunter2'''",
                "PREPARE s FROM 'ALTER USER \\'u\\' IDENTIFIED\\nBY \\'Hunter2\\''",
                "SET @s = CONCAT('ALTER USER u IDENTIFIED BY ''', 'Hunter2', '''')",
                "EXECUTE IMMEDIATE \"SET PASSWORD FOR u = 'Hunter2'\"",
                "/*!50001 CREATE USER u */ /*!50002 IDENTIFIED BY 'Hunter2' */",
                "/*M!100100 SET PASSWORD = 'Hunter2' */",
                "SELECT 1 /* then SET PASSWORD = 'Hunter2' */ + 1",
                "SELECT 1 -- ALTER USER u IDENTIFIED BY 'Hunter2'",
                "ALTER USER u IDENTIFIED BY Hunter2",
                "ALTER USER u IDENTIFIED BY !Hunter2!",
                "SET PASSWORD = Hunter2",
                "ALTER USER u IDENTIFIED BY 'Hunter2",
                "PREPARE s FROM 'ALTER USER u IDENTIFIED BY ''Hunter2",
                "ALTER USER u IDENTIFIED BY 'x\\', v IDENTIFIED BY 'Hunter2'",
                "SELECT 'x\\', 'y'; ALTER USER u IDENTIFIED BY 'Hunter2'",
                "ALTER USER u IDENTIFIED BY 'x\\' REPLACE 'Hunter2'",
                "/*!99999 ' */ ALTER USER u IDENTIFIED BY 'Hunter2'",
                "INSERT INTO log VALUES ('{\"password\": \"Hunter2\"}')",
            })
    void hidesSecretOf(String statement) {
        String masked = mask(statement);
        assertFalse(masked.contains(TOKEN), masked);
        assertEquals(statement.length(), masked.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id, name FROM customer WHERE id = 42",
                "SELECT password, 'x' FROM user",
                "SELECT 'your password is wrong', 'y'",
                "ALTER USER u PASSWORD EXPIRE COMMENT 'x'",
                "SHOW VARIABLES LIKE 'validate_password%'",
                "SELECT REPLACE('a', 'b', 'c') AS connection_id, CONNECTION_ID()",
                "CREATE USER u IDENTIFIED BY RANDOM PASSWORD REQUIRE SUBJECT '/CN=x'",
                "INSERT INTO t (password) VALUES ('x')",
            })
    void leavesAlone(String statement) {
        assertEquals(statement, mask(statement));
    }

    @Test
    void keepsQuotesAndLength() {
        assertEquals(
                "CREATE USER 'u'@'%' IDENTIFIED WITH 'p' BY '****' REPLACE '***' COMMENT 'c'; SELECT 'x'",
                mask("CREATE USER 'u'@'%' IDENTIFIED WITH 'p' BY 'a''b' REPLACE 'old' COMMENT 'c'; SELECT 'x'"));
        assertEquals("SET PASSWORD FOR 'u' = PASSWORD('***')", mask("SET PASSWORD FOR 'u' = PASSWORD('abc')"));
    }

    @Test
    void hidesWhateverTheCaseSpaceAndCommentsBetween() {
        Random random = new Random(20261121);
        String[] statements = {
            "CREATE USER 'u' @ '%' IDENTIFIED WITH 'p' BY 'Hunter2'",
            "SET PASSWORD FOR 'u' @ '%' = PASSWORD ( 'Hunter2' )",
            "CHANGE REPLICATION SOURCE TO SOURCE_USER = 'u' , SOURCE_PASSWORD = 'Hunter2'",
            "ALTER USER u IDENTIFIED BY 'x' REPLACE 'Hunter2'",
            "CREATE SERVER s OPTIONS ( USER 'u' , PASSWORD 'Hunter2' )",
        };
        String[] gaps = {" ", "\t", "\r\n", " /* it's */ ", " -- don't\n", " # \"\n", "/**/", " /*!50000 */ "};
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (String part : statements[i % statements.length].split(" ")) {
                boolean literal = part.startsWith("'");
                for (char c : part.toCharArray()) {
                    text.append(!literal && random.nextBoolean() ? Character.toLowerCase(c) : c);
                }
                text.append(gaps[random.nextInt(gaps.length)]);
            }
            String masked = mask(text.toString());
            assertFalse(masked.contains(TOKEN), masked);
        }
    }

    @Test
    void readsAnyBytes() {
        Random random = new Random(7);
        String[] parts = {
            "identified",
            "by",
            "password",
            "set",
            "for",
            "'",
            "\"",
            "`",
            "\\",
            "/*",
            "*/",
            "/*!",
            "#",
            "-- ",
            "\n",
            "=",
            "(",
            ")",
            ";",
            ",",
            "\u00e9",
            "x'",
            "redirect_url",
            "connection",
            " ",
            " ",
            "as",
            "using",
            "replace",
            "0x",
            "_utf8"
        };
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder("password ");
            for (int n = random.nextInt(30); n > 0; n--) {
                text.append(parts[random.nextInt(parts.length)]).append(random.nextInt(4) == 0 ? " " : "");
            }
            byte[] sql = text.toString().getBytes(ISO_8859_1);
            int previous = 0;
            for (int bound : SecretMask.ranges(sql)) {
                assertTrue(bound >= previous && bound <= sql.length, text.toString());
                previous = bound;
            }
        }
    }

    private static String mask(String statement) {
        byte[] sql = statement.getBytes(ISO_8859_1);
        SecretMask.mask(sql);
        return new String(sql, ISO_8859_1);
    }
}
