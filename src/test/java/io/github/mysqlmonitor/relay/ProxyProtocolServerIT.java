package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ProxyProtocol;
import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A MariaDB that expects PROXY headers takes the proxy's clients for who they are. */
class ProxyProtocolServerIT {
    private static final String FAR_CLIENT = "203.0.113.9";

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(ServerKind.MARIADB_11_4, "--proxy-protocol-networks=127.0.0.1");
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE USER far@'" + FAR_CLIENT + "'");
            statement.execute("CREATE USER far6@'2001:db8::9'");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void theServerSeesTheClientsAddress(ProxyProtocol version) throws Exception {
        try (LocalProxy proxy = before(server.port()).proxyProtocolTo(version).start()) {
            assertTrue(UpstreamProbe.ask(proxy.server().listeners().get(0)).reachable(), "as nobody's client");
            assertEquals("127.0.0.77", hostOf(proxy.port(), "127.0.0.77"));
        }
    }

    @ParameterizedTest
    @CsvSource({"V1, V1", "V1, V2", "V2, V1", "V2, V2"})
    void aChainOfProxiesPassesItOn(ProxyProtocol between, ProxyProtocol last) throws Exception {
        try (LocalProxy back = before(server.port())
                        .proxyProtocolFrom("127.0.0.1")
                        .proxyProtocolTo(last)
                        .start();
                LocalProxy front = before(back.port()).proxyProtocolTo(between).start()) {
            assertTrue(UpstreamProbe.ask(front.server().listeners().get(0)).reachable());
            assertEquals("127.0.0.77", hostOf(front.port(), "127.0.0.77"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "far, TCP4 203.0.113.9 198.51.100.1, V1",
        "far, TCP4 203.0.113.9 198.51.100.1, V2",
        "far6, TCP6 2001:db8::9 2001:db8::1, V1",
        "far6, TCP6 2001:db8::9 2001:db8::1, V2",
    })
    void accountsByHostAreTheClients(String user, String addresses, ProxyProtocol version) throws Exception {
        try (LocalProxy proxy = before(server.port())
                        .proxyProtocolFrom("127.0.0.60")
                        .proxyProtocolTo(version)
                        .start();
                Peer client = Peer.connectFrom("127.0.0.60", proxy.port())) {
            client.send(("PROXY " + addresses + " 50000 3307\r\n").getBytes(StandardCharsets.US_ASCII));
            client.packet();
            client.send(1, Peer.login(user));
            byte[] answer = client.packet();
            assertTrue(!Peer.isErr(answer), () -> Peer.text(answer));
            client.send(0, Peer.query("SELECT USER()"));
            client.packet();
            client.packet();
            client.packet();
            String row = Peer.text(client.packet());
            assertTrue(row.contains(user + "@" + addresses.split(" ")[1]), row);
        }
    }

    private static LocalProxy.Options before(int port) {
        return LocalProxy.before("127.0.0.1", port);
    }

    /** With TLS, as the driver likes it best. */
    private static String hostOf(int port, String from) throws Exception {
        String url = server.jdbcUrl("127.0.0.1", port) + "&localSocketAddress=" + from;
        try (Connection connection = DriverManager.getConnection(url, server.user(), server.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT host FROM information_schema.processlist WHERE id = CONNECTION_ID()")) {
            assertTrue(rows.next());
            return rows.getString(1).replaceFirst(":\\d+$", "");
        }
    }
}
