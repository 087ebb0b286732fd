package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server leg's TLS fails when the client's is up already: the client hears why. */
class ServerTlsFailureIT {
    private static final int SSL_ERROR = 2026;

    private ScriptedServer upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = new ScriptedServer();
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    @Test
    void aClientThatLogsInIsToldAtOnce() throws Exception {
        try (LocalProxy proxy = LocalProxy.before("127.0.0.1", upstream.port()).start();
                Peer client = Peer.connect(proxy.port());
                Peer secured = securedBeforeAServerThatLeaves(client)) {
            secured.send(2, Peer.login("app"));
            assertTold(proxy, secured);
        }
    }

    @Test
    void aClientThatStaysSilentIsNotWaitedForLongerThanAHandshakeMayTake() throws Exception {
        try (LocalProxy proxy = LocalProxy.before("127.0.0.1", upstream.port())
                        .handshakeTimeout(Duration.ofSeconds(3))
                        .start();
                Peer client = Peer.connect(proxy.port());
                Peer secured = securedBeforeAServerThatLeaves(client)) {
            assertTold(proxy, secured);
        }
    }

    private Peer securedBeforeAServerThatLeaves(Peer client) throws Exception {
        try (Peer server = upstream.next()) {
            server.send(0, Peer.greeting(true));
            client.packet();
            client.send(1, Peer.sslRequest());
            server.packet();
            return client.tls();
        }
    }

    private static void assertTold(LocalProxy proxy, Peer client) throws Exception {
        byte[] answer = client.packet();
        assertTrue(Peer.isErr(answer));
        assertEquals(SSL_ERROR, Peer.errCode(answer));
        assertTrue(client.endsWithin20Seconds());
        String reason = proxy.nextReason();
        assertTrue(reason.startsWith("TLS handshake with the server failed"), reason);
    }
}
