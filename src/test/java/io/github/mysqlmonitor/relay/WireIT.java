package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the packet log shows in clear is encrypted on both wires. */
class WireIT {
    private static final String MARK = "the-mark-that-only-the-log-may-show";

    static Stream<TestServer> servers() {
        return TestServers.all().stream();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void theWiresCarryNothingOfWhatTheLogShows(TestServer server) throws Exception {
        try (TcpRelay serverLeg = TcpRelay.recording(server.host(), server.port());
                ProxyProcess proxy =
                        ProxyProcess.upstream("127.0.0.1:" + serverLeg.port()).start();
                TcpRelay clientLeg = TcpRelay.recording(proxy.host(), proxy.port())) {
            try (Connection connection = DriverManager.getConnection(
                            server.jdbcUrl("127.0.0.1", clientLeg.port()), server.user(), server.password());
                    Statement statement = connection.createStatement()) {
                statement.execute("SELECT '" + MARK + "'");
            }
            proxy.awaitLog("C->S .*Query .*" + MARK, Duration.ofSeconds(20));
            assertFalse(proxy.log().contains(server.password()));
            for (TcpRelay leg : new TcpRelay[] {clientLeg, serverLeg}) {
                String recorded = new String(leg.recorded(), StandardCharsets.ISO_8859_1);
                assertTrue(recorded.length() > 2000, "the leg was recorded");
                assertTrue(recorded.contains(server.version()), "the greeting is in clear, so the recording is right");
                assertFalse(recorded.contains(MARK));
                assertFalse(recorded.contains("SELECT"));
                assertFalse(recorded.contains(server.password()));
            }
        }
    }
}
