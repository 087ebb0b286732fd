package io.github.mysqlmonitor.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mysqlmonitor.sql.SessionStatement.Verb;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionStatementTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "USE shop|USE|shop",
                "use `my``shop`;|USE|my`shop",
                "/* hint */ Use shop|USE|shop",
                "/*!40000 USE shop */|USE|shop",
                "SET NAMES latin1|SET_CHARSET|latin1",
                "set names 'gbk' COLLATE gbk_bin|SET_CHARSET|gbk",
                "SET CHARACTER SET utf8mb4|SET_CHARSET|utf8mb4",
                "SET character_set_client = cp1251|SET_CHARSET|cp1251",
                "SET @@session.character_set_client := sjis|SET_CHARSET|sjis",
                "SET SESSION character_set_client='big5'|SET_CHARSET|big5",
                "BEGIN|BEGIN|''",
                "START TRANSACTION READ ONLY|BEGIN|''",
                "BEGIN NOT ATOMIC SELECT 1; END|BLOCK|''",
                "DROP DATABASE IF EXISTS `a b`|DROP_SCHEMA|a b",
                "drop schema shop|DROP_SCHEMA|shop",
                "DROP TABLE t|IMPLICIT_COMMIT|''",
                "SET autocommit=1, NAMES latin1|SET_CHARSET|latin1",
                "SET @a = (SELECT max(b, c) FROM names), @@character_set_client=gbk|SET_CHARSET|gbk",
                "SET CHARSET koi8r|SET_CHARSET|koi8r",
                "SET NAMES DEFAULT|SET_CHARSET|DEFAULT",
                "START REPLICA|OTHER|''",
                "COMMIT AND CHAIN|COMMIT|''",
                "ROLLBACK|ROLLBACK|''",
                "ROLLBACK WORK|ROLLBACK|''",
                "ROLLBACK TO SAVEPOINT a|OTHER|''",
                "rollback work to a|OTHER|''",
                "XA COMMIT 'x'|XA|''",
                "CALL p()|CALL|''",
                "CREATE TABLE t (a int)|IMPLICIT_COMMIT|''",
                "SELECT 1|OTHER|''",
                "  insert into t values ('use x')|OTHER|''",
                "SET @use = 1|OTHER|''",
                "''|OTHER|''"
            })
    void readsTheFirstWords(String sql, Verb verb, String name) {
        SessionStatement statement = SessionStatement.of(sql.getBytes(UTF_8), 0);
        assertEquals(verb, statement.verb());
        assertEquals(name, statement.name());
    }

    @ParameterizedTest
    @CsvSource({
        "KILL 12, KILL_CONNECTION, 12",
        "kill connection 12, KILL_CONNECTION, 12",
        "KILL QUERY 18446744, KILL_QUERY, 18446744",
        "KILL HARD QUERY 7, KILL_QUERY, 7",
        "KILL @a, OTHER, -1",
        "KILL QUERY ID 12, OTHER, -1",
        "KILL 99999999999999999999, OTHER, -1",
        "KILL 12x, OTHER, -1"
    })
    void readsWhomAKillIsAbout(String sql, Verb verb, long number) {
        SessionStatement statement = SessionStatement.of(sql.getBytes(UTF_8), 0);
        assertEquals(verb, statement.verb());
        assertEquals(number, statement.number());
    }

    @Test
    void skipsCommentsToTheEndOfTheLine() {
        assertEquals(
                "shop",
                SessionStatement.of("-- x\n# y\nUse shop".getBytes(UTF_8), 0).name());
    }

    @Test
    void findsEachOfSeveralStatements() {
        byte[] sql = "xBEGIN; INSERT INTO t VALUES (';'); /* ; */ ROLLBACK;; COMMIT; USE `a;b`".getBytes(UTF_8);
        SessionStatements statements = new SessionStatements(sql, 1);
        assertEquals(Verb.BEGIN, statements.next().verb());
        assertEquals(Verb.OTHER, statements.next().verb());
        assertEquals(Verb.ROLLBACK, statements.next().verb());
        assertEquals(Verb.COMMIT, statements.next().verb());
        assertEquals("a;b", statements.next().name());
        assertEquals(Verb.OTHER, statements.next().verb());
        assertEquals(Verb.OTHER, statements.next().verb());
    }

    @Test
    void semicolonsInTheBodyOfARoutineEndNoStatement() {
        byte[] sql = "CREATE PROCEDURE p() BEGIN COMMIT; USE x; END".getBytes(UTF_8);
        SessionStatements statements = new SessionStatements(sql, 0);
        assertEquals(Verb.IMPLICIT_COMMIT, statements.next().verb());
        assertEquals(Verb.OTHER, statements.next().verb());
    }

    @Test
    void noTextMakesItThrow() {
        String[] words = {"USE", "SET", "NAMES", "@", "@@", ";", "'", "`", "/*!", "*/", "KILL", "9", "=", " ", "ä", "--"
        };
        long seed = 20261121;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder sql = new StringBuilder();
            for (int j = random.nextInt(8); j >= 0; j--) {
                sql.append(words[random.nextInt(words.length)]).append(random.nextBoolean() ? " " : "");
            }
            byte[] bytes = sql.toString().getBytes(UTF_8);
            SessionStatements statements = new SessionStatements(bytes, 0);
            for (int j = 0; j < 20; j++) {
                statements.next();
            }
            assertEquals(SessionStatement.OTHER, statements.next(), "seed " + seed + ": " + sql);
        }
    }
}
