package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mysql.cj.jdbc.JdbcStatement;
import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.testing.SessionLog;
import io.github.mysqlmonitor.testing.TestServers;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The events of Connector/J's commands say what the driver said and saw. */
class ConnectorJCommandsIT {
    private static final String PREPARED = "useServerPrepStmts=true";
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static List<Observed> servers = List.of();

    @BeforeAll
    static void start() {
        servers = TestServers.all().stream().map(Observed::before).toList();
    }

    @AfterAll
    static void stop() {
        servers.forEach(Observed::stop);
    }

    static List<Observed> servers() {
        return servers;
    }

    @ParameterizedTest
    @MethodSource("servers")
    void attributesOfEveryTypeAreInTheEvents(Observed site) throws SQLException {
        SessionLog log = site.mysql("", connection -> {
            try (Statement statement = connection.createStatement()) {
                JdbcStatement attributed = statement.unwrap(JdbcStatement.class);
                attributed.setAttribute("text", "häß€");
                attributed.setAttribute("whole", 42);
                attributed.setAttribute("long", Long.MIN_VALUE);
                attributed.setAttribute("double", 0.1);
                attributed.setAttribute("yes", true);
                attributed.setAttribute("none", null);
                attributed.setAttribute("at", LocalDateTime.parse("2026-02-28T12:34:56.789"));
                attributed.setAttribute("day", LocalDate.parse("2026-02-28"));
                attributed.setAttribute("time", LocalTime.parse("01:02:03.000004"));
                attributed.setAttribute("negative", Duration.parse("PT-26H-3M-4.5S"));
                attributed.setAttribute("traceparent", TRACE);
                statement.executeQuery("SELECT 'with attributes'");
                attributed.clearAttributes();
                statement.executeQuery("SELECT 'with a comment' /*traceparent='" + TRACE + "'*/");
            }
        });
        boolean supported = !site.server().kind().isMariaDb();
        CommandFinished with = log.query("with attributes");
        assertEquals(
                supported
                        ? List.of(
                                "text:CHAR=häß€",
                                "whole:INT=42",
                                "long:BIGINT=-9223372036854775808",
                                "double:DOUBLE=0.1",
                                "yes:TINYINT=1",
                                "none:NULL=null",
                                "at:DATETIME=2026-02-28 12:34:56.789000",
                                "day:DATE=2026-02-28",
                                "time:TIME=01:02:03.000004",
                                "negative:TIME=-26:03:04.500000",
                                "traceparent:CHAR=" + TRACE)
                        : List.of(),
                SessionLog.shown(with.content().attributes()));
        assertEquals("SELECT 'with attributes'", with.content().sql());
        assertEquals(
                supported ? "4bf92f3577b34da6a3ce929d0e0e4736" : "",
                with.content().traceId());
        CommandFinished comment = log.query("with a comment");
        assertEquals("4bf92f3577b34da6a3ce929d0e0e4736", comment.content().traceId());
        assertEquals("00f067aa0ba902b7", comment.content().spanId());
    }

    @ParameterizedTest
    @MethodSource("servers")
    void boundValuesOfEveryTypeAreInTheEvents(Observed site) throws SQLException {
        String sql = "SELECT " + "?, ".repeat(17) + "?";
        String[] unsigned = new String[1];
        SessionLog log = site.mysql(PREPARED, connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                bind(select);
                try (ResultSet result = select.executeQuery()) {
                    assertTrue(result.next());
                    unsigned[0] = result.getString(16);
                }
                select.setInt(2, -9);
                select.executeQuery().close();
            }
        });
        List<CommandFinished> executions = log.commands("StmtExecute", sql);
        assertEquals(
                values(-8, unsigned[0]),
                SessionLog.shown(executions.get(0).content().values()));
        assertEquals(
                values(-9, unsigned[0]),
                SessionLog.shown(executions.get(1).content().values()));
        long statement = log.command("StmtPrepare", sql).statementId();
        assertTrue(executions.stream().allMatch(execution -> execution.statementId() == statement));
        assertEquals(2, log.commands("StmtSendLongData", sql).size());
        assertEquals(1, log.commands("StmtClose", sql).size());
    }

    private static List<String> values(int second, String unsigned) {
        return List.of(
                ":TINYINT=1",
                ":INT=" + second,
                ":SMALLINT=-300",
                ":BIGINT=9223372036854775807",
                ":FLOAT=1.5",
                ":DOUBLE=-2.25e-300",
                ":DECIMAL=-123456789012345678901234567890.123",
                ":VARCHAR=häß€😀",
                ":VARCHAR=bytes",
                ":DATE=2026-02-28",
                ":TIME=23:59:59.123456",
                ":DATETIME=2026-02-28 12:34:56.789000",
                ":NULL=null",
                ":TIME=-838:59:59",
                ":BLOB=(sent as long data)",
                ":BIGINT=" + unsigned,
                ":TIMESTAMP=2026-01-01 00:00:00",
                ":TINYINT=-128");
    }

    private static void bind(PreparedStatement statement) throws SQLException {
        statement.setBoolean(1, true);
        statement.setInt(2, -8);
        statement.setShort(3, (short) -300);
        statement.setLong(4, Long.MAX_VALUE);
        statement.setFloat(5, 1.5f);
        statement.setDouble(6, -2.25e-300);
        statement.setBigDecimal(7, new BigDecimal("-123456789012345678901234567890.123"));
        statement.setString(8, "häß€😀");
        statement.setBytes(9, "bytes".getBytes(StandardCharsets.US_ASCII));
        statement.setDate(10, Date.valueOf("2026-02-28"));
        statement.setObject(11, LocalTime.parse("23:59:59.123456"));
        statement.setObject(12, LocalDateTime.parse("2026-02-28T12:34:56.789"));
        statement.setNull(13, Types.INTEGER);
        statement.setObject(14, Duration.parse("PT-838H-59M-59S"));
        statement.setBinaryStream(15, new ByteArrayInputStream(new byte[70_000]));
        statement.setObject(16, new BigInteger("18446744073709551615"));
        statement.setTimestamp(17, Timestamp.valueOf("2026-01-01 00:00:00"));
        statement.setByte(18, (byte) -128);
    }
}
