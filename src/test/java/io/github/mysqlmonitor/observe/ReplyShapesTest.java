package io.github.mysqlmonitor.observe;

import static io.github.mysqlmonitor.observe.Script.BASIC;
import static io.github.mysqlmonitor.observe.Script.MODERN;
import static io.github.mysqlmonitor.observe.Script.OK;
import static io.github.mysqlmonitor.observe.Script.bytes;
import static io.github.mysqlmonitor.observe.Script.column;
import static io.github.mysqlmonitor.observe.Script.command;
import static io.github.mysqlmonitor.observe.Script.end;
import static io.github.mysqlmonitor.observe.Script.eof;
import static io.github.mysqlmonitor.observe.Script.error;
import static io.github.mysqlmonitor.observe.Script.hex;
import static io.github.mysqlmonitor.observe.Script.loggedIn;
import static io.github.mysqlmonitor.observe.Script.mask;
import static io.github.mysqlmonitor.observe.Script.query;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mysqlmonitor.wire.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every shape of a reply, whole and in any split, gives the same lines. Numbers are those of the edge-case list. */
class ReplyShapesTest {
    private static final String OK_LINE = "OK affected=0 last_insert_id=0 status=AUTOCOMMIT warnings=0";

    @Test
    void resultSetWithEof() {
        check(
                loggedIn(BASIC)
                        .command(query("SELECT id,\n name"))
                        .server(hex("02"), column("id"), column("name"), eof(2), bytes("02", "'42'", "03", "'Ada'"))
                        .server(bytes("01", "'7'", "fb"), eof(2)),
                "C 0 Query SELECT id,\\n name",
                "S 1 Columns 2",
                "S 2 ColumnDefinition shop.t.id INT",
                "S 3 ColumnDefinition shop.t.name INT",
                "S 4 EOF status=AUTOCOMMIT warnings=0",
                "S 5 Row 42, 'Ada'",
                "S 6 Row 7, NULL",
                "S 7 EOF status=AUTOCOMMIT warnings=0");
    }

    @Test
    void case28TerminatorWithSessionStateIsNoRow() {
        check(
                loggedIn(MODERN)
                        .command(query("SELECT 1"))
                        .server(hex("01"), column("a"), hex("01 31"))
                        .server(hex("fe 00 00 02 40 00 00 00 0b 05 09 08 54 5f 5f 5f 5f 5f 5f 5f")),
                "C 0 Query SELECT 1",
                "S 1 Columns 1",
                "S 2 ColumnDefinition shop.t.a INT",
                "S 3 Row 1",
                "S 4 OK affected=0 last_insert_id=0 status=AUTOCOMMIT|SESSION_STATE_CHANGED warnings=0"
                        + " state: transaction=T_______");
    }

    @Test
    void case29And30RowsThatLookLikeInfileAndOk() {
        check(
                loggedIn(MODERN)
                        .command(query("SELECT a"))
                        .server(hex("01"), column("a"), hex("fb"), hex("00"), end(2))
                        .command(query("DO 1"))
                        .server(OK),
                "C 0 Query SELECT a",
                "S 1 Columns 1",
                "S 2 ColumnDefinition shop.t.a INT",
                "S 3 Row NULL",
                "S 4 Row ''",
                "S 5 " + OK_LINE,
                "C 0 Query DO 1",
                "S 1 " + OK_LINE);
    }

    @Test
    void case31ErrorAmongRowsEndsAllResults() {
        check(
                loggedIn(MODERN)
                        .command(query("CALL p()"))
                        .server(hex("01"), column("a"), hex("01 31"), end(0x0A), hex("01"), column("a"))
                        .server(error(1317, "interrupted"))
                        .command(command(0x0E, ""))
                        .server(OK),
                "C 0 Query CALL p()",
                "S 1 Columns 1",
                "S 2 ColumnDefinition shop.t.a INT",
                "S 3 Row 1",
                "S 4 OK affected=0 last_insert_id=0 status=AUTOCOMMIT|MORE_RESULTS_EXISTS warnings=0",
                "S 5 Columns 1",
                "S 6 ColumnDefinition shop.t.a INT",
                "S 7 ERR 1317 (HY000) interrupted",
                "C 0 Ping",
                "S 1 " + OK_LINE);
    }

    @Test
    void case32LocalInfile() {
        check(
                loggedIn(MODERN)
                        .command(query("LOAD DATA"))
                        .server(bytes("fb", "'/tmp/x'"))
                        .client(hex("31"), hex("32"), hex("33"), hex("34"), hex("35"), hex(""))
                        .server(OK)
                        .command(query("LOAD DATA"))
                        .server(bytes("fb", "'/tmp/y'"))
                        .client(hex(""))
                        .server(error(2, "refused")),
                "C 0 Query LOAD DATA",
                "S 1 LocalInfile /tmp/x",
                "C 2 InfileData",
                "C 3 InfileData",
                "C 4 InfileData",
                "C 5..6 x2 bytes=2 InfileData",
                "C 7 InfileEnd",
                "S 8 " + OK_LINE,
                "C 0 Query LOAD DATA",
                "S 1 LocalInfile /tmp/y",
                "C 2 InfileEnd",
                "S 3 ERR 2 (HY000) refused");
    }

