package io.github.mysqlmonitor.observe;

import static io.github.mysqlmonitor.observe.Script.MODERN;
import static io.github.mysqlmonitor.observe.Script.OK;
import static io.github.mysqlmonitor.observe.Script.bytes;
import static io.github.mysqlmonitor.observe.Script.column;
import static io.github.mysqlmonitor.observe.Script.command;
import static io.github.mysqlmonitor.observe.Script.end;
import static io.github.mysqlmonitor.observe.Script.error;
import static io.github.mysqlmonitor.observe.Script.hex;
import static io.github.mysqlmonitor.observe.Script.le;
import static io.github.mysqlmonitor.observe.Script.loggedIn;
import static io.github.mysqlmonitor.observe.Script.query;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ValuePolicy;
import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.CommandFinished.Status;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.TransactionFinished;
import io.github.mysqlmonitor.event.TransactionFinished.Outcome;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a session becomes by its commands. */
class ConversationTrackerTest {
    private static final ObserveOptions COMMANDS =
            new ObserveOptions(Set.of(Interest.COMMANDS, Interest.SESSIONS), false, 0, false, ValuePolicy.SHOW, 4096);
    private static final int AUTOCOMMIT = 2;
    private static final int IN_TRANS = 3;
    private static final int MORE = 8;

    @Test
    void theDefaultSchemaIsGoneOnlyIfItIsTheOneDropped() {
        List<CommandFinished> commands = commands(loggedIn(MODERN)
                .command(query("USE a"))
                .server(OK)
                .command(query("DROP DATABASE b"))
                .server(ok(0x102))
                .command(query("DO 1"))
                .server(OK)
                .command(query("DROP SCHEMA IF EXISTS `A`"))
                .server(ok(0x102))
                .command(query("DO 2"))
                .server(OK));
        assertEquals("a", commands.get(2).facts().schema());
        assertEquals("", commands.get(4).facts().schema());
    }

    @Test
    void changeUserBringsItsSchema() {
        List<CommandFinished> commands = commands(loggedIn(MODERN)
                .command(query("USE a"))
                .server(OK)
                .command(bytes("11", "'bob'", "00 00", "'other'", "00 2100", "'mysql_native_password'", "00"))
                .server(OK)
                .command(query("DO 1"))
                .server(OK));
        assertEquals("other", commands.get(2).facts().schema());
        assertEquals("bob", commands.get(2).facts().user());
        assertEquals("mysql_native_password", commands.get(2).facts().authPlugin());
    }

    @Test
    void resultsOfACallAreThoseOfOneStatement() {
        List<MonitorEvent> events = play(loggedIn(MODERN)
                .command(query("BEGIN"))
                .server(ok(IN_TRANS))
                .command(query("CALL p(); ROLLBACK; DO 1"))
                .server(hex("01"), column("a"), end(IN_TRANS | MORE))
                .server(hex("01"), column("a"), end(IN_TRANS | MORE))
                .server(ok(IN_TRANS | MORE), ok(AUTOCOMMIT | MORE), ok(AUTOCOMMIT)));
        List<TransactionFinished> transactions = of(TransactionFinished.class, events);
        assertEquals(1, transactions.size());
        assertEquals(Outcome.ROLLED_BACK, transactions.get(0).outcome());
    }

    @Test
    void pingsAreNoStatementsOfATransaction() {
        List<TransactionFinished> transactions = of(
                TransactionFinished.class,
                play(loggedIn(MODERN)
                        .command(query("BEGIN"))
                        .server(ok(IN_TRANS))
                        .command(hex("0e"))
                        .server(ok(IN_TRANS))
                        .command(query("COMMIT"))
                        .server(OK)));
        assertEquals(2, transactions.get(0).statements());
        assertEquals(Outcome.COMMITTED, transactions.get(0).outcome());
    }

    @Test
    void whatIsNotObservedAnyMoreEndsTheTransactionAsUnknown() {
        List<MonitorEvent> events = play(
                loggedIn(MODERN).command(query("BEGIN")).server(ok(IN_TRANS)).command(hex("77 01")));
        assertEquals(
                Outcome.UNKNOWN, of(TransactionFinished.class, events).get(0).outcome());
        CommandFinished unknown = of(CommandFinished.class, events).get(1);
        assertEquals(Status.UNDECODED, unknown.outcome().status());
        assertEquals(0x77, unknown.commandCode());
    }

    @Test
    void pipelinedCommandsSeeWhatTheOnesBeforeThemDid() {
        List<CommandFinished> commands = commands(loggedIn(MODERN)
                .command(query("USE b"))
                .command(query("DO 1"))
                .sequence(1)
                .server(OK)
                .sequence(1)
                .server(OK));
        assertEquals("b", commands.get(1).facts().schema());
    }

    @Test
    void aRefusedKillKilledNobody() {
        List<CommandFinished> commands = commands(loggedIn(MODERN)
                .command(query("KILL 8745"))
                .server(error(1095, "not the owner"))
                .command(query("DO 1"))
                .server(error(1317, "interrupted")));
        assertEquals("", commands.get(1).outcome().note());
    }

    @Test
    void manyResultsAreReadInOnePass() {
        int count = 2_000;
        Script script = loggedIn(MODERN).command(query("DO 1;".repeat(800)));
        for (int i = 1; i < count; i++) {
            script.server(ok(AUTOCOMMIT | MORE));
        }
        CommandFinished command = commands(script.server(OK)).get(0);
        assertEquals(CommandFinished.Status.OK, command.outcome().status());
        assertTrue(command.content().sql().startsWith("DO 1;DO 1;"));
    }

    @Test
    void valuesSentAheadBelongToOneExecutionOnly() {
        List<MonitorEvent> events = play(loggedIn(MODERN)
                .command(command(0x16, "INSERT INTO t VALUES (?)"))
                .server(bytes("00 05000000 0000 0100 00 0000"), column("?"))
                .command(bytes("17 05000000 00 01000000 00 01 fd00 01", "'A'"))
                .server(OK)
                .command(bytes("18 05000000 0000", "'long'"))
                .command(hex("17 05000000 00 01000000 00 01 fc00"))
                .server(OK));
        List<CommandFinished> commands = of(CommandFinished.class, events);
        assertEquals("A", commands.get(1).content().values().get(0).text());
        assertEquals(
                "(sent as long data)", commands.get(3).content().values().get(0).text());
    }

    private static byte[] ok(int status) {
        return bytes("00 00 00", le(status, 2), "0000");
    }

    private static List<CommandFinished> commands(Script script) {
        return of(CommandFinished.class, play(script));
    }

    private static List<MonitorEvent> play(Script script) {
        return Script.play(script.parts(), COMMANDS);
    }

    private static <T> List<T> of(Class<T> type, List<MonitorEvent> events) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
