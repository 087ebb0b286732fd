package io.github.mysqlmonitor.sql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiteralScanTest {
    private static final SqlDialect ANSI = SqlDialect.MYSQL.with(new SqlMode(true, false, false, false, false));
    private static final SqlDialect NO_ESCAPES = SqlDialect.MYSQL.with(new SqlMode(false, true, false, false, false));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT 'a', \"b\", N'c', _utf8mb4'd' | SELECT ?, ?, ?, _utf8mb4?",
                "SELECT 'it''s', 'a\\'b', \"x\"\"y\" | SELECT ?, ?, ?",
                "SELECT x'41', 0x4142, b'01', 0b1 | SELECT ?, ?, ?, ?",
                "SELECT 1, 1.5, .5, 1., 1e5, 1.5e-3, 2E+4 | SELECT ?, ?, ?, ?, ?, ?, ?",
                "SELECT 1+2, 3-4, -5, a-6 | SELECT ?+?, ?-?, -?, a-?",
                "SELECT DATE'2020-01-01', {ts '2020-01-01 00:00:00'} | SELECT DATE?, {ts ?}",
                "SELECT TRUE, false, NULL, t.true | SELECT ?, ?, NULL, t.true",
                "SELECT t1.c2, `3`.`4`, db.5x, a1 FROM t2 | SELECT t1.c2, `3`.`4`, db.5x, a1 FROM t2",
                "SELECT @a, @'b c', @`d`, @@version, @1 := 5 | SELECT @a, @'b c', @`d`, @@version, @1 := ?",
                "GRANT ALL ON *.* TO 'u'@'h' | GRANT ALL ON *.* TO ?@?",
                "SELECT * FROM t LIMIT 10, 20 | SELECT * FROM t LIMIT ?, ?",
                "CREATE TABLE t (a VARCHAR(20) DEFAULT 'x') | CREATE TABLE t (a VARCHAR(?) DEFAULT ?)",
                "SELECT 1 /* Bob */ + 2 -- Eve | SELECT ? /*?*/ + ? --?",
                "SELECT 1 # Eve | SELECT ? #?",
                "SELECT /*+ MAX_EXECUTION_TIME(5) */ a | SELECT /*+ MAX_EXECUTION_TIME(?) */ a",
                "SELECT /*!50001 'x', */ 'y' | SELECT /*!50001 ?, */ ?",
                "INSERT INTO t VALUES (1,'a'),(2,'b') | INSERT INTO t VALUES (?,?),(?,?)",
                "SELECT 'cut | SELECT ?",
                "SELECT 1.5e | SELECT ?",
                "SELECT `a`, `b FROM t WHERE pw='hunter2' | SELECT `a`, ?",
                "SELECT ` | SELECT ?",
                "SELECT /* cut | SELECT /*?",
                "SELECT x'4 | SELECT ?",
                "UPDATE t SET a=\"don't\" WHERE b IN(1,2,3) | UPDATE t SET a=? WHERE b IN(?,?,?)",
            })
    void marksLiteralsAndNothingElse(String sql, String expected) {
        assertEquals(expected, mask(sql, SqlDialect.MYSQL));
    }

    @Test
    void followsSqlMode() {
        assertEquals("SELECT \"a\" FROM t WHERE b = ?", mask("SELECT \"a\" FROM t WHERE b = 'x'", ANSI));
        assertEquals("SELECT ?", mask("SELECT \"a FROM t WHERE b = 'x'", ANSI));
        assertEquals("SELECT ?, ? FROM c", mask("SELECT 'a\\', 'b' FROM c", NO_ESCAPES));
        assertEquals("SELECT ?d?", mask("SELECT 'a\\', 'd' FROM c'", SqlDialect.MYSQL));
    }

    /** In these sets the second byte of a character may be 0x5C, a backslash, or 0x60, a back-quote. */
    @ParameterizedTest
    @CsvSource({"GBK, 0x815C", "Shift_JIS, 0x955C", "windows-31j, 0x955C", "Big5, 0xA55C"})
    void isNotFooledBySecondBytes(String java, String character) {
        SqlDialect dialect = SqlDialect.MYSQL.with(Charset.forName(java));
        int code = Integer.decode(character);
        String c = new String(new byte[] {(byte) (code >> 8), (byte) code}, ISO_8859_1);
        String quote = new String(new byte[] {(byte) (code >> 8), 0x60}, ISO_8859_1);
        assertEquals("SELECT ? FROM t WHERE a = ?", mask("SELECT '" + c + "' FROM t WHERE a = 'x'", dialect));
        assertEquals("SELECT " + quote + " = ?, ?", mask("SELECT " + quote + " = 'x', 'y'", dialect));
        byte[] sql = ("'" + c + "\\n" + c + "'").getBytes(ISO_8859_1);
        Literal literal = LiteralScan.of(sql, dialect).get(0);
        String read = new String(literal.value(sql, dialect), Charset.forName(java));
        assertEquals(3, read.length(), read);
        assertEquals('\n', read.charAt(1));
    }

    @Test
    void givesWhatLiteralsMean() {
        assertEquals("it's \"a\"\n\\%", value("'it''s \"a\"\\n\\%'"));
        assertEquals("say \"hi\"", value("\"say \"\"hi\"\"\""));
        assertEquals("abc", value("N'abc'"));
        assertEquals("cut", value("'cut"));
        assertEquals("AB", value("x'4142'"));
        assertEquals("AB", value("0x4142"));
        assertEquals("\u0005", value("b'101'"));
        assertEquals("42", value("42"));
        assertEquals("1", value("TRUE"));
        assertEquals("0", value("false"));
        assertEquals("0xZZ", value("0xZZ"));
        assertArrayEquals(
                new byte[] {0x04},
                LiteralScan.of(new byte[] {'x', '\'', '4', '\''}, SqlDialect.MYSQL)
                        .get(0)
                        .value(new byte[] {'x', '\'', '4', '\''}, SqlDialect.MYSQL));
    }

    @Test
    void readsHintsWithinHintsOnce() {
        String hints = "/*+ ".repeat(200_000);
        assertEquals("/*+ /*?", mask(hints, SqlDialect.MYSQL));
    }

    @Test
    void readsAnyBytes() {
        String parts = "'\"`\\/*!+#-@.0x19eEnNbB,;() \n\u0081tT";
        Random random = new Random(11);
        SqlDialect[] dialects = {SqlDialect.MYSQL, ANSI, NO_ESCAPES, ANSI.with(Charset.forName("GBK"))};
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(30); n > 0; n--) {
                text.append(parts.charAt(random.nextInt(parts.length())));
            }
            byte[] sql = text.toString().getBytes(ISO_8859_1);
            SqlDialect dialect = dialects[i % dialects.length];
            int previous = 0;
            for (Literal literal : LiteralScan.of(sql, dialect)) {
                assertTrue(literal.from() >= previous && literal.to() > literal.from(), text.toString());
                assertTrue(literal.to() <= sql.length, text.toString());
                previous = literal.to();
                literal.value(sql, dialect);
            }
        }
    }

    @Test
    void neverShowsLiteralHoweverTextIsCut() {
        long seed = 20261122;
        Random random = new Random(seed);
        String[] literals = {
            "'Zq%d'", "\"Zq%d\"", "N'Zq%d'", "_latin1'Zq%d'", "'it''s Zq%d'", "'\\' Zq%d'", "/* Zq%d */"
        };
        String[] words = {"SELECT", "a", "FROM", "`t`", ",", "=", "(", ")", "@v", "t.c", "IN", "/*! x */", "-- '\n"};
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = 1 + random.nextInt(12); n > 0; n--) {
                text.append(words[random.nextInt(words.length)]).append(' ');
                if (random.nextInt(3) == 0) {
                    text.append(literals[random.nextInt(literals.length)].formatted(n))
                            .append(' ');
                }
            }
            for (int cut = 0; cut <= text.length(); cut++) {
                String shown = mask(text.substring(0, cut), SqlDialect.MYSQL);
                assertTrue(!shown.contains("Z"), () -> "seed " + seed + ": " + text + " gave " + shown);
            }
        }
    }

    private static String value(String sql) {
        byte[] bytes = sql.getBytes(ISO_8859_1);
        List<Literal> found = LiteralScan.of(bytes, SqlDialect.MYSQL);
        return found.stream()
                .map(literal -> new String(literal.value(bytes, SqlDialect.MYSQL), ISO_8859_1))
                .collect(Collectors.joining("|"));
    }

    private static String mask(String sql, SqlDialect dialect) {
        byte[] bytes = sql.getBytes(ISO_8859_1);
        return MaskedSql.write(bytes, ISO_8859_1, new int[0], LiteralScan.of(bytes, dialect), literal -> "?");
    }
}
