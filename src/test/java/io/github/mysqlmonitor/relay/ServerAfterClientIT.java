package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ServerSni;
import io.github.mysqlmonitor.config.TlsEngine;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.testing.ObservedProxy;
import io.github.mysqlmonitor.testing.Server;
import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.SessionLog;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TlsSetup;
import javax.net.ssl.SSLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server's handshake waits for the client's: whatever becomes of the client, the server gets a login over TLS. */
class ServerAfterClientIT {
    private final TestServer server;

    ServerAfterClientIT(@Server(ServerKind.MYSQL_9) TestServer server) {
        this.server = server;
    }

    @ParameterizedTest
    @EnumSource(names = {"BORINGSSL", "JDK"})
    void aClientThatLeavesBeforeItsHandshakeIsReplaced(TlsEngine engine) throws Exception {
        try (ObservedProxy proxy = proxy(engine)) {
            try (Peer client = Peer.connect(proxy.port())) {
                client.packet();
                client.send(1, Peer.sslRequest());
            }
            assertReplaced(proxy);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BORINGSSL", "JDK"})
    void aClientThatRefusesOurCertificateIsReplaced(TlsEngine engine) throws Exception {
        try (ObservedProxy proxy = proxy(engine)) {
            try (Peer client = Peer.connect(proxy.port())) {
                client.packet();
                client.send(1, Peer.sslRequest());
                client.tlsRefusing();
            } catch (SSLException expected) {
                assertTrue(expected.getMessage() != null);
            }
            assertReplaced(proxy);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BORINGSSL", "JDK"})
    void aLoginThatComesEarlyArrives(TlsEngine engine) throws Exception {
        try (ObservedProxy proxy = proxy(engine);
                Peer client = Peer.connect(proxy.port())) {
            client.packet();
            client.send(1, Peer.sslRequest());
            try (Peer secured = client.tls()) {
                secured.send(2, Peer.login("nobody"));
                byte[] answer = secured.packet();
                while (!Peer.isErr(answer)) {
                    secured.send(4, new byte[0]);
                    answer = secured.packet();
                }
                assertEquals(1045, Peer.errCode(answer));
            }
        }
    }

    private ObservedProxy proxy(TlsEngine engine) {
        return ObservedProxy.before(server, new TlsSetup().engine(engine).sni(ServerSni.AS_CLIENT));
    }

    private static void assertReplaced(ObservedProxy proxy) {
        SessionLog session = proxy.nthSession(1);
        assertTrue(
                session.all(MonitorEvent.Notice.class).stream()
                        .anyMatch(notice -> notice.text().startsWith("the login was finished as a refused one")),
                session::toString);
        assertTrue(session.closed().durationMicros() < 2_000_000, "the server has answered");
    }
}