    @Test
    void case33CommandsWithoutReplyShiftNothing() {
        check(
                loggedIn(MODERN)
                        .command(hex("19 05000000"))
                        .command(hex("18 06000000 0000 61"))
                        .command(query("DO 1"))
                        .command(command(0x0E, ""))
                        .sequence(1)
                        .server(OK)
                        .sequence(1)
                        .server(OK),
                "C 0 StmtClose id=5",
                "C 0 StmtSendLongData id=6 parameter=0 bytes=1 'a'",
                "C 0 Query DO 1",
                "C 0 Ping",
                "S 1 " + OK_LINE,
                "S 1 " + OK_LINE);
    }

    @Test
    void prepareExecuteFetchWithCursor() {
        check(
                loggedIn(BASIC)
                        .command(command(0x16, "SELECT ?"))
                        .server(hex("00 01000000 0100 0100 00 0000"), column("?"), eof(2), column("a"), eof(2))
                        .command(hex("17 01000000 01 01000000 00 01 0300 07000000"))
                        .server(hex("01"), column("a"), eof(0x42))
                        .command(hex("1c 01000000 0a000000"))
                        .server(hex("00 00 01000000"), eof(0x82)),
                "C 0 StmtPrepare SELECT ?",
                "S 1 PrepareOK id=1 parameters=1 columns=1",
                "S 2 ParameterDefinition shop.t.? INT",
                "S 3 EOF status=AUTOCOMMIT warnings=0",
                "S 4 ColumnDefinition shop.t.a INT",
                "S 5 EOF status=AUTOCOMMIT warnings=0",
                "C 0 StmtExecute id=1 cursor (7) | SELECT ?",
                "S 1 Columns 1",
                "S 2 ColumnDefinition shop.t.a INT",
                "S 3 EOF status=AUTOCOMMIT|CURSOR_EXISTS warnings=0",
                "C 0 StmtFetch id=1 rows=10",
                "S 1 BinaryRow 1",
                "S 2 EOF status=AUTOCOMMIT|LAST_ROW_SENT warnings=0");
    }

    @Test
    void prepareWithoutEof() {
        check(
                loggedIn(MODERN)
                        .command(command(0x16, "DO ?"))
                        .server(hex("00 01000000 0000 0100 00 0000"), column("?"))
                        .command(command(0x16, "DO 1"))
                        .server(hex("00 02000000 0000 0000 00 0000"))
                        .command(hex("1a 02000000"))
                        .server(OK),
                "C 0 StmtPrepare DO ?",
                "S 1 PrepareOK id=1 parameters=1 columns=0",
                "S 2 ParameterDefinition shop.t.? INT",
                "C 0 StmtPrepare DO 1",
                "S 1 PrepareOK id=2 parameters=0 columns=0",
                "C 0 StmtReset id=2",
                "S 1 " + OK_LINE);
    }

    @Test
    void case36ResultWithoutDefinitions() {
        check(
                loggedIn(MODERN | mask(Capability.OPTIONAL_RESULTSET_METADATA))
                        .command(query("SELECT 1, 2"))
                        .server(hex("02 00"), hex("01 31 01 32"), end(2)),
                "C 0 Query SELECT 1, 2",
                "S 1 Columns 2 (definitions left out)",
                "S 2 Row 1, 2",
                "S 3 " + OK_LINE);
    }

    @Test
    void case37AnswersThatAreNeitherOkNorRows() {
        check(
                loggedIn(MODERN)
                        .command(hex("1b 0000"))
                        .server(hex("fe 00 00 02 00"))
                        .command(hex("09"))
                        .server(bytes("'Uptime: 7'"))
                        .command(hex("0d"))
                        .server(end(2))
                        .command(bytes("04", "'t'", "00"))
                        .server(column("a"), end(2)),
                "C 0 SetOption multi_statements=on",
                "S 1 EOF status=AUTOCOMMIT warnings=0",
                "C 0 Statistics",
                "S 1 StatisticsText Uptime: 7",
                "C 0 Debug",
                "S 1 " + OK_LINE,
                "C 0 FieldList t",
                "S 1 ColumnDefinition shop.t.a INT",
                "S 2 " + OK_LINE);
    }

    @Test
    void case38ServerSpeaksLastToAnIdleSession() {
        check(loggedIn(MODERN).sequence(0).server(error(4031, "idle")), "S 0 ERR 4031 (HY000) idle");
    }

