package io.github.mysqlmonitor.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementDigestTest {
    private static final SqlDialect MYSQL_8_0 = SqlDialect.ofServer("8.0.33");
    private static final SqlDialect MYSQL_9_7 = SqlDialect.ofServer("9.7.4-2");
    private static final SqlDialect MARIADB = SqlDialect.ofServer("5.5.5-11.4.5-MariaDB");
    private static final int MAX_STEPS_PER_BYTE = 24;

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '\u0001', textBlock = """
            select 1                                  ¦ SELECT ?
            select 1 ;                                ¦ SELECT ?
            select 1, 'a', null                       ¦ SELECT ?, ...
            insert into t values (1),(2)              ¦ INSERT INTO `t` VALUES (?) /* , ... */
            insert into t values (1,null),(3,'x')     ¦ INSERT INTO `t` VALUES (...) /* , ... */
            select a in (1), (b) in (1, 2)            ¦ SELECT `a` IN (...) , ( `b` ) IN (...)
            select (1), (2), (1, 2)                   ¦ SELECT (?) /* , ... */ , (...)
            select -1, - -1, 1-1, (-1), a-1           ¦ SELECT ?, ... - ? , (?) , `a` - ?
            select all -1                             ¦ SELECT ALL - ?
            select null, x is null, not null          ¦ SELECT ? , `x` IS NULL , NOT ?
            create table t (a int not null default null) ¦ CREATE TABLE `t` ( `a` INTEGER NOT NULL DEFAULT ? )
            change replication source to privilege_checks_user = null ¦ CHANGE REPLICATION SOURCE TO PRIVILEGE_CHECKS_USER = NULL
            select x'1f', 0x1F, 0XAF, b'0', N'a'      ¦ SELECT ?, ... , `0XAF` , ?, ...
            select _utf8mb4'a', _foo                  ¦ SELECT (_charset) ? , `_foo`
            select 1e5, 1e, 1a, .5, 1.a               ¦ SELECT ? , `1e` , `1a` , ?, ... `a`
            select @a, @`b`, @'c', @@global.port      ¦ SELECT @? , @`b` , @? , @@GLOBAL . `port`
            create user 'u'@'h', v@localhost          ¦ CREATE SYSTEM_USER ? @? , `v` @?
            select t.select, t. date, date.a          ¦ SELECT `t` . `select` , `t` . DATE , `date` . `a`
            select count(*), count (*), `count`(1)    ¦ SELECT COUNT ( * ) , `count` ( * ) , `count` (?)
            select current_date, std(a), mid(a,1)     ¦ SELECT CURDATE , STDDEV_POP ( `a` ) , SUBSTRING ( `a` , ? )
            select a<>1 && b->'$.x' || c->>"$.y"      ¦ SELECT `a` != ? && `b` -> ? || `c` ->> ?
            select /*+ BKA(t1@q) SET_VAR(x=-1) z */ 1 ¦ SELECT /*+ BKA ( `t1`@`q` ) SET_VAR ( `x` = - ? ) `z` */ ?
            select 1 /* c */ -- d                     ¦ SELECT ?
            select 1 --d                              ¦ SELECT ? - - `d`
            select 1 /*!50000 + 2 */ /*!99999 - 3 */  ¦ SELECT ? + ?
            select `a``b`, ``                         ¦ SELECT `a`b` ,
            prepare s from 'x'                        ¦ PREPARE `s` FROM ?
            """)
    void mysqlOfEitherVersion(String sql, String expected) {
        assertEquals(expected, text(sql, MYSQL_8_0));
        assertEquals(expected, text(sql, MYSQL_9_7));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '\u0001', textBlock = """
            select a = -1, b > +2        ¦ SELECT `a` = - ? , `b` > + ?         ¦ SELECT `a` = ? , `b` > ?
            select a from t order by 1,2 ¦ SELECT `a` FROM `t` ORDER BY ?, ...  ¦ SELECT `a` FROM `t` ORDER BY 1 , 2
            select 1 group by 01, +2     ¦ SELECT ? GROUP BY ?, ...             ¦ SELECT ? GROUP BY 1 , 2
            select 1 order by 1 + 1      ¦ SELECT ? ORDER BY ? + ?              ¦ SELECT ? ORDER BY ? + ?
            select 1 order by 0          ¦ SELECT ? ORDER BY ?                  ¦ SELECT ? ORDER BY ?
            select 1 as $$               ¦ SELECT ? AS `$$`                     ¦ SELECT ? AS (unknown)
            """)
    void mysqlVersionsDiffer(String sql, String on80, String on97) {
        assertEquals(on80, text(sql, MYSQL_8_0));
        assertEquals(on97, text(sql, MYSQL_9_7));
    }

    @Test
    void mariaDbKeepsLengthOfInLists() {
        assertEquals("SELECT `a` IN (...) , `b` IN (?)", text("select a in (1,2), b in (1)", MARIADB));
        assertEquals("SELECT `a``b` , ?", text("select `a``b`, \\N", MARIADB));
        assertEquals("SELECT (unknown) , ?", text("select x'41', 0x41", MARIADB));
        assertEquals("SELECT ? + ?", text("select 1 /*M! + 2 */ /*!50700 + 3 */", MARIADB));
    }

    @Test
    void modesChangeWhatQuotesAndOperatorsAre() {
        assertEquals("SELECT `a` , ?", text("select \"a\", 'b'", MYSQL_9_7.with(SqlMode.parse("ANSI_QUOTES"))));
        assertEquals(
                "SELECT ?, ...",
                text("select '\\', 'b'", MYSQL_9_7.with(SqlMode.DEFAULT.withNoBackslashEscapes(true))));
        assertEquals("SELECT COUNT ( * )", text("select count (*)", MYSQL_9_7.with(SqlMode.parse("IGNORE_SPACE"))));
        assertEquals("SELECT ! `a`", text("select not a", MYSQL_9_7.with(SqlMode.parse("HIGH_NOT_PRECEDENCE"))));
        assertEquals("SELECT `a` || - ?", text("select a || -1", MYSQL_9_7.with(SqlMode.parse("PIPES_AS_CONCAT"))));
    }

    @Test
    void secondByteOfACharacterIsNoQuoteOrBackslash() {
        Charset sjis = Charset.forName("windows-31j");
        byte[] sql = "select '表', '能', x".getBytes(sjis);
        assertEquals(
                "SELECT ?, ... , `x`",
                new Digester().digest(sql, MYSQL_9_7.with(sjis)).text());
        assertNotEquals(
                "SELECT ?, ... , `x`", new Digester().digest(sql, MYSQL_9_7).text());
    }

    @Test
    void namesKeepTheirCharacters() {
        Charset latin1 = Charset.forName("windows-1252");
        byte[] sql = "select é from `ü``ß`".getBytes(latin1);
        assertEquals(
                "SELECT `é` FROM `ü`ß`",
                new Digester().digest(sql, MYSQL_9_7.with(latin1)).text());
        assertEquals("SELECT ? AS ..., ?", text("select 1 as " + "a".repeat(65) + ", 2", MYSQL_9_7));
    }

    @Test
    void stopsWhereTheServersBufferIsFull() {
        String sql = "select " + "a, ".repeat(1000) + "b";
        String digest = text(sql, MYSQL_9_7);
        // 2 for SELECT, then 5 for a name and 2 for a comma: 146 of them fit into 1024, and not one name more.
        assertEquals("SELECT " + "`a` , ".repeat(145) + "`a` ,", digest);
        assertEquals(
                "SELECT", new Digester(2).digest(sql.getBytes(UTF_8), MYSQL_9_7).text());
        assertEquals("", new Digester(0).digest(sql.getBytes(UTF_8), MYSQL_9_7).text());
    }

    @Test
    void eachStatementOfATextIsDigestedAlone() {
        String program =
                "create procedure p() begin if a then set b = ';'; end if; case c when 1 then do 1; end case; end";
        List<String> texts = texts("select 1; " + program + ";; update t set a = case when b then 1 end; select 2");
        assertEquals(5, texts.size(), texts::toString);
        assertEquals("SELECT ?", texts.get(0));
        assertTrue(texts.get(1).endsWith("END CASE ; END"), texts.get(1));
        assertEquals("", texts.get(2));
        assertEquals("SELECT ?", texts.get(4));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '\u0001', textBlock = """
            select a, b from orders o join customers c on o.x = c.x ¦ SELECT orders customers
            select * from d.t, `u v` where a in (select 1 from w)   ¦ SELECT d.t u v SELECT w
            insert into t select extract(day from a) from u         ¦ INSERT t SELECT u
            insert into t values (1) on duplicate key update a = 1  ¦ INSERT t
            update t, u set a = 1 limit 2                           ¦ UPDATE t u
            delete from t where a = 1                               ¦ DELETE t
            call d.p(1)                                             ¦ CALL d.p
            create temporary table if not exists t (a int)          ¦ CREATE TABLE t
            drop view v                                             ¦ DROP VIEW v
            show tables                                             ¦ SHOW TABLES
            with c as (select 1 from t) select * from c for update  ¦ SELECT t SELECT c
            set @a = 1                                              ¦ SET
            select 1                                                ¦ SELECT
            """)
    void summaryNamesOperationsAndTables(String sql, String expected) {
        assertEquals(
                expected, new Digester().digest(sql.getBytes(UTF_8), MYSQL_9_7).summary());
    }

    @Test
    void summaryIsAtMost255Characters() {
        String sql = "select 1 from " + "a_long_name_of_a_table, ".repeat(50) + "t";
        String summary = new Digester().digest(sql.getBytes(UTF_8), MYSQL_9_7).summary();
        assertTrue(summary.length() <= 255 && summary.endsWith(" a_long_name_of_a_table"), summary);
    }

    @Test
    void hashIsThatOfTheText() {
        StatementDigest one = new Digester().digest("select 1".getBytes(UTF_8), MYSQL_9_7);
        StatementDigest two = new Digester().digest("SELECT  'x' -- y".getBytes(UTF_8), MYSQL_8_0);
        assertEquals(one.hash(), two.hash());
        assertEquals(64, one.hash().length());
    }

    @Test
    void anyBytesGiveADigestInLinearTime() {
        long seed = 20_260_207;
        Random random = new Random(seed);
        byte[] alphabet = "select'\"`/*!+5@.,;()-0xbn\\\0\n$?# \u00e9".getBytes(UTF_8);
        Digester digester = new Digester();
        DigestLexer lexer = new DigestLexer();
        List<SqlDialect> dialects = List.of(
                MYSQL_8_0,
                MYSQL_9_7,
                MARIADB,
                MYSQL_9_7.with(Charset.forName("GB18030")),
                MYSQL_8_0.with(Charset.forName("GBK")));
        for (int round = 0; round < 20_000; round++) {
            byte[] sql = new byte[random.nextInt(200)];
            random.nextBytes(sql);
            for (int i = 0; i < sql.length && round % 4 != 0; i++) {
                sql[i] = alphabet[random.nextInt(alphabet.length)];
            }
            SqlDialect dialect = dialects.get(round % dialects.size());
            for (int at = 0; at < sql.length; ) {
                int end = digester.digest(sql, at, sql.length, dialect).end();
                assertTrue(end > at && end <= sql.length, "seed " + seed + " round " + round);
                at = end;
            }
            lexer.reset(sql, 0, sql.length, dialect);
            int tokens = 0;
            while (lexer.next() != Token.END) {
                // An @ alone is two tokens, the second one empty.
                assertTrue(++tokens <= 2 * sql.length, "seed " + seed + " round " + round);
            }
        }
    }

    @Test
    void hostileTextIsReadOnce() {
        for (String part : List.of(
                "'",
                "/*",
                "$a$",
                "/*!",
                "-- ",
                "(",
                "select /*+ ",
                "`",
                "@",
                "1",
                "\\",
                "$",
                "/*!99999 /*",
                "order by 1,")) {
            byte[] sql = part.repeat(200_000).getBytes(UTF_8);
            DigestLexer lexer = new DigestLexer();
            lexer.reset(sql, 0, sql.length, MYSQL_9_7);
            int last = -1;
            while (lexer.next() != Token.END) {
                assertTrue(lexer.position() > last, part);
                last = lexer.position();
            }
            assertTrue(lexer.steps() <= (long) MAX_STEPS_PER_BYTE * sql.length, () -> part + " " + lexer.steps());
            assertTrue(new Digester().digest(sql, MYSQL_9_7).text().length() < 8192, part);
        }
    }

    private static String text(String sql, SqlDialect dialect) {
        return new Digester().digest(sql.getBytes(UTF_8), dialect).text();
    }

    private static List<String> texts(String sql) {
        byte[] bytes = sql.getBytes(UTF_8);
        Digester digester = new Digester();
        List<String> texts = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            StatementDigest digest = digester.digest(bytes, at, bytes.length, MYSQL_9_7);
            texts.add(digest.text());
            at = digest.end();
        }
        return texts;
    }
}
