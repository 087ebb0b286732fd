package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.TlsEngine;
import io.github.mysqlmonitor.testing.ExpectsUnparsed;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The switch from plaintext to TLS in the middle of a session. */
@SuppressWarnings("try") // a peer is closed early on purpose
@ExpectsUnparsed({"a login older than MySQL 4.1", "spoke before the client's login", "SSLRequest length"})
class TlsSwitchIT {

    static Stream<Arguments> serversAndEngines() {
        return TestServers.all().stream()
                .flatMap(server ->
                        Stream.of(TlsEngine.BORINGSSL, TlsEngine.JDK).map(engine -> Arguments.of(server, engine)));
    }

    @ParameterizedTest
    @MethodSource("serversAndEngines")
    void everyByteOfASessionMayComeAlone(TestServer server, TlsEngine engine) throws Exception {
        try (TcpRelay serverLeg = TcpRelay.dripping(server.host(), server.port());
                LocalProxy proxy = LocalProxy.before("127.0.0.1", serverLeg.port())
                        .engine(engine)
                        .start();
                TcpRelay clientLeg = TcpRelay.dripping("127.0.0.1", proxy.port())) {
            try (Connection connection = DriverManager.getConnection(
                            server.jdbcUrl("127.0.0.1", clientLeg.port()), server.user(), server.password());
                    Statement statement = connection.createStatement()) {
                try (ResultSet rows = statement.executeQuery("SELECT REPEAT('x', 3000), 42")) {
                    assertTrue(rows.next());
                    assertEquals(42, rows.getInt(2));
                    assertEquals(3000, rows.getString(1).length());
                }
            }
            assertEquals("client quit", proxy.nextReason());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsEngine.class,
            names = {"BORINGSSL", "JDK"})
    void aClientHelloMayBeGluedToTheSslRequest(TlsEngine engine) throws Exception {
        TestServer server = TestServers.mysql();
        try (LocalProxy proxy = LocalProxy.before(server.host(), server.port())
                        .engine(engine)
                        .start();
                GluingSocket socket = new GluingSocket(proxy.port());
                Peer client = new Peer(socket)) {
            client.packet();
            socket.holdBack(Peer.frame(1, Peer.sslRequest()));
            Peer secured = client.tls();
            assertTrue(socket.glued, "one write carried both");
            secured.send(2, secureLogin());
            byte[] answer = secured.packet();
            while (answer[0] == (byte) 0xFE) { // an auth switch: an empty answer will do
                secured.send(4, new byte[0]);
                answer = secured.packet();
            }
            assertTrue(Peer.isErr(answer));
            assertEquals(1045, Peer.errCode(answer));
        }
    }

    @Test
    void aLoginInClearAfterTheSslRequestEndsTheSession() throws Exception {
        TestServer server = TestServers.mysql();
        try (LocalProxy proxy = LocalProxy.before(server.host(), server.port()).start();
                Peer client = Peer.connect(proxy.port())) {
            client.packet();
            client.send(1, Peer.sslRequest());
            client.send(2, Peer.login("root"));
            byte[] answer = client.socket().getInputStream().readAllBytes();
            assertFalse(answer.length > 0 && answer[0] != 21, "nothing but a TLS alert comes back");
            String reason = proxy.nextReason();
            assertEquals("plaintext after the SSLRequest", reason);
            assertTrue(proxy.notices().stream().noneMatch(line -> line.contains("726f6f74")), "no bytes are quoted");
        }
    }

    @Test
    void aLoginInClearGluedToTheSslRequestEndsTheSession() throws Exception {
        try (ScriptedServer upstream = new ScriptedServer();
                LocalProxy proxy =
                        LocalProxy.before("127.0.0.1", upstream.port()).start();
                Peer client = Peer.connect(proxy.port());
                Peer server = upstream.next()) {
            server.send(0, Peer.greeting(true));
            client.packet();
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.writeBytes(Peer.frame(1, Peer.sslRequest()));
            both.writeBytes(Peer.frame(2, Peer.login("root")));
            client.send(both.toByteArray());
            assertArrayEquals(Peer.sslRequest(), server.packet(), "the SSLRequest goes on unchanged");
            byte[] rest = server.socket().getInputStream().readAllBytes();
            assertFalse(new String(rest, java.nio.charset.StandardCharsets.ISO_8859_1).contains("root"));
            assertTrue(client.endsWithin20Seconds());
            assertEquals("plaintext after the SSLRequest", proxy.nextReason());
        }
    }

    @Test
    void plaintextFromTheServerAfterOurSslRequestEndsTheSession() throws Exception {
        try (ScriptedServer upstream = new ScriptedServer();
                LocalProxy proxy =
                        LocalProxy.before("127.0.0.1", upstream.port()).start();
                Peer client = Peer.connect(proxy.port());
                Peer server = upstream.next()) {
            server.send(0, Peer.greeting(true));
            client.packet();
            client.send(1, Peer.sslRequest());
            server.packet();
            server.send(2, Peer.ok());
            assertTrue(server.endsWithin20Seconds());
            assertTrue(client.endsWithin20Seconds());
            assertEquals("plaintext after the SSLRequest", proxy.nextReason());
        }
    }

    @Test
    void plaintextGluedToTheGreetingEndsTheSession() throws Exception {
        try (ScriptedServer upstream = new ScriptedServer();
                LocalProxy proxy =
                        LocalProxy.before("127.0.0.1", upstream.port()).start();
                Peer client = Peer.connect(proxy.port());
                Peer server = upstream.next()) {
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.writeBytes(Peer.frame(0, Peer.greeting(true)));
            both.writeBytes(Peer.frame(2, Peer.ok()));
            server.send(both.toByteArray());
            client.packet();
            client.packet();
            client.send(1, Peer.sslRequest());
            assertTrue(client.endsWithin20Seconds());
            assertTrue(server.endsWithin20Seconds());
            assertEquals("plaintext after the SSLRequest", proxy.nextReason());
        }
    }

    /** The number counts the packets of an exchange, and a server that gives up may be anywhere in one. */
    @Test
    void aRefusalInPlaceOfAGreetingGoesOnWhateverItsNumber() throws Exception {
        byte[] refusal = {(byte) 0xFF, 0x10, 0x04, 'T', 'o', 'o', ' ', 'm', 'a', 'n', 'y'};
        try (ScriptedServer upstream = new ScriptedServer();
                LocalProxy proxy =
                        LocalProxy.before("127.0.0.1", upstream.port()).start();
                Peer client = Peer.connect(proxy.port());
                Peer server = upstream.next()) {
            server.send(Peer.frame(3, refusal));
            server.close();
            assertArrayEquals(
                    Peer.frame(3, refusal), client.socket().getInputStream().readAllBytes());
        }
    }

    /** 32 bytes since 4.1; before that 5, and 4 from very old Connector/J. */
    @ParameterizedTest
    @MethodSource("sslRequestForms")
    void anSslRequestOfAnyFormGoesOnUnchanged(byte[] form) throws Exception {
        try (ScriptedServer upstream = new ScriptedServer();
                LocalProxy proxy =
                        LocalProxy.before("127.0.0.1", upstream.port()).start();
                Peer client = Peer.connect(proxy.port());
                Peer server = upstream.next()) {
            server.send(0, Peer.greeting(true));
            client.packet();
            for (byte each : Peer.frame(1, form)) {
                client.send(new byte[] {each});
            }
            assertArrayEquals(form, server.packet());
            assertEquals(22, server.socket().getInputStream().read(), "our ClientHello follows at once");
            client.tls().close();
            server.close();
            proxy.nextReason();
        }
    }

    static List<byte[]> sslRequestForms() {
        return List.of(Peer.sslRequest(), Arrays.copyOf(Peer.sslRequest(), 5), Arrays.copyOf(Peer.sslRequest(), 4));
    }

    @Test
    void aShortLoginWithoutClientSslIsNoSslRequest() throws Exception {
        try (ScriptedServer upstream = new ScriptedServer();
                LocalProxy proxy =
                        LocalProxy.before("127.0.0.1", upstream.port()).start();
                Peer client = Peer.connect(proxy.port());
                Peer server = upstream.next()) {
            server.send(0, Peer.greeting(true));
            client.packet();
            byte[] old = {1, 0, 0, 0, 1, 'a', 0, 0};
            client.send(1, old);
            assertArrayEquals(old, server.packet());
            server.close();
            assertNull(client.packet());
            proxy.nextReason();
        }
    }

    @Test
    void anSslRequestThatWasNotOfferedIsLeftToTheServer() throws Exception {
        try (ScriptedServer upstream = new ScriptedServer();
                LocalProxy proxy =
                        LocalProxy.before("127.0.0.1", upstream.port()).start();
                Peer client = Peer.connect(proxy.port());
                Peer server = upstream.next()) {
            server.send(0, Peer.greeting(false));
            assertEquals(0, Peer.capabilities(client.packet()) & Peer.SSL, "not offered by us either");
            client.send(1, Peer.sslRequest());
            assertArrayEquals(Peer.sslRequest(), server.packet());
            server.close();
            assertNull(client.packet());
            proxy.nextReason();
        }
    }

    private static byte[] secureLogin() {
        byte[] login = Peer.login("nobody");
        login[1] |= (byte) (Peer.SSL >>> 8);
        return login;
    }

    /** Sends what was held back together with the next write. */
    private static final class GluingSocket extends Socket {
        private byte[] heldBack = new byte[0];
        private boolean glued;

        GluingSocket(int port) throws IOException {
            super(InetAddress.getLoopbackAddress(), port);
        }

        void holdBack(byte[] bytes) {
            heldBack = bytes;
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    byte[] all = Arrays.copyOf(heldBack, heldBack.length + length);
                    System.arraycopy(bytes, offset, all, heldBack.length, length);
                    glued |= heldBack.length > 0 && length > 0;
                    heldBack = new byte[0];
                    out.write(all, 0, all.length);
                }
            };
        }
    }
}
