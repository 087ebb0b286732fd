package io.github.mysqlmonitor.observe;

import static io.github.mysqlmonitor.observe.Script.BASIC;
import static io.github.mysqlmonitor.observe.Script.OK;
import static io.github.mysqlmonitor.observe.Script.bytes;
import static io.github.mysqlmonitor.observe.Script.eof;
import static io.github.mysqlmonitor.observe.Script.error;
import static io.github.mysqlmonitor.observe.Script.query;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ValuePolicy;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.wire.Capability;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PacketValuesTest {
    private static final Set<Interest> LOG = Set.of(Interest.PACKETS);

    /** A packet of each kind that carries values, the text Zq in each value. */
    private static Script everything() {
        return Script.loggedIn(BASIC)
                .command(query("SELECT 'Zq', name FROM t WHERE a = \"Zq\" /* Zq */"))
                .server(bytes("02"), Script.column("Zq"), Script.column("name"), eof(2), bytes("02 5a71 fb"), eof(2))
                .command(query("INSERT INTO t VALUES ('Zq')"))
                .server(error(1062, "Duplicate entry 'Zq' for key 't.PRIMARY'"))
                .command(query("LOAD DATA LOCAL INFILE 'Zq' INTO TABLE t"))
                .server(bytes("fb", "'Zq'"))
                .client(bytes("'Zq,Zq'"), new byte[0])
                .server(OK)
                .command(bytes("16", "'SELECT \"Zq\" = ?'"))
                .server(bytes("00 01000000 0000 0100 00 0000"), Script.column("?"), eof(2))
                .command(bytes("18 01000000 0000", "'Zq'"))
                .command(bytes("17 01000000 00 01000000 00 01 fd00 02", "'Zq'"))
                .server(OK)
                .command(bytes("09"))
                .server(bytes("'Uptime: Zq'"));
    }

    /** The same for packets that older sessions do not have. */
    private static Script everythingNew() {
        long modern = Script.MODERN | Script.mask(Capability.QUERY_ATTRIBUTES);
        return Script.loggedIn(modern)
                .command(bytes("03 01 01 00 01 fd00 01", "'a'", "02", "'Zq'", "'SET time_zone = DEFAULT'"))
                .server(bytes("00 00 00 0240 0000 00 0f 00 0d 09", "'time_zone'", "02", "'Zq'"))
                .command(bytes("04", "'t'", "00"))
                .server(bytes(Script.digits(Script.typed("s", 0xfd, 45, 0)), "02", "'Zq'"), Script.end(2))
                .command(bytes("16", "'SELECT s FROM t WHERE s = ?'"))
                .server(bytes("00 01000000 0100 0100 00 0000"), Script.column("?"), Script.typed("s", 0xfd, 45, 0))
                .command(bytes("17 01000000 08 01000000 02 00 01 fd00 00 fd00 01", "'a'", "02", "'Zq'", "02", "'Zq'"))
                .server(bytes("01"), Script.typed("s", 0xfd, 45, 0), bytes("00 00 02", "'Zq'"), Script.end(2))
                .command(bytes("fa 01000000 8000 fd00 00 02", "'Zq'"))
                .server(OK);
    }

    @ParameterizedTest
    @EnumSource(ValuePolicy.class)
    void valuesOfModernSessionsObeyThePolicy(ValuePolicy policy) {
        List<MonitorEvent> events = Script.play(everythingNew().parts(), options(policy));
        String lines = String.join("\n", Script.lines(events));
        String all = lines + "\n" + Script.payloads(events);
        assertFalse(lines.contains("not decoded") || lines.contains("stopped"), lines);
        assertEquals(policy == ValuePolicy.SHOW, all.contains("Zq"), all);
        if (policy == ValuePolicy.SHOW) {
            assertEquals(7, lines.split("'Zq'", -1).length - 1 + (lines.contains("time_zone=Zq") ? 1 : 0), lines);
        } else if (policy == ValuePolicy.MASK) {
            assertTrue(lines.contains("StmtExecute id=1 (?) [a=?] | SELECT s FROM t WHERE s = ?"), lines);
            assertTrue(lines.contains("StmtBulkExecute id=1 rows=1 (?)"), lines);
            assertTrue(lines.contains("BinaryRow ?"), lines);
            assertTrue(lines.contains("Query [a=?] SET time_zone"), lines);
            assertTrue(lines.contains("state: time_zone=?"), lines);
            assertTrue(lines.contains("VARCHAR utf8mb4 default=?"), lines);
        }
    }

    @Test
    void equalValuesHaveEqualMarksWhereverTheyAre() {
        List<MonitorEvent> events = Script.play(everythingNew().parts(), options(ValuePolicy.HASH));
        Set<String> marks = new TreeSet<>();
        String lines = String.join("\n", Script.lines(events));
        Matcher mark = Pattern.compile("(?<!shop\\.t\\.)\\?[0-9a-f]{8}").matcher(lines);
        int found = 0;
        while (mark.find()) {
            marks.add(mark.group());
            found++;
        }
        assertEquals(1, marks.size(), lines);
        assertEquals(7, found, lines);
    }

    @Test
    void payloadsHideThePasswordsOfValues() {
        String statement = "ALTER USER u IDENTIFIED BY 'Zq'";
        String length = Script.le(statement.length(), 1);
        Script script = Script.loggedIn(BASIC)
                .command(bytes("16", "'SELECT s FROM t WHERE s = ?'"))
                .server(bytes("00 01000000 0100 0100 00 0000"), Script.column("?"), eof(2))
                .server(Script.typed("s", 0xfd, 45, 0), eof(2))
                .command(bytes("17 01000000 00 01000000 00 01 fd00", length, "'" + statement + "'"))
                .server(bytes("01"), Script.typed("s", 0xfd, 45, 0), eof(2))
                .server(bytes("00 00", length, "'" + statement + "'"), eof(2));
        List<MonitorEvent> events = Script.play(script.parts(), options(ValuePolicy.SHOW));
        String all = String.join("\n", Script.lines(events)) + Script.payloads(events);
        assertFalse(all.contains("Zq"), all);
        assertTrue(Script.payloads(events).contains("SELECT s FROM t"), all);
    }

    @ParameterizedTest
    @EnumSource(value = ValuePolicy.class, names = "SHOW", mode = EnumSource.Mode.EXCLUDE)
    void noValueIsInLinesOrPayloads(ValuePolicy policy) {
        List<MonitorEvent> events = Script.play(everything().parts(), options(policy));
        String all = String.join("\n", Script.lines(events)) + "\n" + Script.payloads(events);
        assertFalse(all.contains("Zq"), all);
        assertTrue(all.contains("INSERT INTO t VALUES (***"), all);
        assertFalse(all.contains("stopped"), all);
    }

    @Test
    void allValuesAreShownByDefault() {
        List<MonitorEvent> events = Script.play(everything().parts(), options(ValuePolicy.SHOW));
        long lines = Script.lines(events).stream()
                .filter(line -> line.contains("Zq"))
                .count();
        assertEquals(11, lines, String.join("\n", Script.lines(events)));
        assertTrue(Script.payloads(events).contains("Zq,Zq"));
    }

    @Test
    void linesKeepTheirStructure() {
        List<String> lines = Script.lines(Script.play(everything().parts(), options(ValuePolicy.MASK)));
        assertTrue(lines.contains("C 0 Query SELECT ?, name FROM t WHERE a = ? /*?*/"), String.join("\n", lines));
        assertTrue(lines.contains("S 1 ERR 1062 (HY000) Duplicate entry '?' for key 't.PRIMARY'"));
        assertTrue(lines.contains("C 0 StmtPrepare SELECT ? = ?"), String.join("\n", lines));
        assertTrue(lines.contains("S 5 Row ?, NULL"), String.join("\n", lines));
    }

    @Test
    void backslashesCountAsTheServersStatusSays() {
        Script script = Script.loggedIn(BASIC)
                .command(query("SET sql_mode = NO_BACKSLASH_ESCAPES"))
                .server(bytes("00 00 00 0202 0000"))
                .command(query("SELECT 'a\\', Zq, 'b'"));
        List<String> lines = Script.lines(Script.play(script.parts(), options(ValuePolicy.MASK)));
        assertEquals("C 0 Query SELECT ?, Zq, ?", lines.get(lines.size() - 1));
    }

    @Test
    void passwordsThatTheServerMadeUpAreHidden() {
        Script script = Script.loggedIn(BASIC)
                .command(query("ALTER USER u IDENTIFIED BY RANDOM PASSWORD"))
                .server(bytes("01"), Script.column("p"), eof(2), bytes("02", "'Zq'"), eof(2))
                .command(query("SELECT a FROM t"))
                .server(bytes("01"), Script.column("p"), eof(2), bytes("02", "'Ab'"), eof(2));
        List<MonitorEvent> events = Script.play(script.parts(), options(ValuePolicy.SHOW));
        List<String> lines = Script.lines(events);
        assertTrue(lines.contains("S 4 Row ***"), String.join("\n", lines));
        assertTrue(lines.contains("S 4 Row 'Ab'"), String.join("\n", lines));
        assertFalse(Script.payloads(events).contains("Zq"));
    }

    @Test
    void errorsOfExecutionsDoNotShowBoundPasswords() {
        Script script = Script.loggedIn(BASIC)
                .command(bytes("16", "'UPDATE u SET password = ?'"))
                .server(bytes("00 01000000 0000 0100 00 0000"), Script.column("?"), eof(2))
                .command(bytes("17 01000000 00 01000000 00 01 fd00 02", "'Zq'"))
                .server(error(1062, "Duplicate entry 'Zq' for key 'k'"));
        List<MonitorEvent> events = Script.play(script.parts(), options(ValuePolicy.SHOW));
        List<String> lines = Script.lines(events);
        assertEquals("S 1 ERR 1062 (HY000) Duplicate entry '***", lines.get(lines.size() - 1));
        assertFalse(Script.payloads(events).contains("Zq"), Script.payloads(events));
    }

    @Test
    void whatWasCutOffMayBeASecret() {
        String sql = "SELECT '" + "x".repeat(5_000) + "'; SET PASSWORD FOR = 'Zq'";
        Script script =
                Script.loggedIn(BASIC).command(query(sql)).server(error(1064, "syntax error near '= 'Zq'' at line 1"));
        List<String> lines = Script.lines(Script.play(script.parts(), options(ValuePolicy.SHOW)));
        assertEquals("S 1 ERR 1064 (HY000) syntax error near '***", lines.get(lines.size() - 1));
    }

    @Test
    void attributesOfConnectionAndQueryAreValues() {
        long capabilities = BASIC | Script.mask(Capability.CONNECT_ATTRS, Capability.QUERY_ATTRIBUTES);
        byte[] attributes = bytes("11 03", "'_os'", "05", "'Linux'", "03", "'app'", "02", "'Zq'");
        byte[] login = bytes(
                HexFormat.of().formatHex(Script.login(capabilities)),
                HexFormat.of().formatHex(attributes));
        Script script = new Script()
                .server(Script.greeting("9.7.4", capabilities))
                .client(login)
                .server(OK)
                .command(bytes("03 01 01 00 01 fe00 01", "'k'", "02", "'Zq'", "'SELECT 5'"))
                .server(OK);
        List<MonitorEvent> events = Script.play(script.parts(), options(ValuePolicy.MASK));
        String all = String.join("\n", Script.lines(events)) + "\n" + Script.payloads(events);
        assertFalse(all.contains("Zq"), all);
        assertTrue(all.contains("_os=Linux app=?"), all);
        assertTrue(all.contains("SELECT *"), all);
        assertTrue(
                Script.lines(Script.play(script.parts(), options(ValuePolicy.SHOW)))
                        .get(1)
                        .contains("app=Zq"),
                all);
    }

    private static ObserveOptions options(ValuePolicy policy) {
        return new ObserveOptions(LOG, true, 4096, false, policy, 4096);
    }
}
