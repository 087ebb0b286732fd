package io.github.mysqlmonitor.observe;

import static io.github.mysqlmonitor.observe.Script.BASIC;
import static io.github.mysqlmonitor.observe.Script.MODERN;
import static io.github.mysqlmonitor.observe.Script.bytes;
import static io.github.mysqlmonitor.observe.Script.check;
import static io.github.mysqlmonitor.observe.Script.column;
import static io.github.mysqlmonitor.observe.Script.command;
import static io.github.mysqlmonitor.observe.Script.digits;
import static io.github.mysqlmonitor.observe.Script.end;
import static io.github.mysqlmonitor.observe.Script.eof;
import static io.github.mysqlmonitor.observe.Script.hex;
import static io.github.mysqlmonitor.observe.Script.loggedIn;
import static io.github.mysqlmonitor.observe.Script.mask;
import static io.github.mysqlmonitor.observe.Script.query;
import static io.github.mysqlmonitor.observe.Script.typed;

import io.github.mysqlmonitor.wire.Capability;
import org.junit.jupiter.api.Test;

/** What lines say about the content of replies. */
class ReplyContentTest {
    private static final String OK_LINE = "OK affected=0 last_insert_id=0 status=AUTOCOMMIT warnings=0";

    @Test
    void binaryRowsAreReadByTheColumnsOfTheirResult() {
        check(
                loggedIn(MODERN)
                        .command(command(0x16, "SELECT * FROM t"))
                        .server(hex("00 05000000 0100 0000 00 0000"), column("n"))
                        .command(hex("17 05000000 00 01000000"))
                        .server(hex("02"), column("n"), typed("s", 0xfd, 45, 0), bytes("00 00 07000000 02", "'hi'"))
                        .server(hex("00 0c"), end(2)),
                "C 0 StmtPrepare SELECT * FROM t",
                "S 1 PrepareOK id=5 parameters=0 columns=1",
                "S 2 ColumnDefinition shop.t.n INT",
                "C 0 StmtExecute id=5 | SELECT * FROM t",
                "S 1 Columns 2",
                "S 2 ColumnDefinition shop.t.n INT",
                "S 3 ColumnDefinition shop.t.s VARCHAR utf8mb4",
                "S 4 BinaryRow 7, 'hi'",
                "S 5 BinaryRow NULL, NULL",
                "S 6 " + OK_LINE);
    }

    @Test
    void withoutDefinitionsTheColumnsAreThoseOfThePreparedStatement() {
        long capabilities = MODERN | mask(Capability.OPTIONAL_RESULTSET_METADATA);
        check(
                loggedIn(capabilities)
                        .command(command(0x16, "SELECT n FROM t"))
                        .server(hex("00 05000000 0100 0000 00 0000 01"), column("n"))
                        .command(hex("17 05000000 00 01000000"))
                        .server(hex("01 00"), hex("00 00 07000000"), end(2))
                        .command(hex("17 05000000 01 01000000"))
                        .server(hex("01 00"), end(0x42))
                        .command(hex("1c 05000000 01000000"))
                        .server(hex("00 00 08000000"), end(0x82))
                        .command(hex("17 09000000 00 01000000"))
                        .server(hex("01 00"), hex("00 00 07000000"), end(2)),
                "C 0 StmtPrepare SELECT n FROM t",
                "S 1 PrepareOK id=5 parameters=0 columns=1",
                "S 2 ColumnDefinition shop.t.n INT",
                "C 0 StmtExecute id=5 | SELECT n FROM t",
                "S 1 Columns 1 (definitions left out)",
                "S 2 BinaryRow 7",
                "S 3 " + OK_LINE,
                "C 0 StmtExecute id=5 cursor | SELECT n FROM t",
                "S 1 Columns 1 (definitions left out)",
                "S 2 OK affected=0 last_insert_id=0 status=AUTOCOMMIT|CURSOR_EXISTS warnings=0",
                "C 0 StmtFetch id=5 rows=1",
                "S 1 BinaryRow 8",
                "S 2 OK affected=0 last_insert_id=0 status=AUTOCOMMIT|LAST_ROW_SENT warnings=0",
                "C 0 StmtExecute id=9 (values not decoded: the statement's preparation was not seen)",
                "S 1 Columns 1 (definitions left out)",
                "S 2 BinaryRow (values not decoded: the definitions of the columns were not seen)",
                "S 3 " + OK_LINE);
    }

