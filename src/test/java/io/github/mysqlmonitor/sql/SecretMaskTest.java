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
                "INSERT INTO mysql.user (Host, User, Password) VALUES ('h', 'u', 'Hunter2')",
                "REPLACE INTO `mysql`.`global_priv` VALUES ('h', 'u', '{}', 'Hunter2')",
                "INSERT INTO user (User, authentication_string) VALUES ('u', 'Hunter2')",
                "INSERT INTO user SET User = 'u', authentication_string = 'Hunter2'",
                "UPDATE mysql.user SET authentication_string = 'Hunter2' WHERE User = 'u'",
                "UPDATE mysql.user SET Password = 'Hunter2'",
                "UPDATE mysql.global_priv SET priv = JSON_SET(priv, '$.authentication_string', 'Hunter2')",
                "UPDATE mysql.global_priv SET priv = '{\"authentication_string\":\"Hunter2\"}'",
                "SELECT AES_ENCRYPT(name, 'Hunter2') FROM t",
                "SELECT AES_DECRYPT(UNHEX('41'), UNHEX(SHA2('Hunter2', 512)))",
                "SELECT DES_ENCRYPT('x', 0xHunter2)",
                "ALTER USER u 2 FACTOR FINISH REGISTRATION SET CHALLENGE_RESPONSE AS 'Hunter2'",
                "ALTER USER u IDENTIFIED BY 'x' DISCARD OLD PASSWORD, v IDENTIFIED BY 'Hunter2'",
                "ALTER USER u MODIFY 2 FACTOR IDENTIFIED WITH p BY 'Hunter2'",
                "SET GLOBAL some_password = 'Hunter2'",
                "SET PERSIST `a_password` = 'Hunter2'",
                "SET @password := 'Hunter2'",
                "SET @sql = 'ALTER USER u IDENTIFIED', @t = CONCAT(@sql, ' BY ', QUOTE('Hunter2'))",
                "CREATE DEFINER=`a`@`b` PROCEDURE p() BEGIN SELECT 1; ALTER USER u IDENTIFIED BY 'Hunter2'; END",
                "SELECT 'mysql://u:Hunter2@h/d' AS password",
                "ALTER USER `u``x` IDENTIFIED /* a */ -- b\n BY 'Hunter2'",
                "ALTER USER u IDENTIFIED BY '\u0081\\\\'Hunter2'",
                "SELECT '\u0081\\', 'y'; ALTER USER u IDENTIFIED BY 'Hunter2'",
                "SELECT \u0081` ; SET PASSWORD FOR `u` = 'Hunter2'",
                "START SLAVE UNTIL MASTER_LOG_POS = 4 USER = 'u' PASSWORD = 'Hunter2'",
                "CREATE TABLE t (a INT) ENGINE=SPIDER COMMENT='user \"u\", password \"Hunter2\"'",
                "WHERE password = 0xHunter2",
                "ALTER USER u IDENTIFIED BY `Hunter2`",
                "ALTER USER u IDENTIFIED BY _Hunter2 REPLACE _Hunter2",
                "ALTER USER u IDENTIFIED BY password REPLACE Hunter2",
                "CREATE USER u IDENTIFIED VIA ed25519 USING PASSWORD(Hunter2)",
                "GRANT ALL ON *.* TO u IDENTIFIED BY PASSWORD Hunter2",
                "SET PASSWORD FOR `u`@`h` = `Hunter2`",
                "SET PASSWORD = PASSWORD(Hunter2), x = 1",
                "SET PASSWORD = CONCAT('a', 'Hunter2')",
                "SET PASSWORD = Hunter2(Hunter2, `Hunter2`)",
                "SET PASSWORD = (Hunter2)",
                "CHANGE MASTER TO MASTER_HOST = 'h', MASTER_PASSWORD=Hunter2, MASTER_PORT=1",
                "CHANGE REPLICATION SOURCE TO SOURCE_PASSWORD = `Hunter2`",
                "START REPLICA USER = u PASSWORD = Hunter2",
                "START GROUP_REPLICATION USER=u, PASSWORD=Hunter2",
                "SET GLOBAL some_password = Hunter2",
                "CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (PASSWORD Hunter2)",
                "ALTER SERVER s OPTIONS (USER u, PASSWORD `Hunter2`, HOST 'h')",
                "PREPARE s FROM 'ALTER SERVER s OPTIONS (PASSWORD Hunter2)'",
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
                "KILL CONNECTION 77",
                "CREATE USER u IDENTIFIED BY RANDOM PASSWORD REQUIRE SUBJECT '/CN=x'",
                "INSERT INTO t (password) VALUES ('x')",
                "ALTER USER u PASSWORD HISTORY 5 PASSWORD EXPIRE INTERVAL 90 DAY PASSWORD_LOCK_TIME 3",
                "SET GLOBAL validate_password.policy = 'LOW', default_password_lifetime = 3",
                "SELECT user, authentication_string FROM mysql.user WHERE user = 'x'",
                "CHANGE REPLICATION SOURCE TO SOURCE_HOST='h', SOURCE_SSL_KEY='/k', SOURCE_CONNECT_RETRY=5",
                "SELECT AES_256, 'aes_256'",
                "SET block_encryption_mode = 'aes-256-cbc'",
                "UPDATE app SET id = 7, password = other, salt = SHA1(name) WHERE `password` = t.old",
                "CREATE TABLE options (id INT, password VARCHAR(20))",
                "SELECT `a` FROM t AS `b` WHERE password = ? AND c = 'x'",
                "SET @password = (SELECT p FROM t)",
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
    void tellsWhichParametersAreSecret() {
        assertEquals("{1}", parameters("UPDATE app SET name = ?, password = ? WHERE id = ?"));
        assertEquals("{2, 3}", parameters("SELECT ?, ?, AES_ENCRYPT(?, ?), ?"));
        assertEquals("{0}", parameters("SELECT * FROM app WHERE `password` = SHA1(?) AND id = ?"));
        assertEquals("{}", parameters("SELECT ?, password, ?"));
        assertEquals("{}", parameters("SELECT ? + ?"));
        assertEquals("{0, 1}", parameters("INSERT INTO mysql.user (User, authentication_string) VALUES (?, ?)"));
    }

    @Test
    void parametersBehindTheEndOfCutTextAreSecret() {
        for (String statement : new String[] {"SELECT ?, ?", "UPDATE t SET a = ?, password = ?"}) {
            var secret = SecretMask.parameters(statement.getBytes(ISO_8859_1), true);
            assertFalse(secret.get(0), statement);
            assertEquals(statement.contains("password"), secret.get(1), statement);
            assertTrue(secret.get(2) && secret.get(65_534), statement);
        }
    }

    @Test
    void knowsHashesAndStatementsThatMakePasswords() {
        assertTrue(PasswordHash.is("*0123456789ABCDEF0123456789ABCDEF01234567"));
        assertTrue(PasswordHash.is("$A$005$" + "x".repeat(63)));
        assertFalse(PasswordHash.is("*0123456789ABCDEF0123456789ABCDEF0123456"));
        assertFalse(PasswordHash.is("$A$"));
        assertTrue(GeneratedPassword.in("ALTER USER u IDENTIFIED BY Random PASSWORD".getBytes(ISO_8859_1)));
        assertTrue(GeneratedPassword.in("SET PASSWORD TO RANDOM".getBytes(ISO_8859_1)));
        assertFalse(GeneratedPassword.in("SELECT RAND(), password FROM t".getBytes(ISO_8859_1)));
    }

    /** The secret is in one of the places where a server takes one; everything else about the text is random. */
    @Test
    void neverShowsSecretHoweverTextIsWrittenAndCut() {
        long seed = 20261123;
        Random random = new Random(seed);
        String[] clauses = {
            "CREATE USER 'u' @ '%' IDENTIFIED BY S",
            "ALTER USER `u` IDENTIFIED WITH 'p' BY S REPLACE S RETAIN CURRENT PASSWORD",
            "CREATE USER u IDENTIFIED WITH p AS S AND IDENTIFIED BY S",
            "SET PASSWORD = S REPLACE S",
            "SET PASSWORD FOR 'u' @ 'h' = PASSWORD ( S )",
            "GRANT ALL ON * . * TO u IDENTIFIED BY PASSWORD S WITH GRANT OPTION",
            "CREATE USER u IDENTIFIED VIA ed25519 USING S OR p USING PASSWORD ( S )",
            "CHANGE REPLICATION SOURCE TO SOURCE_USER = 'u' , SOURCE_PASSWORD = S , SOURCE_PORT = 3306",
            "CHANGE MASTER TO MASTER_PASSWORD = S",
            "START REPLICA USER = 'u' PASSWORD = S",
            "START GROUP_REPLICATION USER = 'u' , PASSWORD = S",
            "CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS ( USER 'u' , PASSWORD S , PORT 3 )",
            "CLONE INSTANCE FROM u @ 'h' : 3306 IDENTIFIED BY S",
            "UPDATE mysql . user SET authentication_string = S WHERE User = 'u'",
            "INSERT INTO mysql . user VALUES ( 'h' , 'u' , S )",
            "SELECT AES_ENCRYPT ( a , S ) FROM t",
            "SET GLOBAL x_password = S",
            "SET GLOBAL redirect_url = S",
            "CREATE TABLE t ( a INT ) CONNECTION = S",
        };
        String[] gaps = {" ", "\t", "\r\n", " /* it's */ ", " -- don't\n", " # \"\n", "/**/", " /*!50000 */ ", "/*M! */"
        };
        for (int i = 0; i < 4_000; i++) {
            String text = wrapped(random, write(random, clauses[i % clauses.length], gaps));
            for (int cut = text.indexOf("Zq") + 1; cut <= text.length(); cut++) {
                String masked = mask(text.substring(0, cut));
                assertFalse(masked.contains("Z"), () -> "seed " + seed + ": " + text + " gave " + masked);
            }
        }
    }

    /** Without quotes, or with those of names; digests of them show no more than the text does. */
    @Test
    void neverShowsSecretWithoutQuotesEvenInDigests() {
        long seed = 20261124;
        Random random = new Random(seed);
        String[] clauses = {
            "CREATE USER 'u' @ '%' IDENTIFIED BY S",
            "ALTER USER `u` IDENTIFIED WITH 'p' BY S REPLACE S RETAIN CURRENT PASSWORD",
            "SET PASSWORD = S REPLACE S",
            "SET PASSWORD FOR 'u' @ 'h' = PASSWORD ( S )",
            "GRANT ALL ON * . * TO u IDENTIFIED BY PASSWORD S WITH GRANT OPTION",
            "CREATE USER u IDENTIFIED VIA ed25519 USING S OR p USING PASSWORD ( S )",
            "CHANGE REPLICATION SOURCE TO SOURCE_USER = 'u' , SOURCE_PASSWORD = S , SOURCE_PORT = 3306",
            "CHANGE MASTER TO MASTER_PASSWORD = S",
            "START REPLICA USER = 'u' PASSWORD = S",
            "CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS ( USER 'u' , PASSWORD S , PORT 3 )",
        };
        String[] secrets = {"Zq7", "`Zq7`", "_Zq", "7Zq", "0xZq", "!Zq!", "Zq(Z)", "Z.Zq", "Zq@Z", "'Zq'", "\"Zq\""};
        String[] gaps = {" ", "\t", "\r\n", " /* it's */ ", " # \"\n"};
        SqlDialect[] dialects = {
            SqlDialect.MYSQL, SqlDialect.ofServer("8.0.33"), SqlDialect.ofServer("5.5.5-11.4.5-MariaDB")
        };
        Digester digester = new Digester();
        for (int i = 0; i < 4_000; i++) {
            String text = write(random, clauses[i % clauses.length], gaps, secrets);
            for (int cut : new int[] {text.indexOf("Z") + 1 + random.nextInt(9), text.length()}) {
                byte[] sql = text.substring(0, Math.min(cut, text.length())).getBytes(ISO_8859_1);
                StatementDigest digest = digester.digest(sql, 0, sql.length, dialects[i % 3], SecretMask.ranges(sql));
                SecretMask.mask(sql);
                String shown = new String(sql, ISO_8859_1) + " and " + digest.text() + " and " + digest.summary();
                assertFalse(shown.contains("Z"), () -> "seed " + seed + ": " + text + " gave " + shown);
            }
        }
    }

    private static String write(Random random, String clause, String[] gaps) {
        String[] secrets = {
            "'Zq7'", "\"Zq7\"", "'Zq\\'Z7'", "'Zq''Z'", "'Zq\u0081\\Z'", "N'Zq7'", "_latin1'Zq7'", "'Zq;Z,Z)'"
        };
        return write(random, clause, gaps, secrets);
    }

    private static String write(Random random, String clause, String[] gaps, String[] secrets) {
        StringBuilder text = new StringBuilder();
        for (String part : clause.split(" ")) {
            if (part.equals("S")) {
                text.append(secrets[random.nextInt(secrets.length)]);
            } else {
                for (char c : part.toCharArray()) {
                    text.append(part.charAt(0) != '\'' && random.nextBoolean() ? Character.toLowerCase(c) : c);
                }
            }
            text.append(gaps[random.nextInt(gaps.length)]);
        }
        return text.toString();
    }

    /** Mostly as it is; else after another statement, in an executable comment, or as text in a literal. */
    private static String wrapped(Random random, String text) {
        return switch (random.nextInt(8)) {
            case 0 -> "SELECT 'x', `y`; " + text;
            case 1 -> text.contains("*/") ? text : "/*!50001 " + text + " */";
            case 2 -> "PREPARE s FROM '" + text.replace("\\", "\\\\").replace("'", "''") + "'";
            case 3 ->
                "SET @s = \"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
            case 4 -> "CREATE PROCEDURE p() BEGIN DECLARE a INT DEFAULT 5; " + text + "; END";
            default -> text;
        };
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

    private static String parameters(String statement) {
        return SecretMask.parameters(statement.getBytes(ISO_8859_1), false).toString();
    }

    private static String mask(String statement) {
        byte[] sql = statement.getBytes(ISO_8859_1);
        SecretMask.mask(sql);
        return new String(sql, ISO_8859_1);
    }
}
