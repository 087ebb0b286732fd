package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.testing.SessionLog;
import io.github.mysqlmonitor.testing.TestServers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random values of every column type: the event, the client and a SELECT without the proxy agree. */
class BoundValuesIT {
    private static final long SEED = Long.getLong("seed", 20261121);
    private static final int ROWS = 60;

    private static List<Observed> servers = List.of();

    @BeforeAll
    static void start() {
        servers = TestServers.all().stream().map(Observed::before).toList();
    }

    @AfterAll
    static void stop() {
        servers.forEach(Observed::stop);
    }

    static Stream<Arguments> serversAndDrivers() {
        return servers.stream().flatMap(site -> Stream.of(Arguments.of(site, false), Arguments.of(site, true)));
    }

    @ParameterizedTest
    @MethodSource("serversAndDrivers")
    void agreeWithWhatWasSentAndWithWhatIsStored(Observed site, boolean mariaDbDriver) throws SQLException {
        Random random = new Random(SEED);
        List<List<String>> sent = new ArrayList<>();
        Observed.Talk talk = connection -> {
            Observed.run(connection, "DROP TABLE IF EXISTS typed", Column.table());
            String marks = Stream.of(Column.values()).map(column -> "?").collect(Collectors.joining(", "));
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO typed VALUES (" + marks + ")")) {
                for (int row = 0; row < ROWS; row++) {
                    sent.add(bind(insert, row, random, mariaDbDriver));
                    assertEquals(1, insert.executeUpdate());
                }
            }
        };
        String options = "useServerPrepStmts=true";
        SessionLog log = mariaDbDriver ? site.mariaDb(options, talk) : site.mysql(options, talk);
        List<List<String>> told = log.commands("StmtExecute", "INSERT INTO typed").stream()
                .map(BoundValuesIT::texts)
                .toList();
        List<List<String>> stored = stored(site);
        for (int row = 0; row < ROWS; row++) {
            String where = "seed " + SEED + " row " + row + " of " + site;
            for (Column column : Column.values()) {
                int at = column.ordinal();
                assertEquals(sent.get(row).get(at), told.get(row).get(at), where + " sent as " + column);
                assertEquals(stored.get(row).get(at), told.get(row).get(at), where + " stored as " + column);
            }
        }
        assertEquals(ROWS, told.size());
    }

    private static List<String> bind(PreparedStatement insert, int row, Random random, boolean mariaDbDriver)
            throws SQLException {
        List<String> texts = new ArrayList<>();
        for (Column column : Column.values()) {
            Object value = column == Column.ID ? Integer.valueOf(row) : column.random(random);
            if (mariaDbDriver && value instanceof Duration time) {
                value = time.abs(); // It sends each part of a negative time as a negative number.
            } else if (mariaDbDriver && value instanceof LocalDate day) {
                value = day.toString(); // It sends dates in seven bytes, which MySQL 9.7 takes for malformed.
            }
            int index = column.ordinal() + 1;
            if (value == null) {
                insert.setNull(index, Types.VARCHAR);
            } else if (value instanceof byte[] bytes) {
                insert.setBytes(index, bytes);
            } else {
                insert.setObject(index, value);
            }
            texts.add(value == null ? null : normal(column, text(value)));
        }
        return texts;
    }

    private static String text(Object value) {
        if (value instanceof Duration time) {
            long micros = Math.abs(time.toNanos() / 1000);
            return (time.isNegative() ? "-" : "")
                    + String.format(
                            "%02d:%02d:%02d.%06d",
                            micros / 3_600_000_000L,
                            micros / 60_000_000 % 60,
                            micros / 1_000_000 % 60,
                            micros % 1_000_000);
        }
        if (value instanceof LocalDateTime at) {
            return String.format("%s %s.%06d", at.toLocalDate(), clock(at), at.get(ChronoField.MICRO_OF_SECOND));
        }
        return value instanceof byte[] bytes ? "0x" + HexFormat.of().formatHex(bytes) : value.toString();
    }

    private static String clock(LocalDateTime at) {
        return String.format("%02d:%02d:%02d", at.getHour(), at.getMinute(), at.getSecond());
    }

    /** One spelling of what can be spelled in several ways. */
    private static String normal(Column column, String text) {
        return switch (column) {
            case A_FLOAT, A_DOUBLE -> Double.toString(Double.parseDouble(text));
            case A_TIME, A_DATETIME -> text.contains(".") ? text.replaceAll("\\.?0*$", "") : text;
            default -> text;
        };
    }

    private static List<String> texts(CommandFinished command) {
        List<String> texts = new ArrayList<>();
        for (Column column : Column.values()) {
            String text = command.content().values().get(column.ordinal()).text();
            texts.add(text == null ? null : normal(column, text));
        }
        return texts;
    }

    private static List<List<String>> stored(Observed site) throws SQLException {
        String columns = Stream.of(Column.values()).map(Column::asText).collect(Collectors.joining(", "));
        List<List<String>> rows = new ArrayList<>();
        try (Connection direct = site.server().connect();
                Statement statement = direct.createStatement();
                ResultSet result = statement.executeQuery("SELECT " + columns + " FROM typed ORDER BY a_id")) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (Column column : Column.values()) {
                    String text = result.getString(column.ordinal() + 1);
                    row.add(text == null ? null : normal(column, text));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** The columns of the table, with values that they keep as they are. */
    private enum Column {
        ID("INT"),
        A_TINYINT("TINYINT"),
        A_SMALLINT("SMALLINT"),
        AN_INT("INT"),
        A_BIGINT("BIGINT"),
        AN_UNSIGNED("BIGINT UNSIGNED"),
        A_FLOAT("FLOAT"),
        A_DOUBLE("DOUBLE"),
        A_DECIMAL("DECIMAL(40, 10)"),
        A_DATE("DATE"),
        A_TIME("TIME(6)"),
        A_DATETIME("DATETIME(6)"),
        A_YEAR("YEAR"),
        A_VARCHAR("VARCHAR(200)"),
        A_TEXT("LONGTEXT"),
        AN_ENUM("ENUM('small', 'größer', 'big')"),
        A_SET("SET('a', 'b', 'ç')");

        private final String type;

        Column(String type) {
            this.type = type;
        }

        static String table() {
            return Stream.of(values())
                    .map(column -> (column == ID ? "a_id" : column.name()) + " " + column.type)
                    .collect(Collectors.joining(", ", "CREATE TABLE typed (", ") DEFAULT CHARSET utf8mb4"));
        }

        String asText() {
            return "CAST(" + (this == ID ? "a_id" : name()) + " AS CHAR)";
        }

        /** One of eight is NULL. */
        Object random(Random random) {
            if (random.nextInt(8) == 0) {
                return null;
            }
            return switch (this) {
                case ID -> 0;
                case A_TINYINT -> (byte) random.nextInt();
                case A_SMALLINT -> (short) random.nextInt();
                case AN_INT -> random.nextInt();
                case A_BIGINT -> random.nextLong();
                case AN_UNSIGNED -> new BigInteger(63, random);
                case A_FLOAT -> random.nextInt(2000) / 8f - 125;
                case A_DOUBLE -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(600) - 300);
                case A_DECIMAL -> new BigDecimal(new BigInteger(95, random), 10).subtract(BigDecimal.TEN);
                case A_DATE -> LocalDate.of(1000, 1, 1).plusDays(random.nextInt(3_000_000));
                case A_TIME -> Duration.ofSeconds(random.nextInt(6_000_000) - 3_000_000, micros(random) * 1000);
                case A_DATETIME ->
                    LocalDate.of(1971, 1, 1)
                            .plusDays(random.nextInt(20_000))
                            .atTime(
                                    random.nextInt(24),
                                    random.nextInt(60),
                                    random.nextInt(60),
                                    (int) micros(random) * 1000);
                case A_YEAR -> 1901 + random.nextInt(255);
                case A_VARCHAR -> text(random, 60);
                case A_TEXT -> text(random, 600);
                case AN_ENUM -> List.of("small", "größer", "big").get(random.nextInt(3));
                case A_SET -> List.of("", "a", "a,b", "b,ç").get(random.nextInt(4));
            };
        }

        private static long micros(Random random) {
            return random.nextBoolean() ? 0 : random.nextInt(1_000_000);
        }

        /** Letters, quotes, control characters and some of four bytes. */
        private static String text(Random random, int length) {
            return random.ints(random.nextInt(length), 0, 64)
                    .mapToObj(i -> i < 50 ? Character.toString(' ' + i) : i < 57 ? "é" : i < 61 ? "\n" : "😀")
                    .collect(Collectors.joining());
        }
    }
}
