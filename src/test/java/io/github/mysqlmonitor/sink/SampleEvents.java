package io.github.mysqlmonitor.sink;

import io.github.mysqlmonitor.event.CertificateFacts;
import io.github.mysqlmonitor.event.CommandContent;
import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.EndedBy;
import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.event.LoginFinished;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.NamedValue;
import io.github.mysqlmonitor.event.SessionFacts;
import io.github.mysqlmonitor.event.SessionId;
import io.github.mysqlmonitor.event.TransactionFinished;
import java.time.Instant;
import java.util.List;

/** An event of every type, with something in every field. */
public final class SampleEvents {
    public static final long TIME = Instant.parse("2026-11-21T10:41:07.121Z").toEpochMilli() * 1000 + 456;
    public static final SessionId SESSION = new SessionId(17, 8841);
    public static final SessionId NO_SESSION = new SessionId(0, -1);
    public static final LegSecurity CLIENT_LEG = new LegSecurity(
            LegSecurity.Kind.TLS,
            "TLSv1.3",
            "TLS_AES_256_GCM_SHA384",
            3_149_000,
            "CN=app,O=Shop",
            true,
            0,
            new CertificateFacts(List.of("app@shop.example"), 1_893_456_000_000_000L, "ca"),
            "proxy.shop.example",
            "mysql");
    public static final LegSecurity SERVER_LEG = new LegSecurity(
            LegSecurity.Kind.TLS,
            "TLSv1.2",
            "ECDHE-RSA-AES256-GCM-SHA384",
            1_200_000,
            "CN=db",
            true,
            1_784_880_067_000_000L,
            new CertificateFacts(List.of("db", "10.4.0.5"), 1_893_456_000_000_000L, "identity"),
            "db",
            "mysql");
    public static final SessionFacts FACTS = new SessionFacts(
            "10.4.2.9:51514",
            "[fd00::5]:3306",
            "mysql",
            "9.7.4",
            "app",
            "shop",
            "orders-api",
            "utf8mb4",
            "caching_sha2_password",
            "zstd",
            CLIENT_LEG,
            SERVER_LEG);

    private SampleEvents() {}

    public static List<MonitorEvent> all() {
        return List.of(
                new MonitorEvent.SessionOpened(
                        new SessionId(17, -1), TIME, "10.4.2.9:51514", ":3307", "db:3306", "10.4.0.5"),
                new MonitorEvent.LegsSecured(SESSION, TIME, CLIENT_LEG, SERVER_LEG),
                login(0, "", ""),
                login(1045, "28000", "Access denied for user 'app'@'10.4.0.9' (using password: YES)"),
                new MonitorEvent.UserChanged(SESSION, TIME, "app", FACTS),
                new MonitorEvent.SchemaChanged(SESSION, TIME, "shop", "archive"),
                query(),
                execution(),
                failure(),
                abandoned(),
                new TransactionFinished(
                        SESSION,
                        TIME,
                        FACTS,
                        TIME - 2_040_000,
                        2_040_000_000,
                        1_632_000_000,
                        3,
                        12,
                        2,
                        TransactionFinished.Outcome.COMMITTED,
                        "3e11fa47-71ca-11e1-9e33-c80aa9429562:23"),
                packet("OK", false, "affected=1"),
                new MonitorEvent.PacketRelayed(SESSION, TIME, Direction.CLIENT_TO_SERVER, 0, 0, 1, new byte[] {14}),
                new MonitorEvent.BytesRelayed(
                        SESSION, TIME, Direction.CLIENT_TO_SERVER, 0, new byte[] {1, 0, 0, 0, 14}),
                new MonitorEvent.Notice(SESSION, TIME, "the client left before its login"),
                new MonitorEvent.ObservationStopped(SESSION, TIME, "an unknown packet at byte 4711"),
                new MonitorEvent.EventsDropped(NO_SESSION, TIME, 5, "queue full"),
                new MonitorEvent.SessionClosed(
                        SESSION,
                        TIME,
                        EndedBy.CLIENT,
                        "client quit",
                        List.of("in a transaction"),
                        FACTS,
                        2_185_000,
                        120,
                        3,
                        4096,
                        44,
                        12));
    }

    public static LoginFinished login(int errorNumber, String sqlState, String message) {
        return new LoginFinished(
                SESSION,
                TIME,
                FACTS,
                LoginFinished.AuthPath.FAST,
                3_149_000,
                errorNumber,
                sqlState,
                message,
                "+LONG_PASSWORD +SSL +QUERY_ATTRIBUTES",
                List.of(value("program_name", "", "orders-api", true), value("_pid", "", "4711", true)));
    }

    public static MonitorEvent.PacketSeen packet(String type, boolean error, String text) {
        byte[] payload = {0, 1, 0, 2, 0, 0, 0};
        return new MonitorEvent.PacketSeen(
                SESSION,
                TIME,
                Direction.SERVER_TO_CLIENT,
                1,
                1,
                1,
                7,
                type,
                error,
                (out, showSecrets) -> out.append(text),
                payload,
                100);
    }

