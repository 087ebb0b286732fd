package io.github.mysqlmonitor.sink.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.EndedBy;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.SessionFacts;
import io.github.mysqlmonitor.event.TransactionFinished;
import io.github.mysqlmonitor.sink.SampleEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommandLinesTest {
    private static final String START = "10:41:07.121 #17/8841 ";

    @Test
    void commandsOfOneSessionAreAligned() {
        assertEquals(
                """
                cmd   app@10.4.2.9(orders-api) shop  412µs  1.3ms   12 sent -          OK       NO_INDEX SLOW SELECT * FROM orders WHERE state = 'new'
                cmd   app@10.4.2.9(orders-api) shop  412µs  1.3ms 1 changed trx 1.30s  OK       StmtExecute INSERT INTO orders VALUES \
                (?, ?, ?) values=(18446744073709551615, 'ä\\n€', NULL) \
                attributes={traceparent='00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'} \
                trace=4bf92f3577b34da6a3ce929d0e0e4736
                cmd   app@10.4.2.9(orders-api) shop  412µs  1.3ms         - trx? 1µs   ERR 1146 SELECT 1 FROM nowhere => 42S02 \
                Table 'shop.nowhere' doesn't exist
                cmd   app@10.4.2.9(orders-api) shop      -  2.04s         - -          CLIENT-LEFT SELECT SLEEP(100) /* a long\
                … (of 70000 bytes) note: KILL 8841 ends it
                cmd   app@10.4.2.9(orders-api) shop  412µs  1.3ms         - -          OK       Ping
                cmd   app@10.4.2.9(orders-api) shop  412µs  1.3ms         - -          OK       InitDb archive
                """,
                format(
                        false,
                        SampleEvents.query(),
                        SampleEvents.execution(),
                        SampleEvents.failure(),
                        SampleEvents.abandoned(),
                        plain("Ping", 14, ""),
                        plain("InitDb", 2, "archive")));
    }

    @Test
    void loginsChangesAndTransactionsHaveTheirLines() {
        assertEquals(
                """
                login app@10.4.2.9(orders-api) db=shop caching_sha2_password (fast) 3.1ms zstd utf8mb4
                login FAILED 1045 28000 for app@10.4.2.9(orders-api) db=shop caching_sha2_password (fast) 3.1ms zstd utf8mb4: \
                Access denied
                user  reporter -> app@10.4.2.9(orders-api) db=shop
                db    - -> archive
                trx   app@10.4.2.9(orders-api) committed after 2.00s (80% idle) 3 commands 12 sent 2 changed gtid=a:1
                trx   app@10.4.2.9(orders-api) abandoned after 2.00s (80% idle) 1 command 12 sent 2 changed gtid=a:1
                """,
                format(
                        false,
                        SampleEvents.login(0, "", ""),
                        SampleEvents.login(1045, "28000", "Access denied"),
                        new MonitorEvent.UserChanged(
                                SampleEvents.SESSION, SampleEvents.TIME, "reporter", SampleEvents.FACTS),
                        new MonitorEvent.SchemaChanged(SampleEvents.SESSION, SampleEvents.TIME, "", "archive"),
                        transaction(3, TransactionFinished.Outcome.COMMITTED),
                        transaction(1, TransactionFinished.Outcome.COMMITTED),
                        transaction(1, TransactionFinished.Outcome.ABANDONED)));
    }

    @Test
    void errorsAndFailedLoginsStandOutInRed() {
        String red = "\u001b[31m" + START;
        String text = coloured(
                SampleEvents.query(),
                SampleEvents.failure(),
                SampleEvents.abandoned(),
                SampleEvents.login(1045, "", ""));
        List<String> lines = text.lines().toList();
        assertTrue(lines.get(0).startsWith(START), text);
        assertTrue(lines.get(1).startsWith(red) && lines.get(1).endsWith("\u001b[0m"), text);
        assertTrue(lines.get(2).startsWith("\u001b[33m"), text);
        assertTrue(lines.get(3).startsWith(red), text);
    }

    @Test
    void strangersCannotSteerTheTerminalByAnyOfTheirTexts() {
        String evil = "a\u001b[2Jb\nc\u202e";
        SessionFacts facts = new SessionFacts(
                "10.4.2.9:1",
                "",
                "mysql",
                evil,
                evil,
                evil,
                evil,
                evil,
                evil,
                evil,
                SampleEvents.CLIENT_LEG,
                SampleEvents.SERVER_LEG);
        SampleEvents.Content content = new SampleEvents.Content(
                evil,
                9,
                true,
                evil,
                evil,
                evil,
                List.of(SampleEvents.value(evil, evil, evil, true)),
                evil,
                List.of(SampleEvents.value(evil, evil, evil, false)),
                evil,
                evil,
                evil,
                evil,
                evil);
        CommandFinished command = new CommandFinished(
                SampleEvents.SESSION,
                SampleEvents.TIME,
                facts,
                evil,
                3,
                1,
                content,
                new CommandFinished.Timing(1, 1, 1),
                new CommandFinished.Outcome(
                        CommandFinished.Status.ERROR, 2, 1, 1, 1, 1, 1, 1, evil, evil, 1, 1, 1, 2, evil),
                CommandFinished.TransactionState.NONE,
                100);
        String text = format(
                false,
                command,
                new MonitorEvent.UserChanged(SampleEvents.SESSION, SampleEvents.TIME, evil, facts),
                new MonitorEvent.SchemaChanged(SampleEvents.SESSION, SampleEvents.TIME, evil, evil),
                new MonitorEvent.SessionClosed(
                        SampleEvents.SESSION,
                        SampleEvents.TIME,
                        EndedBy.CLIENT,
                        evil,
                        List.of(evil),
                        facts,
                        1,
                        1,
                        1,
                        1,
                        1,
                        1),
                SampleEvents.login(1, evil, evil));
        assertEquals(5, text.lines().count(), text);
        assertTrue(text.chars().noneMatch(c -> c == 0x1b || c == 0x202e), text);
    }

    @Test
    void durationsHaveThreeDigitsOrSo() {
        long[] nanos = {
            0,
            999,
            1_000,
            999_999,
            1_000_000,
            99_999_999,
            100_000_000,
            999_999_999,
            1_000_000_000L,
            59_999_999_999L,
            60_000_000_000L,
            3_599_999_999_999L,
            3_600_000_000_000L,
            360_000_000_000_000L
        };
        StringBuilder out = new StringBuilder();
        for (long duration : nanos) {
            HumanDuration.append(out, duration).append(' ');
        }
        assertEquals(
                "0µs 0µs 1µs 999µs 1.0ms 99.9ms 100ms 999ms 1.00s 59.99s 1m00s 59m59s 1h00m 100h00m ", out.toString());
    }

    private static CommandFinished plain(String command, int code, String arguments) {
        return SampleEvents.command(
                command,
                code,
                -1,
                SampleEvents.Content.withArguments(arguments),
                SampleEvents.outcome(CommandFinished.Status.OK, 0, 0, 0, 0, 2, 0, ""),
                CommandFinished.TransactionState.NONE);
    }

    private static TransactionFinished transaction(long statements, TransactionFinished.Outcome outcome) {
        return new TransactionFinished(
                SampleEvents.SESSION,
                SampleEvents.TIME,
                SampleEvents.FACTS,
                1,
                2_000_000_000,
                1_600_000_000,
                statements,
                12,
                2,
                outcome,
                "a:1");
    }

    /** Without the time and the session, which are the same in all lines. */
    private static String format(boolean colour, MonitorEvent... events) {
        TextOptions options =
                new TextOptions(Set.of(Interest.COMMANDS, Interest.SESSIONS), colour, PayloadMode.NONE, 0, false);
        TextFormat format = new TextFormat(options, ZoneOffset.UTC);
        StringBuilder out = new StringBuilder();
        for (MonitorEvent event : events) {
            try {
                format.append(out, event);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
        return colour ? out.toString() : out.toString().replace(START, "");
    }

    private static String coloured(MonitorEvent... events) {
        return format(true, events);
    }
}
