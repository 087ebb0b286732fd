package io.github.mysqlmonitor.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The foundation of all other tests: real servers, which really speak TLS. */
class TestServersTest {
    @Test
    void atLeastOneServerIsRealMySql() {
        assertTrue(TestServers.all().stream().anyMatch(server -> !server.kind().isMariaDb()));
    }

    @ParameterizedTest
    @MethodSource("io.github.mysqlmonitor.testing.TestServers#all")
    void speaksBothVersionsOfTls(TestServer server) throws SQLException {
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            String option = server.kind().isMariaDb() ? "&enabledSslProtocolSuites=" : "&tlsVersions=";
            try (Connection connection = DriverManager.getConnection(
                    server.jdbcUrl() + option + version, server.user(), server.password())) {
                assertEquals(version, value(connection, "SHOW STATUS LIKE 'Ssl_version'", 2));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.mysqlmonitor.testing.TestServers#all")
    void allowsLocalInfileAndEverythingElse(TestServer server) throws SQLException {
        try (Connection connection = server.connect()) {
            assertEquals("1", value(connection, "SELECT @@local_infile", 1));
            assertEquals(server.version(), value(connection, "SELECT VERSION()", 1));
            assertEquals(TestServer.USER + "@%", value(connection, "SELECT CURRENT_USER()", 1));
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.mysqlmonitor.testing.TestServers#all")
    void hasItsOwnClientAndDumpTool(TestServer server) throws IOException, InterruptedException {
        List<String> place = List.of("--host=" + server.host(), "--port=" + server.port(), "--user=" + server.user());
        assertTrue(
                run(server, server.cliCommand(), place, "--execute=SELECT 6*7").contains("42"));
        assertTrue(run(server, server.dumpCommand(), place, TestServer.DATABASE).contains("Dump completed"));
    }

    @Test
    void startsOneWithOptionsOfItsOwn() throws SQLException {
        TestServer shared = TestServers.mysql();
        TestServer own = TestServer.start(shared.kind(), "--max-allowed-packet=2M");
        try (own;
                Connection connection = own.connect()) {
            assertEquals("2097152", value(connection, "SELECT @@max_allowed_packet", 1));
        }
        own.datadir().ifPresent(dir -> assertFalse(Files.exists(dir), "its data is gone"));
        assertThrows(SQLException.class, () -> own.connect().close());
    }

    @Test
    void handsOutTheSharedServerAsAParameter(@Server(ServerKind.MYSQL_8_0) TestServer server) {
        assertSame(TestServers.shared(ServerKind.MYSQL_8_0), server);
    }

    private static String value(Connection connection, String sql, int column) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertTrue(rows.next());
            return rows.getString(column);
        }
    }

    private static String run(TestServer server, List<String> program, List<String> place, String last)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program);
        command.addAll(place);
        command.add(last);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("MYSQL_PWD", server.password());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
