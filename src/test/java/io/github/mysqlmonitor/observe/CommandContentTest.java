package io.github.mysqlmonitor.observe;

import static io.github.mysqlmonitor.observe.Script.BASIC;
import static io.github.mysqlmonitor.observe.Script.MODERN;
import static io.github.mysqlmonitor.observe.Script.OK;
import static io.github.mysqlmonitor.observe.Script.bytes;
import static io.github.mysqlmonitor.observe.Script.check;
import static io.github.mysqlmonitor.observe.Script.column;
import static io.github.mysqlmonitor.observe.Script.command;
import static io.github.mysqlmonitor.observe.Script.eof;
import static io.github.mysqlmonitor.observe.Script.error;
import static io.github.mysqlmonitor.observe.Script.hex;
import static io.github.mysqlmonitor.observe.Script.loggedIn;
import static io.github.mysqlmonitor.observe.Script.mask;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ValuePolicy;
import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.wire.Capability;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What lines say about the content of commands. */
class CommandContentTest {
    private static final long ATTRIBUTES = MODERN | mask(Capability.QUERY_ATTRIBUTES);
    private static final String OK_LINE = "OK affected=0 last_insert_id=0 status=AUTOCOMMIT warnings=0";
    private static final String MANY = "many ".repeat(200);

    /** COM_STMT_PREPARE and its answer, statement 5 with so many parameters and no columns. */
    private static Script prepared(long capabilities, int parameters) {
        Script script = loggedIn(capabilities)
                .command(command(0x16, "INSERT INTO t VALUES (?)"))
                .server(bytes("00 05000000 0000", Script.le(parameters, 2), "00 0000"));
        for (int i = 0; i < parameters; i++) {
            script.server(column("?"));
        }
        return (capabilities & Capability.DEPRECATE_EOF.mask()) == 0 ? script.server(eof(2)) : script;
    }

    @Test
    void queryAttributesStandBeforeTheStatement() {
        check(
                loggedIn(ATTRIBUTES)
                        .command(bytes(
                                "03 03 01 04 01",
                                "fd00 0b",
                                "'traceparent'",
                                "0300 01",
                                "'n'",
                                "0600 01",
                                "'z'",
                                "04",
                                "'00-a'",
                                "2a000000",
                                "'SELECT 1'")),
                "C 0 Query [traceparent='00-a', n=42, z=NULL] SELECT 1");
    }

    /** As Connector/J sends an OffsetDateTime; the manual knows lengths up to 11 only. */
    @Test
    void timesMayHaveATimeZone() {
        check(
                loggedIn(ATTRIBUTES)
                        .command(bytes(
                                "03 01 01 00 01 0700 01", "'t'", "0d ea07 02 03 04 05 06 080a0c00 6aff", "'DO 1'")),
                "C 0 Query [t='2026-02-03 04:05:06.789000-02:30'] DO 1");
    }

    @Test
    void boundValuesOfEveryKind() {
        check(
                prepared(BASIC, 7)
                        .command(bytes(
                                "17 05000000 00 01000000 04 01",
                                "0300 fd00 0600 0c00 0a00 0500 fc00",
                                "ffffffff",
                                "03",
                                "'abc'",
                                "0b ea07 0b 15 0a 00 00 01000000",
                                "04 ea07 0b 15",
                                "000000000000f83f",
                                "02 00ff"))
                        .server(OK),
                "C 0 StmtExecute id=5 (-1, 'abc', NULL, '2026-11-21 10:00:00.000001', '2026-11-21', 1.5, 0x00FF)"
                        + " | INSERT INTO t VALUES (?)",
                "S 1 " + OK_LINE);
    }

    @Test
    void executionsUseTheTypesOfTheOneBefore() {
        check(
                prepared(BASIC, 1)
                        .command(hex("17 05000000 00 01000000 00 01 0180 ff"))
                        .server(OK)
                        .command(hex("17 05000000 00 01000000 00 00 fe"))
                        .server(OK),
                "C 0 StmtExecute id=5 (255) | INSERT INTO t VALUES (?)",
                "S 1 " + OK_LINE,
                "C 0 StmtExecute id=5 (254) | INSERT INTO t VALUES (?)",
                "S 1 " + OK_LINE);
    }