    /** A SELECT that found rows without an index. */
    public static CommandFinished query() {
        Content content = Content.sql("SELECT * FROM orders WHERE state = 'new'", "SELECT orders");
        return command(
                "Query",
                3,
                -1,
                content,
                outcome(CommandFinished.Status.OK, 1, 12, 0, 0, 0x0022 | 0x0800, 0, ""),
                CommandFinished.TransactionState.NONE);
    }

    /** An INSERT as a prepared statement, in a transaction, with values, attributes and a trace. */
    public static CommandFinished execution() {
        Content content = new Content(
                "INSERT INTO orders VALUES (?, ?, ?)",
                35,
                false,
                "INSERT INTO `orders` VALUES (...)",
                "0af1",
                "INSERT orders",
                List.of(
                        value("", "BIGINT UNSIGNED", "18446744073709551615", false),
                        value("", "VARCHAR", "ä\n€", true),
                        value("", "NULL", null, false)),
                "",
                List.of(value(
                        "traceparent", "VARCHAR", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true)),
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "00f067aa0ba902b7",
                "",
                "Records: 1",
                "");
        return command(
                "StmtExecute",
                23,
                7,
                content,
                outcome(CommandFinished.Status.OK, 0, 0, 1, -1, 0x0003, 0, ""),
                new CommandFinished.TransactionState(CommandFinished.TransactionState.Kind.OPEN, 1_300_000_000));
    }

    /** A statement that the server refused. */
    public static CommandFinished failure() {
        Content content = Content.failed("SELECT 1 FROM nowhere", "Table 'shop.nowhere' doesn't exist");
        return command(
                "Query",
                3,
                -1,
                content,
                outcome(CommandFinished.Status.ERROR, 0, 0, 0, 0, -1, 1146, "42S02"),
                new CommandFinished.TransactionState(CommandFinished.TransactionState.Kind.UNKNOWN, 1_000));
    }

    /** A statement whose beginning only was kept, and whose client did not wait. */
    public static CommandFinished abandoned() {
        Content content = new Content(
                "SELECT SLEEP(100) /* a long",
                70_000,
                true,
                "",
                "",
                "SELECT",
                List.of(),
                "",
                List.of(),
                "",
                "",
                "",
                "",
                "");
        CommandFinished.Outcome outcome = new CommandFinished.Outcome(
                CommandFinished.Status.CLIENT_LEFT, 0, 0, 0, 0, 0, -1, 0, "", "", 70_005, 0, 0, 1, "KILL 8841 ends it");
        return new CommandFinished(
                SESSION,
                TIME,
                FACTS,
                "Query",
                3,
                -1,
                content,
                new CommandFinished.Timing(TIME - 2_040_000, -1, 2_040_000_000),
                outcome,
                CommandFinished.TransactionState.NONE,
                500);
    }

    public static CommandFinished command(
            String command,
            int code,
            long statementId,
            CommandContent content,
            CommandFinished.Outcome outcome,
            CommandFinished.TransactionState transaction) {
        CommandFinished.Timing timing = new CommandFinished.Timing(TIME - 1300, 412_345, 1_300_999);
        return new CommandFinished(
                SESSION, TIME, FACTS, command, code, statementId, content, timing, outcome, transaction, 500);
    }

    public static CommandFinished.Outcome outcome(
            CommandFinished.Status status,
            int resultSets,
            long rows,
            long affected,
            long lastInsertId,
            int flags,
            int error,
            String sqlState) {
        return new CommandFinished.Outcome(
                status, resultSets, rows, affected, lastInsertId, 0, flags, error, sqlState, "", 44, 1234, 0, 1, "");
    }

    public static NamedValue value(String name, String type, String text, boolean quoted) {
        return new NamedValue(name, type, text, quoted, text == null ? 0 : text.length(), false);
    }

    /** Content without work behind it. */
    public record Content(
            String sql,
            long sqlLength,
            boolean truncated,
            String digestText,
            String digest,
            String summary,
            List<NamedValue> values,
            String undecodedValues,
            List<NamedValue> attributes,
            String traceId,
            String spanId,
            String errorMessage,
            String info,
            String arguments)
            implements CommandContent {
        public static Content sql(String sql, String summary) {
            return of(sql, summary, "");
        }

        public static Content failed(String sql, String message) {
            return of(sql, "SELECT nowhere", message);
        }

        public static Content of(String sql, String summary, String message) {
            return new Content(
                    sql, sql.length(), false, sql, "7b1f", summary, List.of(), "", List.of(), "", "", message, "", "");
        }

        public static Content withValues(List<NamedValue> values, List<NamedValue> attributes) {
            return new Content("DO ?", 4, false, "DO ?", "d0", "DO", values, "", attributes, "", "", "", "", "");
        }

        public static Content withArguments(String arguments) {
            return new Content("", 0, false, "", "", "", List.of(), "", List.of(), "", "", "", "", arguments);
        }
    }
}
