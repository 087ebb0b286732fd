package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.EndedBy;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.testing.ObservedProxy;
import io.github.mysqlmonitor.testing.SessionLog;
import io.github.mysqlmonitor.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server behind a proxy whose events a test reads. */
record Observed(TestServer server, ObservedProxy proxy) {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    static Observed before(TestServer server) {
        return new Observed(server, ObservedProxy.before(server));
    }

    /** Has a talk with MySQL's driver, and gives its events. */
    SessionLog mysql(String options, Talk talk) throws SQLException {
        return talk("jdbc:mysql:" + place("sslMode=REQUIRED", options), talk);
    }

    /** Has a talk with MariaDB's driver, and gives its events. */
    SessionLog mariaDb(String options, Talk talk) throws SQLException {
        return talk("jdbc:mariadb:" + place("sslMode=trust", options), talk);
    }

    Connection connectMysql(String options) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mysql:" + place("sslMode=REQUIRED", options), server.user(), server.password());
    }

    private String place(String security, String options) {
        return "//127.0.0.1:" + proxy.port() + "/test?" + security + (options.isEmpty() ? "" : "&" + options);
    }

    private SessionLog talk(String url, Talk talk) throws SQLException {
        long id;
        try (Connection connection = DriverManager.getConnection(url, server.user(), server.password())) {
            id = connectionId(connection);
            talk.hold(connection);
        }
        return events(id);
    }

    /** The events of a session that is over, after a look at its totals. */
    SessionLog events(long connectionId) {
        SessionLog log = proxy.session(connectionId);
        assertTotals(log);
        return log;
    }

    /** Bytes are told of the packets inside compressed ones, but counted on the wire. */
    private static void assertTotals(SessionLog log) {
        MonitorEvent.SessionClosed closed = log.closed();
        assertEquals(closed.commands(), log.commands().size(), log::toString);
        if (closed.facts().compression().isEmpty()) {
            long requests = log.commands().stream()
                    .map(CommandFinished::outcome)
                    .mapToLong(CommandFinished.Outcome::requestBytes)
                    .sum();
            long replies = log.commands().stream()
                    .map(CommandFinished::outcome)
                    .mapToLong(CommandFinished.Outcome::replyBytes)
                    .sum();
            assertEquals(closed.clientBytes(), log.loginBytes(Direction.CLIENT_TO_SERVER) + requests, log::toString);
            if (closed.endedBy() == EndedBy.CLIENT) {
                assertEquals(closed.serverBytes(), log.loginBytes(Direction.SERVER_TO_CLIENT) + replies, log::toString);
            }
        }
    }

    /** The killer that a closed session names, or that is named a moment later if the KILL was seen only then. */
    String killer(long connectionId) {
        Pattern killed = Pattern.compile("killed by (#\\d+/\\d+ test@127[^\\],\n]*)");
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        SessionLog log = events(connectionId);
        while (System.nanoTime() < deadline) {
            Matcher killer = killed.matcher(told(log));
            if (killer.find()) {
                return killer.group(1);
            }
            Thread.onSpinWait();
            log = proxy.session(connectionId);
        }
        throw new AssertionError("nobody is named:\n" + log);
    }

    private static String told(SessionLog log) {
        Stream<String> notes =
                log.commands().stream().map(command -> command.outcome().note());
        Stream<String> notices = log.all(MonitorEvent.Notice.class).stream().map(MonitorEvent.Notice::text);
        return Stream.of(notes, notices, log.closed().details().stream())
                .flatMap(Function.identity())
                .collect(Collectors.joining("\n"));
    }

    static long connectionId(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT CONNECTION_ID()")) {
            assertTrue(result.next());
            return result.getLong(1);
        }
    }

    /** Returns when a server executes a statement that is like this. */
    static void awaitStatement(TestServer server, String like) throws SQLException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        String sql = "SELECT 1 FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND STATE = 'User sleep'"
                + " AND INFO LIKE ?";
        try (Connection admin = server.connect();
                PreparedStatement statement = admin.prepareStatement(sql)) {
            statement.setString(1, like);
            while (System.nanoTime() < deadline) {
                try (ResultSet found = statement.executeQuery()) {
                    if (found.next()) {
                        return;
                    }
                }
            }
        }
        throw new AssertionError("nobody executes " + like);
    }

    /** Executes statements of which no result is wanted. */
    static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Not named close, because JUnit closes the arguments of parameterized tests. */
    void stop() {
        proxy.close();
        server.close();
    }

    @Override
    public String toString() {
        return server.kind().toString();
    }

    /** What a client does with its connection. */
    interface Talk {
        void hold(Connection connection) throws SQLException;
    }
}