    @Test
    void executionsMayHaveAttributes() {
        check(
                prepared(ATTRIBUTES, 1)
                        .command(bytes("17 05000000 08 01000000 02 00 01 0100 00 fd00 01", "'a'", "07 01", "'x'"))
                        .server(OK),
                "C 0 StmtExecute id=5 (7) [a='x'] | INSERT INTO t VALUES (?)",
                "S 1 " + OK_LINE);
    }

    @Test
    void longDataIsShownWhereItIsSent() {
        check(
                prepared(BASIC, 2)
                        .command(bytes("18 05000000 0000", "'first piece'"))
                        .command(hex("18 05000000 0000 00ff"))
                        .command(hex("17 05000000 00 01000000 00 01 fc00 0100 09"))
                        .server(OK),
                "C 0 StmtSendLongData id=5 parameter=0 bytes=11 'first piece'",
                "C 0 StmtSendLongData id=5 parameter=0 bytes=2 0x00FF",
                "C 0 StmtExecute id=5 ((long data), 9) | INSERT INTO t VALUES (?)",
                "S 1 " + OK_LINE);
    }

    @Test
    void missingValuesAreExplained() {
        check(
                loggedIn(BASIC)
                        .command(hex("17 06000000 00 01000000 00 01 0100 09"))
                        .server(error(1243, "Unknown prepared statement")),
                "C 0 StmtExecute id=6 (values not decoded: the statement's preparation was not seen)",
                "S 1 ERR 1243 (HY000) Unknown prepared statement");
        check(
                prepared(BASIC, 1)
                        .command(hex("17 05000000 00 01000000 00 00 09"))
                        .server(OK),
                "C 0 StmtExecute id=5 (values not decoded: the execution that told their types was not seen)"
                        + " | INSERT INTO t VALUES (?)",
                "S 1 " + OK_LINE);
        check(
                prepared(BASIC, 1)
                        .command(hex("17 05000000 00 01000000 00 01 0300 09"))
                        .server(OK),
                "C 0 StmtExecute id=5 (values not decoded: malformed: bytes) | INSERT INTO t VALUES (?)",
                "S 1 " + OK_LINE);
    }

    @Test
    void executionsSentBeforeThePrepareIsAnsweredAreReadByItsText() {
        check(
                loggedIn(MODERN)
                        .command(command(0x16, "SELECT 1"))
                        .server(hex("00 07000000 0000 0000 00 0000"))
                        .command(command(0x16, "DO '?', ?"))
                        .command(hex("17 ffffffff 00 01000000 00 01 0300 07000000"))
                        .sequence(1)
                        .server(hex("00 08000000 0000 0100 00 0000"), column("?"))
                        .sequence(1)
                        .server(OK)
                        .command(hex("17 ffffffff 00 01000000 00 00 08000000"))
                        .server(OK)
                        .command(command(0x16, "DO ?, ?"))
                        .command(hex("17 ffffffff 00 01000000 00 01 0300 0600 07000000"))
                        .sequence(1)
                        .server(error(1146, "no table"))
                        .sequence(1)
                        .server(error(1243, "unknown"))
                        .command(hex("17 ffffffff 00 01000000 00 01 0300 07000000"))
                        .server(error(1243, "unknown")),
                "C 0 StmtPrepare DO '?', ?",
                "C 0 StmtExecute id=last (7) | DO '?', ?",
                "S 1 PrepareOK id=8 parameters=1 columns=0",
                "S 2 ParameterDefinition shop.t.? INT",
                "S 1 " + OK_LINE,
                "C 0 StmtExecute id=last (8) | DO '?', ?",
                "S 1 " + OK_LINE,
                "C 0 StmtPrepare DO ?, ?",
                "C 0 StmtExecute id=last (7, NULL) | DO ?, ?",
                "S 1 ERR 1146 (HY000) no table",
                "S 1 ERR 1243 (HY000) unknown",
                "C 0 StmtExecute id=last (values not decoded: the statement's preparation was not seen)",
                "S 1 ERR 1243 (HY000) unknown");
    }

    @Test
    void bulkExecutionsShowTheirFirstRows() {
        check(
                prepared(BASIC, 2)
                        .command(bytes(
                                "fa 05000000 8000 0300 fd00",
                                "00 01000000 00 01",
                                "'a'",
                                "01 02",
                                "00 03000000 03",
                                "00 04000000 00 01",
                                "'d'"))
                        .server(OK),
                "C 0 StmtBulkExecute id=5 rows=4 (1, 'a'), (NULL, DEFAULT), (3, IGNORE), … | INSERT INTO t VALUES (?)",
                "S 1 " + OK_LINE);
    }