    @Test
    void columnsThatAreFoldedCountForRows() {
        Script script = loggedIn(MODERN).command(query("SELECT * FROM wide")).server(hex("06"));
        for (int i = 0; i < 5; i++) {
            script.server(column("c" + i));
        }
        check(
                script.server(typed("b", 0xfc, 63, 0))
                        .server(bytes("01", "'1'", "fb 01", "'2'", "fb fb 01 00"))
                        .server(bytes("01", "'1'", "fb 01", "'2'", "fb fb 01", "'x'"), end(2)),
                "C 0 Query SELECT * FROM wide",
                "S 1 Columns 6",
                "S 2 ColumnDefinition shop.t.c0 INT",
                "S 3 ColumnDefinition shop.t.c1 INT",
                "S 4 ColumnDefinition shop.t.c2 INT",
                "S 5..7 x3 bytes=89 ColumnDefinition",
                "S 8 Row 1, NULL, 2, NULL, NULL, 0x00",
                "S 9 Row 1, NULL, 2, NULL, NULL, 'x'",
                "S 10 " + OK_LINE);
    }

    @Test
    void digitsInTextColumnsAreQuoted() {
        check(
                loggedIn(MODERN)
                        .command(query("SELECT a, b"))
                        .server(hex("02"), typed("a", 0xfd, 45, 0), typed("b", 5, 63, 0))
                        .server(bytes("02", "'42'", "04", "'1e20'"), end(2)),
                "C 0 Query SELECT a, b",
                "S 1 Columns 2",
                "S 2 ColumnDefinition shop.t.a VARCHAR utf8mb4",
                "S 3 ColumnDefinition shop.t.b DOUBLE",
                "S 4 Row '42', 1e20",
                "S 5 " + OK_LINE);
    }

    @Test
    void sessionStateIsSpelledOut() {
        byte[] state = bytes(
                "01 05 04",
                "'shop'",
                "00 0e 0a",
                "'autocommit'",
                "02",
                "'ON'",
                "03 09 00 07",
                "'uuid:17'",
                "05 09 08",
                "'T_______'",
                "02 01",
                "'1'",
                "09 02 0102");
        check(
                loggedIn(MODERN)
                        .command(query("DO 1"))
                        .server(bytes("00 01 00 0340 0000 00", Script.le(state.length, 1), digits(state))),
                "C 0 Query DO 1",
                "S 1 OK affected=1 last_insert_id=0 status=IN_TRANS|AUTOCOMMIT|SESSION_STATE_CHANGED warnings=0 state:"
                        + " schema=shop, autocommit=ON, gtid=uuid:17, transaction=T_______, changed=1, type 9 (2 bytes)");
    }

    @Test
    void columnsTellCharsetFlagsAndDefaults() {
        long mariaDb = (MODERN | mask(Capability.EXTENDED_METADATA)) & ~mask(Capability.LONG_PASSWORD);
        check(
                loggedIn(MODERN)
                        .command(bytes("04", "'t'", "00"))
                        .server(bytes(digits(typed("id", 3, 63, 0x0223)), "fb"))
                        .server(bytes(digits(typed("s", 0xfd, 45, 1)), "01", "'x'"), end(2)),
                "C 0 FieldList t",
                "S 1 ColumnDefinition shop.t.id INT UNSIGNED NOT_NULL PRI_KEY AUTO_INCREMENT",
                "S 2 ColumnDefinition shop.t.s VARCHAR utf8mb4 NOT_NULL default='x'",
                "S 3 " + OK_LINE);
        check(
                loggedIn(mariaDb)
                        .command(query("SELECT j"))
                        .server(hex("01"))
                        .server(bytes(
                                "03",
                                "'def'",
                                "00 00 00 01",
                                "'j'",
                                "00 0c 00 04",
                                "'uuid'",
                                "01 04",
                                "'json'",
                                "0c 2d00 00000000 fc 0000 00 0000")),
                "C 0 Query SELECT j",
                "S 1 Columns 1",
                "S 2 ColumnDefinition j TEXT utf8mb4 type=uuid format=json");
    }

    @Test
    void passwordsThatTheServerMadeUpAreHiddenInBinaryRows() {
        check(
                loggedIn(BASIC)
                        .command(command(0x16, "ALTER USER u IDENTIFIED BY RANDOM PASSWORD"))
                        .server(hex("00 05000000 0000 0000 00 0000"))
                        .command(hex("17 05000000 00 01000000"))
                        .server(hex("01"), typed("p", 0xfd, 45, 0), eof(2), bytes("00 00 02", "'Zq'"), eof(2)),
                "C 0 StmtPrepare ALTER USER u IDENTIFIED BY RANDOM PASSWORD",
                "S 1 PrepareOK id=5 parameters=0 columns=0",
                "C 0 StmtExecute id=5 | ALTER USER u IDENTIFIED BY RANDOM PASSWORD",
                "S 1 Columns 1",
                "S 2 ColumnDefinition shop.t.p VARCHAR utf8mb4",
                "S 3 EOF status=AUTOCOMMIT warnings=0",
                "S 4 BinaryRow ***",
                "S 5 EOF status=AUTOCOMMIT warnings=0");
    }
}
