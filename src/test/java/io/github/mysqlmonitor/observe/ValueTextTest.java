package io.github.mysqlmonitor.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ValuePolicy;
import io.github.mysqlmonitor.sql.SqlDialect;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTextTest {
    private static final ValueText SHOW = ValueText.of(ValuePolicy.SHOW);
    private static final ValueText MASK = ValueText.of(ValuePolicy.MASK);
    private static final ValueText HASH = ValueText.of(ValuePolicy.HASH, new ValueHash(new byte[32]));

    @Test
    void secretsAreHiddenUnderEveryPolicy() {
        String sql = "ALTER USER u IDENTIFIED BY 'pw' REPLACE \"old\" COMMENT 'c' /* SET PASSWORD = 'x' */";
        assertEquals("ALTER USER u IDENTIFIED BY '***' REPLACE \"***\" COMMENT 'c' /*****/", sql(SHOW, sql));
        assertEquals("ALTER USER u IDENTIFIED BY '***' REPLACE \"***\" COMMENT ? /*****/", sql(MASK, sql));
        assertEquals("SET PASSWORD = ***", sql(MASK, "SET PASSWORD = hunter2"));
        assertEquals("PREPARE s FROM '***'", sql(MASK, "PREPARE s FROM 'SET PASSWORD = ''x'''"));
        assertEquals("SET PASSWORD = '***", sql(MASK, "SET PASSWORD = 'cut"));
        assertEquals("SET PASSWORD = '***'", sql(MASK, "SET PASSWORD = N'x'"));
        assertEquals("SET PASSWORD = ? REPLACE '***", sql(MASK, "SET PASSWORD = '' REPLACE 'x"));
        assertEquals("ALTER USER u IDENTIFIED BY '***", sql(MASK, "ALTER USER u IDENTIFIED BY 'x\\' REPLACE 'y', 'z'"));
    }

    @Test
    void secretsAreShownOnlyIfAsked() {
        assertEquals("SET PASSWORD = 'x'", sql(SHOW.showingSecrets(true), "SET PASSWORD = 'x'"));
        assertEquals("SET PASSWORD = ?", sql(MASK.showingSecrets(true), "SET PASSWORD = 'x'"));
    }

    @Test
    void equalValuesHaveEqualMarksWhereverTheyCameFrom() {
        String marks = sql(HASH, "SELECT 42, '42', x'3432', -42, 'it''s', \"it's\", 'it\\'s', TRUE, 'ü'");
        Matcher matcher = Pattern.compile(
                        "SELECT (\\?[0-9a-f]{8}), \\1, \\1, -\\1, (\\?[0-9a-f]{8}), \\2, \\2, (\\?[0-9a-f]{8}), (.*)")
                .matcher(marks);
        assertTrue(matcher.matches(), marks);
        assertEquals(matcher.group(1), HASH.value("42"));
        assertEquals("-" + matcher.group(1), HASH.value("-42"));
        assertEquals(matcher.group(2), HASH.value("it's"));
        assertEquals(matcher.group(3), HASH.value("1"));
        assertEquals(matcher.group(4), HASH.value("ü"));
        assertEquals("?", MASK.value("42"));
        assertEquals("42", SHOW.value("42"));
    }

    @Test
    void marksCannotBeComparedBetweenKeys() {
        ValueText other = ValueText.of(ValuePolicy.HASH, new ValueHash(new byte[] {1}));
        assertNotEquals(HASH.value("x"), other.value("x"));
    }

    @Test
    void valuesThatHoldStatementsAreSearched() {
        assertEquals(
                "CREATE USER `u`@`%` IDENTIFIED WITH 'p' AS '***' REQUIRE NONE",
                SHOW.value("CREATE USER `u`@`%` IDENTIFIED WITH 'p' AS '$A$005$x' REQUIRE NONE"));
        assertEquals("***", SHOW.value("*0123456789ABCDEF0123456789ABCDEF01234567"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1062 | Duplicate entry 'Bob's-5' for key 't.PRIMARY' | Duplicate entry '?' for key 't.PRIMARY'",
                "1366 | Incorrect integer value: 'abc' for column 'x' at row 1"
                        + " | Incorrect integer value: '?' for column 'x' at row 1",
                "1366 | Incorrect string value: '\\xE4\"' for column `d`.`t`.`c` at row 12"
                        + " | Incorrect string value: '?' for column `d`.`t`.`c` at row 12",
                "1292 | Truncated incorrect DOUBLE value: 'abc' | Truncated incorrect DOUBLE value: '?'",
                "1411 | Incorrect datetime value: 'x' for function str_to_date"
                        + " | Incorrect datetime value: '?' for function str_to_date",
                "1231 | Variable 'sql_mode' can't be set to the value of 'Bob'"
                        + " | Variable 'sql_mode' can't be set to the value of '?'",
                "1690 | BIGINT value is out of range in '(9 + `t`.`a`)' | BIGINT value is out of range in '?'",
                "1064 | Syntax: use near 'FORM t WHERE a = 'x'' at line 1 | Syntax: use near '?' at line 1",
                "1526 | Table has no partition for value 42 | Table has no partition for value ?",
                "1644 | Customer Bob has no money | ?",
                "1146 | Table 'd.t' doesn't exist | Table 'd.t' doesn't exist",
                "1406 | Data too long for column 'c' at row 1 | Data too long for column 'c' at row 1",
                "9999 | Something 'a' with 'b' and 7 | Something '?' and ?",
                "9999 | Something 'cut off | Something '?",
            })
    void errorsKeepNamesAndLoseValues(int code, String message, String expected) {
        assertEquals(expected, MASK.error(code, message, null, false));
        assertEquals(message, SHOW.error(code, message, null, false));
    }

    @Test
    void errorsHashWhatLiteralsHash() {
        assertEquals(
                "Duplicate entry '" + HASH.value("7") + "' for key 'k'",
                HASH.error(1062, "Duplicate entry '7' for key 'k'", null, false));
    }

    @Test
    void errorsThatQuoteSecretsAreCutBeforeThem() {
        byte[] statement = "SET GLOBAL redirect_url = 'mysql://u:pw@h'".getBytes(UTF_8);
        assertEquals(
                "Variable '***",
                SHOW.error(1231, "Variable 'redirect_url' can't be set to 'mysql://u:pw@h'", statement, false));
        byte[] alter = "ALTER USER u IDENTIFIED BY 'pw' oops".getBytes(UTF_8);
        assertEquals("syntax near '***", SHOW.error(1064, "syntax near ''pw' oops' at line 1", alter, false));
        assertEquals(
                "Operation ALTER USER failed for 'u'@'%'",
                SHOW.error(1396, "Operation ALTER USER failed for 'u'@'%'", alter, false));
    }

    @Test
    void errorsThatMayQuoteBoundPasswordsAreCut() {
        byte[] prepared = "UPDATE u SET password = ? WHERE id = ?".getBytes(UTF_8);
        assertEquals(
                "Duplicate entry '***", SHOW.error(1062, "Duplicate entry 'secret1' for key 'k'", prepared, false));
        byte[] other = "UPDATE u SET name = ? WHERE id = ?".getBytes(UTF_8);
        assertEquals("Duplicate entry 'a'", SHOW.error(1062, "Duplicate entry 'a'", other, false));
        assertEquals("Duplicate entry '***", SHOW.error(1062, "Duplicate entry 'a'", other, true));
        assertEquals("Table 'd.t' doesn't exist", SHOW.error(1146, "Table 'd.t' doesn't exist", other, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALTER USER bob IDENTIFIED BY hunter2 | ALTER SYSTEM_USER `bob` IDENTIFIED BY ?",
                "SET PASSWORD = hunter2 REPLACE hunter2 | SET PASSWORD = ? REPLACE ?",
                "CREATE USER a IDENTIFIED BY !hunter2! | CREATE SYSTEM_USER `a` IDENTIFIED BY ?",
                "GRANT ALL ON d.* TO a IDENTIFIED BY `hunter2` | GRANT ALL ON `d` . * TO `a` IDENTIFIED BY ?",
                "SELECT 1; SET PASSWORD = hunter2; SELECT a | SELECT ?; SET PASSWORD = ?; SELECT `a`",
                "SELECT /*+ SET PASSWORD = hunter2 */ a | SELECT /*+ ? */ `a`",
            })
    void digestsHideSecretsUnderEveryPolicy(String sql, String expected) {
        assertEquals(expected, digest(SHOW, sql));
        assertEquals(expected, digest(MASK, sql));
        assertEquals(expected, digest(SHOW.showingSecrets(true), sql));
    }

    @Test
    void digestsShowNoValueThatTheSqlHides() {
        String sql = "SELECT 12abc, 0xzz, 1.5abc, a FROM t";
        assertEquals("SELECT ?, ?, ?, a FROM t", sql(MASK, sql));
        assertEquals("SELECT ?, ... , `a` FROM `t`", digest(MASK, sql));
        assertEquals("SELECT `12abc` , `0xzz` , ? `abc` , `a` FROM `t`", digest(SHOW, sql));
        String cut = "SELECT `a FROM t WHERE pw='hunter2'";
        assertEquals("SELECT ?", sql(HASH, cut));
        assertEquals("SELECT ?", digest(HASH, cut));
        assertEquals("SELECT /*+ BKA (?) */ ?", digest(MASK, "SELECT /*+ BKA(12abc) */ 1"));
        assertEquals("SELECT ?, ... FROM `t` ORDER BY 2", digest(MASK, "SELECT -1, 2 FROM t ORDER BY 2"));
    }

    @Test
    void longInfosDoNotExhaustTheStack() {
        assertEquals("?", MASK.info("A: 1".repeat(100_000)));
        assertEquals("?", MASK.info("A: 1 ".repeat(45)));
        assertEquals("Records: 3  Duplicates: 0  Warnings: 0", MASK.info("Records: 3  Duplicates: 0  Warnings: 0"));
    }

    @Test
    void countsAndSoftwareStayReadable() {
        assertEquals("Rows matched: 1  Changed: 1  Warnings: 0", MASK.info("Rows matched: 1  Changed: 1  Warnings: 0"));
        assertEquals("?", MASK.info("Hello Bob"));
        assertEquals("Linux", MASK.connectionAttribute("_os", "Linux"));
        assertEquals("?", MASK.connectionAttribute("customer", "Bob"));
        assertEquals("Bob", SHOW.connectionAttribute("customer", "Bob"));
        assertEquals("?", MASK.columnName("Bob", true));
        assertEquals("name", MASK.columnName("name", false));
    }

    private static String digest(ValueText values, String sql) {
        byte[] bytes = sql.getBytes(UTF_8);
        return CommandDigest.of(bytes, SqlDialect.MYSQL, values.hidden(bytes, SqlDialect.MYSQL))
                .text();
    }

    private static String sql(ValueText values, String sql) {
        return values.sql(sql.getBytes(UTF_8), UTF_8, SqlDialect.MYSQL);
    }
}