    @Test
    void replicasTellWhatTheyHave() {
        check(
                loggedIn(MODERN)
                        .command(bytes(
                                "1e 0000 07000000 05000000",
                                "'bin.1'",
                                "0400000000000000 30000000",
                                "0100000000000000 3e11fa4771ca11e19e33c80aa9429562 0100000000000000",
                                "0100000000000000 0600000000000000"))
                        .server(eof(2)),
                "C 0 BinlogDumpGtid server_id=7 bin.1:4 gtids=3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5",
                "S 1 EOF status=AUTOCOMMIT warnings=0");
    }

    @Test
    void errorsThatQuoteAPreparedStatementHideItsPassword() {
        check(
                loggedIn(BASIC)
                        .command(command(0x16, "SET PASSWORD FOR u = 'hunter2'"))
                        .server(hex("00 05000000 0000 0000 00 0000"))
                        .command(hex("17 05000000 00 01000000"))
                        .server(error(1064, "You have an error near 'hunter2'")),
                "C 0 StmtPrepare SET PASSWORD FOR u = '***'",
                "S 1 PrepareOK id=5 parameters=0 columns=0",
                "C 0 StmtExecute id=5 | SET PASSWORD FOR u = '***'",
                "S 1 ERR 1064 (HY000) You have an error near '***");
    }

    @Test
    void boundPasswordsAreHidden() {
        check(
                loggedIn(BASIC)
                        .command(command(0x16, "SELECT AES_ENCRYPT(?, ?), ?"))
                        .server(hex("00 05000000 0000 0300 00 0000"), column("?"), column("?"), column("?"), eof(2))
                        .command(bytes("18 05000000 0100", "'hunter2'"))
                        .command(bytes("17 05000000 00 01000000 00 01 fd00 fd00 fd00 01", "'a'", "01", "'c'"))
                        .server(OK),
                "C 0 StmtPrepare SELECT AES_ENCRYPT(?, ?), ?",
                "S 1 PrepareOK id=5 parameters=3 columns=0",
                "S 2 ParameterDefinition shop.t.? INT",
                "S 3 ParameterDefinition shop.t.? INT",
                "S 4 ParameterDefinition shop.t.? INT",
                "S 5 EOF status=AUTOCOMMIT warnings=0",
                "C 0 StmtSendLongData id=5 parameter=1 bytes=7 ***",
                "C 0 StmtExecute id=5 (***, (long data), 'c') | SELECT AES_ENCRYPT(?, ?), ?",
                "S 1 " + OK_LINE);
    }

    @Test
    void linesStayBoundedAndWhole() {
        String breaking = "a\nb" + MANY;
        byte[] text = breaking.getBytes(UTF_8);
        Script script = prepared(BASIC, 40);
        StringBuilder values = new StringBuilder();
        String value = "fc" + Script.le(text.length, 2) + HexFormat.of().formatHex(text);
        for (int i = 0; i < 40; i++) {
            values.append(value);
        }
        script.command(bytes("17 05000000 00 01000000 0000000000 01", "fd00".repeat(40), values.toString()));
        List<String> lines = Script.lines(Script.play(script.parts(), ObserveOptions.DEFAULT));
        String line = lines.get(lines.size() - 1);
        assertTrue(line.startsWith("C 0 StmtExecute id=5 ('a\\nbmany"), line);
        assertTrue(line.length() < 800, line);
        assertEquals(-1, line.indexOf('\n'));
    }

    @Test
    void aPacketIsToldBeforeItsCommandIsFinished() {
        Script script = prepared(BASIC, 1)
                .command(hex("17 05000000 00 01000000 00 01 0100 09"))
                .server(OK)
                .command(hex("19 05000000"));
        ObserveOptions both = new ObserveOptions(
                Set.of(Interest.PACKETS, Interest.COMMANDS), false, 0, false, ValuePolicy.SHOW, 4096);
        List<String> told = new ArrayList<>();
        for (MonitorEvent event : Script.play(script.parts(), both)) {
            if (event instanceof MonitorEvent.PacketSeen packet) {
                told.add(packet.type());
            } else if (event instanceof CommandFinished finished) {
                told.add("finished " + finished.content().values().size());
            }
        }
        assertEquals(
                List.of("StmtExecute", "OK", "finished 1", "StmtClose", "finished 0"),
                told.subList(told.indexOf("StmtExecute"), told.size()));
    }
}
