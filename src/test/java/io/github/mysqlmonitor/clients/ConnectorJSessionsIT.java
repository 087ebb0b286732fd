package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mysql.cj.jdbc.JdbcConnection;
import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.MonitorEvent.SchemaChanged;
import io.github.mysqlmonitor.event.MonitorEvent.UserChanged;
import io.github.mysqlmonitor.testing.SessionLog;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Connector/J makes of its session is followed. */
class ConnectorJSessionsIT {
    private static List<Observed> servers = List.of();

    @BeforeAll
    static void start() {
        servers = TestServers.all().stream()
                .map(shared -> Observed.before(
                        shared.kind().isMariaDb()
                                ? TestServer.start(shared.kind(), "--log-bin", "--server-id=1")
                                : TestServer.start(shared.kind(), "--gtid-mode=ON", "--enforce-gtid-consistency=ON")))
                .toList();
    }

    @AfterAll
    static void stop() {
        servers.forEach(Observed::stop);
    }

    static List<Observed> servers() {
        return servers;
    }

    static Stream<Observed> mysqlServers() {
        return servers.stream().filter(site -> !site.server().kind().isMariaDb());
    }

    @ParameterizedTest
    @MethodSource("servers")
    void schemaIsFollowed(Observed site) throws SQLException {
        SessionLog log = site.mysql("", connection -> {
            Observed.run(connection, "CREATE DATABASE IF NOT EXISTS other", "CREATE DATABASE IF NOT EXISTS `tick``s`");
            connection.setCatalog("other");
            Observed.run(connection, "SELECT 'in other'", "USE `tick``s`", "SELECT 'in ticks'", "/* c */ use test");
            Observed.run(connection, "SELECT 'in test'", "USE other", "DROP DATABASE other", "SELECT 'nowhere'");
        });
        assertEquals("other", log.query("in other").facts().schema());
        assertEquals("tick`s", log.query("in ticks").facts().schema());
        assertEquals("test", log.query("in test").facts().schema());
        assertEquals("", log.query("nowhere").facts().schema(), log::toString);
        assertEquals(
                List.of("test>other", "other>tick`s", "tick`s>test", "test>other", "other>"),
                log.all(SchemaChanged.class).stream()
                        .map(changed -> changed.from() + ">" + changed.to())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("servers")
    void userChangesAndStatementsAreGone(Observed site) throws SQLException {
        try (Connection admin = site.server().connect()) {
            Observed.run(
                    admin,
                    "CREATE USER IF NOT EXISTS somebody IDENTIFIED BY 'changed-secret'",
                    "GRANT ALL ON test.* TO somebody");
        }
        SessionLog log = site.mysql("useServerPrepStmts=true", connection -> {
            PreparedStatement before = connection.prepareStatement("SELECT ? AS beforehand");
            before.setInt(1, 1);
            before.executeQuery().close();
            JdbcConnection driver = connection.unwrap(JdbcConnection.class);
            driver.changeUser("somebody", "changed-secret");
            try (PreparedStatement after = connection.prepareStatement("SELECT ? AS afterwards")) {
                after.setString(1, "ä");
                after.executeQuery().close();
            }
        });
        UserChanged changed = log.only(UserChanged.class);
        assertEquals("test", changed.from());
        assertEquals("somebody", changed.facts().user());
        CommandFinished execution = log.command("StmtExecute", "afterwards");
        assertEquals("somebody", execution.facts().user());
        assertEquals("ä", execution.content().values().get(0).text());
        assertEquals("somebody", log.closed().facts().user());
        List<CommandFinished> unknown = log.commands("StmtClose", "").stream()
                .filter(close -> close.content().sql().isEmpty())
                .toList();
        assertEquals(1, unknown.size(), "the driver closes the statement of before, which is gone");
    }

    @ParameterizedTest
    @MethodSource("mysqlServers")
    void resetConnectionKeepsNothing(Observed site) throws SQLException {
        SessionLog log = site.mysql("useServerPrepStmts=true", connection -> {
            Observed.run(connection, "SET NAMES latin1");
            connection.unwrap(JdbcConnection.class).resetServerState();
            Observed.run(connection, "SELECT 'behind the reset'");
        });
        assertEquals(1, log.commands("ResetConnection", "").size());
        assertEquals("utf8mb4", log.query("behind the reset").facts().charset());
    }

    @ParameterizedTest
    @MethodSource("servers")
    void compressedSessionsAreCountedToo(Observed site) throws SQLException {
        String sql = "SELECT '" + "long ".repeat(2000) + "'";
        SessionLog log = site.mysql("useCompression=true", connection -> Observed.run(connection, sql));
        assertEquals("zlib", log.login().facts().compression());
        assertEquals("client quit", log.closed().reason());
        CommandFinished command = log.query("long long");
        assertEquals(sql, command.content().sql());
        assertEquals(1, command.outcome().rowsSent());
        assertTrue(command.outcome().replyBytes() > sql.length(), command::toString);
        assertTrue(log.closed().serverBytes() < log.closed().serverPackets() * 1000, log::toString);
    }

    @ParameterizedTest
    @MethodSource("mysqlServers")
    void gtidsAreTold(Observed site) throws SQLException {
        SessionLog log = site.mysql("trackSessionState=true", connection -> {
            Observed.run(connection, "SET SESSION session_track_gtids = OWN_GTID", "DROP TABLE IF EXISTS g");
            Observed.run(connection, "CREATE TABLE g (id INT)", "BEGIN", "INSERT INTO g VALUES (1)", "COMMIT");
        });
        String gtid = "[0-9a-f-]{36}:\\d+";
        assertTrue(log.query("CREATE TABLE g").outcome().gtid().matches(gtid), log::toString);
        assertTrue(log.query("COMMIT").outcome().gtid().matches(gtid), log::toString);
        assertEquals(
                log.query("COMMIT").outcome().gtid(), log.transactions().get(0).gtid());
        assertFalse(log.query("INSERT INTO g").outcome().gtid().matches(gtid));
    }
}
