package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.CommandFinished.Status;
import io.github.mysqlmonitor.event.EndedBy;
import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.event.LoginFinished;
import io.github.mysqlmonitor.event.LoginFinished.AuthPath;
import io.github.mysqlmonitor.event.MonitorEvent.SessionClosed;
import io.github.mysqlmonitor.testing.SessionLog;
import io.github.mysqlmonitor.testing.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Logins, and the ends of sessions that nobody wished for, are told as the server and the client saw them. */
class SessionEventsIT {
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

    static Stream<Observed> mysqlServers() {
        return servers.stream().filter(site -> !site.server().kind().isMariaDb());
    }

    @ParameterizedTest
    @MethodSource("mysqlServers")
    void loginTellsThePathOfThePassword(Observed site) throws SQLException {
        try (Connection admin = site.server().connect()) {
            Observed.run(
                    admin,
                    "CREATE USER pathfinder IDENTIFIED WITH caching_sha2_password BY 'a-secret'",
                    "GRANT ALL ON test.* TO pathfinder");
            String plain = "sslMode=DISABLED&allowPublicKeyRetrieval=true";
            assertEquals(AuthPath.FULL_RSA, login(site, plain).path());
            assertEquals(AuthPath.FAST, login(site, plain).path());
            Observed.run(admin, "FLUSH PRIVILEGES");
            LoginFinished full = login(site, "sslMode=REQUIRED");
            assertEquals(AuthPath.FULL, full.path());
            assertEquals(LegSecurity.Kind.TLS, full.facts().clientLeg().kind());
            assertEquals("caching_sha2_password", full.facts().authPlugin());
            assertEquals("pathfinder", full.facts().user());
            assertEquals("test", full.facts().schema());
            assertEquals("MySQL Connector/J", full.facts().program());
            assertEquals(site.server().version(), full.facts().serverVersion());
            assertTrue(full.attributes().stream().anyMatch(each -> each.name().equals("_client_name")));
            Observed.run(admin, "DROP USER pathfinder");
        }
    }

    private static LoginFinished login(Observed site, String options) throws SQLException {
        long id;
        try (Connection connection = DriverManager.getConnection(
                "jdbc:mysql://127.0.0.1:" + site.proxy().port() + "/test?" + options, "pathfinder", "a-secret")) {
            id = Observed.connectionId(connection);
        }
        return site.events(id).login();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void refusedLoginHasTheServersError(Observed site) throws SQLException {
        long before = site.mysql("", connection -> {}).closed().session().number();
        String url = "jdbc:mysql://127.0.0.1:" + site.proxy().port() + "/test?sslMode=REQUIRED";
        SQLException refused =
                assertThrows(SQLException.class, () -> DriverManager.getConnection(url, "nobody", "wrong-secret"));
        SessionLog log = site.proxy().nthSession(before + 1);
        LoginFinished login = log.login();
        assertFalse(login.succeeded());
        assertEquals(refused.getErrorCode(), login.errorNumber());
        assertEquals(refused.getSQLState(), login.sqlState());
        assertTrue(login.errorMessage().contains("nobody"), login.errorMessage());
        assertEquals("nobody", login.facts().user());
        assertEquals(List.of(), log.commands());
        assertFalse(log.toString().contains("wrong-secret"));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void idleSessionIsEndedByTheServer(Observed site) throws Exception {
        long id;
        SessionLog log;
        try (Connection connection = site.connectMysql("")) {
            id = Observed.connectionId(connection);
            Observed.run(connection, "SET SESSION wait_timeout = 1");
            log = site.events(id);
        }
        SessionClosed closed = log.closed();
        assertEquals(EndedBy.SERVER, closed.endedBy());
        String details = String.join("; ", closed.details());
        // Not counted are the seconds that the client takes to notice.
        assertTrue(details.matches("(.*; )?idle for [12] s"), closed::toString);
        assertEquals(!site.server().kind().isMariaDb(), details.contains("4031 (HY000) "), closed::toString);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void killOfAnIdleSessionNamesTheKiller(Observed site) throws Exception {
        try (Connection victim = site.connectMysql("");
                Connection killer = site.connectMysql("")) {
            long id = Observed.connectionId(victim);
            long by = Observed.connectionId(killer);
            Observed.run(killer, "/* enough */ KILL " + id);
            SessionLog log = site.events(id);
            assertEquals(EndedBy.SERVER, log.closed().endedBy());
            assertTrue(site.killer(id).matches("#\\d+/" + by + " test@127.*"), log::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void killOfARunningQueryNamesTheKiller(Observed site) throws Exception {
        try (Connection admin = site.server().connect()) {
            Observed.run(admin, "CREATE TABLE IF NOT EXISTS one_row (id INT)", "REPLACE INTO one_row VALUES (1)");
        }
        for (String kill : List.of("KILL QUERY ", "KILL CONNECTION ")) {
            long id;
            try (Connection victim = site.connectMysql("");
                    Connection killer = site.connectMysql("")) {
                id = Observed.connectionId(victim);
                CompletableFuture<Void> runs = running(victim, "SELECT 'is killed' FROM one_row WHERE SLEEP(30)");
                Observed.awaitStatement(site.server(), "%is killed%");
                Observed.run(killer, kill + id);
                assertThrows(CompletionException.class, runs::join);
            }
            SessionLog log = site.events(id);
            CommandFinished killed = log.query("is killed");
            assertTrue(site.killer(id).startsWith("#"));
            if (kill.startsWith("KILL QUERY")) {
                assertEquals(Status.ERROR, killed.outcome().status());
                assertEquals(1317, killed.outcome().errorNumber());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void clientThatLeavesItsQueryRunningIsTold(Observed site) throws Exception {
        long id;
        try (Connection victim = site.connectMysql("socketTimeout=1000")) {
            id = Observed.connectionId(victim);
            assertThrows(SQLException.class, () -> Observed.run(victim, "SELECT SLEEP(30), 'left alone'"));
        }
        SessionLog log = site.events(id);
        CommandFinished left = log.query("left alone");
        assertEquals(Status.CLIENT_LEFT, left.outcome().status());
        assertEquals("the server may still run it: KILL " + id, left.outcome().note());
        assertEquals(EndedBy.CLIENT, log.closed().endedBy());
    }

    private static CompletableFuture<Void> running(Connection connection, String sql) {
        return CompletableFuture.runAsync(() -> {
            try {
                Observed.run(connection, sql);
            } catch (SQLException e) {
                throw new CompletionException(e);
            }
        });
    }
}