    @Test
    void case39BinlogDump() {
        check(
                loggedIn(MODERN)
                        .command(bytes("12 04000000 0000 07000000", "'bin.1'"))
                        .server(hex("00 00000000 04 01000000"), hex("00 ef01 00000000 0f 01000000"))
                        .sequence(0)
                        .client(bytes("ef 0400000000000000", "'bin.1'"))
                        .sequence(3)
                        .server(eof(0)),
                "C 0 BinlogDump server_id=7 bin.1:4",
                "S 1 BinlogEvent type=4",
                "S 2 BinlogEvent type=15",
                "C 0 SemiSyncAck bin.1:4",
                "S 3 EOF status=0 warnings=0");
    }

    @Test
    void case40CommandsThatLeaveTheProtocol() {
        check(
                loggedIn(MODERN).command(hex("20")).server(OK).client(hex("01 02")),
                "C 0 Clone",
                "S 1 " + OK_LINE,
                "stopped Clone leaves the protocol");
        check(
                loggedIn(MODERN).command(hex("77 01")).server(hex("aa")),
                "C 0 UnknownCommand 0x77",
                "stopped unknown command 0x77");
    }

    @Test
    void progressReportsChangeNothing() {
        long capabilities = (MODERN | mask(Capability.PROGRESS)) & ~mask(Capability.LONG_PASSWORD);
        check(
                loggedIn(capabilities)
                        .command(query("ALTER TABLE t FORCE"))
                        .server(bytes("ff ffff 01 01 02 204e00 05", "'alter'"), OK),
                "C 0 Query ALTER TABLE t FORCE",
                "S 1 Progress stage 1/2 20% alter",
                "S 2 " + OK_LINE);
    }

    @Test
    void case3LongResultCollapsesAndItsSequenceWraps() {
        Script script = loggedIn(MODERN).command(query("SELECT a")).server(hex("01"), column("a"));
        for (int row = 0; row < 300; row++) {
            script.server(hex("01 31"));
        }
        check(
                script.server(end(2)),
                "C 0 Query SELECT a",
                "S 1 Columns 1",
                "S 2 ColumnDefinition shop.t.a INT",
                "S 3 Row 1",
                "S 4 Row 1",
                "S 5 Row 1",
                "S 6..46 x297 bytes=594 Row",
                "S 47 " + OK_LINE);
    }

    @Test
    void case1And2And27PacketsOf16MibAndMore() {
        byte[] exact = new byte[0xFFFFFF];
        exact[0] = (byte) 0xFE;
        byte[] larger = new byte[0xFFFFFF + 2];
        larger[0] = (byte) 0xFE;
        larger[0xFFFFFF] = (byte) 0xFF;
        byte[] row = new byte[0xFFFFFF];
        row[0] = (byte) 0xFD;
        Script script = loggedIn(BASIC)
                .command(query("SELECT b"))
                .server(hex("01"), column("b"), eof(2), exact, larger, row, eof(2));
        List<String> lines = Script.lines(Script.play(script.parts(), ObserveOptions.DEFAULT));
        assertEquals("EOF", lines.get(lines.size() - 1).split(" ")[2]);
        assertEquals(3, lines.stream().filter(line -> line.contains(" Row ")).count());
        assertEquals(
                0, lines.stream().filter(line -> line.startsWith("stopped")).count());
    }

    @Test
    void changeUserIsALoginOfItsOwn() {
        check(
                loggedIn(MODERN)
                        .command(bytes("11", "'bob'", "00 03", "'pWd'", "'shop'", "00 ff00", "'p'", "00"))
                        .server(bytes("fe", "'p'", "00", "'nonce'", "00"))
                        .client(bytes("'hUsH'"))
                        .server(hex("01 03"), OK)
                        .command(hex("1f"))
                        .server(OK),
                "C 0 ChangeUser user=bob db=shop auth=***(3) plugin=p",
                "S 1 AuthSwitch p data=***(6)",
                "C 2 AuthAnswer ***(4)",
                "S 3 AuthMoreData fast auth success",
                "S 4 " + OK_LINE,
                "C 0 ResetConnection",
                "S 1 " + OK_LINE);
    }

    @Test
    void nonsenseStopsTheObservationOnce() {
        check(
                loggedIn(MODERN).command(query("DO 1")).server(OK, OK, OK),
                "C 0 Query DO 1",
                "S 1 " + OK_LINE,
                "stopped the server sent a packet that no command asked for");
    }

    /** Expects the lines after the login's own three, in every split. */
    private static void check(Script script, String... expected) {
        List<String> whole = afterLogin(script.parts());
        assertEquals(String.join("\n", expected), String.join("\n", whole));
        assertEquals(whole, afterLogin(script.joined()));
        assertEquals(whole, afterLogin(script.byteByByte()));
        for (int seed = 0; seed < 200; seed++) {
            assertEquals(whole, afterLogin(script.split(new Random(seed))), "seed " + seed);
        }
    }

    private static List<String> afterLogin(List<Script.Part> parts) {
        List<String> lines = new ArrayList<>(Script.lines(Script.play(parts, ObserveOptions.DEFAULT)));
        assertEquals("S 2 " + OK_LINE, lines.get(2));
        return lines.subList(3, lines.size());
    }
}
