package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ClientSslMode;
import io.github.mysqlmonitor.config.ServerSslMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the peers see of the modes, byte by byte. */
class LegModesIT {
    private ScriptedServer upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = new ScriptedServer();
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource({
        "DISABLED, AS_CLIENT, true, false",
        "DISABLED, REQUIRED, true, false",
        "PREFERRED, AS_CLIENT, true, true",
        "PREFERRED, AS_CLIENT, false, false",
        "PREFERRED, DISABLED, false, true",
        "PREFERRED, PREFERRED, false, true",
        "REQUIRED, REQUIRED, true, true",
        "PASSTHROUGH, AS_CLIENT, true, true",
        "PASSTHROUGH, AS_CLIENT, false, false"
    })
    void theGreetingOffersWhatTheModesSay(
            ClientSslMode client, ServerSslMode server, boolean serverOffers, boolean clientIsOffered)
            throws Exception {
        try (LocalProxy proxy = proxy(client, server);
                Peer peer = Peer.connect(proxy.port());
                Peer behind = upstream.next()) {
            byte[] sent = Peer.greeting(serverOffers);
            behind.send(0, sent);
            byte[] seen = peer.packet();
            assertEquals(clientIsOffered, (Peer.capabilities(seen) & Peer.SSL) != 0);
            assertEquals(sent.length, seen.length);
            int differing = 0;
            for (int i = 0; i < sent.length; i++) {
                differing += Integer.bitCount((sent[i] ^ seen[i]) & 0xFF);
            }
            assertEquals(serverOffers == clientIsOffered ? 0 : 1, differing, "bits that differ");
        }
    }

    @Test
    void aPlainClientIsRefusedInTheServersWords() throws Exception {
        try (LocalProxy proxy = proxy(ClientSslMode.REQUIRED, ServerSslMode.AS_CLIENT);
                Peer client = Peer.connect(proxy.port());
                Peer server = upstream.next()) {
            server.send(0, Peer.greeting(true));
            client.packet();
            client.send(1, Peer.login("app"));
            byte[] answer = client.packet();
            assertEquals(3159, Peer.errCode(answer));
            assertEquals(
                    "#HY000Connections using insecure transport are prohibited while --require_secure_transport=ON.",
                    Peer.text(answer).substring(Peer.text(answer).indexOf('#')));
            assertTrue(client.endsWithin20Seconds());
            // The login that is owed is finished as a refused one, and the client's own never arrives.
            String login = Peer.text(server.packet());
            assertTrue(login.contains(AbandonedLogin.USER), login);
            assertFalse(login.contains("app"), login);
            server.socket().close();
            assertEquals("refused: the client uses no TLS", proxy.nextReason());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"REQUIRED", "VERIFY_PIN"})
    void anUpstreamWithoutTlsIsRefusedWhereTlsIsDemanded(ServerSslMode mode) throws Exception {
        try (LocalProxy proxy = proxy(ClientSslMode.PREFERRED, mode);
                Peer client = Peer.connect(proxy.port());
                Peer server = upstream.next()) {
            server.send(0, Peer.greeting(false));
            byte[] answer = client.packet();
            assertTrue(Peer.isErr(answer));
            assertEquals(2026, Peer.errCode(answer));
            assertTrue(
                    Peer.text(answer)
                            .endsWith("SSL connection error: the upstream offers no TLS, which --server-ssl-mode "
                                    + mode + " demands"),
                    Peer.text(answer));
            assertTrue(client.endsWithin20Seconds());
            assertTrue(Peer.text(server.packet()).contains(AbandonedLogin.USER));
            server.socket().close();
            assertEquals("refused: the upstream offers no TLS", proxy.nextReason());
        }
    }

    @Test
    void askingForWhatWasNotOfferedIsABadHandshake() throws Exception {
        try (LocalProxy proxy = proxy(ClientSslMode.DISABLED, ServerSslMode.AS_CLIENT);
                Peer client = Peer.connect(proxy.port());
                Peer server = upstream.next()) {
            server.send(0, Peer.greeting(true));
            client.packet();
            client.send(1, Peer.sslRequest());
            assertEquals(1043, Peer.errCode(client.packet()));
            assertTrue(Peer.text(server.packet()).contains(AbandonedLogin.USER));
            server.socket().close();
            assertEquals("refused: the client asks for TLS, which is not offered", proxy.nextReason());
        }
    }

    /** Whatever comes after the SSLRequest, in either direction, arrives as it is. */
    @Test
    void passedThroughTlsIsRelayedByteForByte() throws Exception {
        try (LocalProxy proxy = proxy(ClientSslMode.PASSTHROUGH, ServerSslMode.AS_CLIENT);
                Peer client = Peer.connect(proxy.port());
                Peer server = upstream.next()) {
            server.send(0, Peer.greeting(true));
            client.packet();
            client.send(1, Peer.sslRequest());
            assertEquals(32, server.packet().length);
            byte[] records = new byte[100_000];
            java.util.Arrays.fill(records, (byte) 0x16);
            client.send(records);
            assertEquals(records.length, server.socket().getInputStream().readNBytes(records.length).length);
            server.send(records);
            assertEquals(records.length, client.socket().getInputStream().readNBytes(records.length).length);
            client.socket().close();
            assertTrue(server.endsWithin20Seconds());
            server.socket().close();
            assertEquals("client closed the connection", proxy.nextReason());
        }
    }

    private LocalProxy proxy(ClientSslMode client, ServerSslMode server) {
        return LocalProxy.before("127.0.0.1", upstream.port())
                .legs(client, server)
                .start();
    }
}
