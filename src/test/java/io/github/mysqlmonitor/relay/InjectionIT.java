package io.github.mysqlmonitor.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ClientSslMode;
import io.github.mysqlmonitor.config.ServerSslMode;
import io.github.mysqlmonitor.packet.ChangeUser;
import io.github.mysqlmonitor.packet.Login;
import io.github.mysqlmonitor.testing.ExpectsUnparsed;
import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.WireReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Attributes are injected where both legs are alike: what the server is sent, packet by packet. */
@ExpectsUnparsed("malformed|too long to decode")
class InjectionIT {
    private static final byte[] CHANGE_USER = "\21other\0\0\0-\0mysql_native_password\0".getBytes(ISO_8859_1);

    private record Ends(ScriptedServer scripted, LocalProxy proxy, Peer client, Peer server) implements AutoCloseable {
        static Ends open(byte[] greeting, ClientSslMode clientMode, ServerSslMode serverMode) throws Exception {
            ScriptedServer scripted = new ScriptedServer();
            LocalProxy proxy = LocalProxy.before("127.0.0.1", scripted.port())
                    .legs(clientMode, serverMode)
                    .injectAttributes()
                    .start();
            Peer client = Peer.connect(proxy.port());
            Peer server = scripted.next();
            server.send(0, greeting);
            client.packet();
            return new Ends(scripted, proxy, client, server);
        }

        static Ends open() throws Exception {
            return open(greeting(), ClientSslMode.PREFERRED, ServerSslMode.AS_CLIENT);
        }

        static Ends loggedIn() throws Exception {
            Ends ends = open();
            ends.client.send(1, Peer.login("somebody"));
            ends.server.packet();
            ends.server.send(2, Peer.ok());
            ends.client.packet();
            return ends;
        }

        List<Map.Entry<String, String>> expected() {
            return List.of(
                    Map.entry("_client_ip", "127.0.0.1"),
                    Map.entry("_client_port", Integer.toString(client.socket().getLocalPort())),
                    Map.entry("_client_tls", "none"),
                    Map.entry("_monitor_session", "1"));
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
            proxy.close();
            scripted.close();
        }
    }

    /** Offers TLS and CLIENT_CONNECT_ATTRS. */
    private static byte[] greeting() {
        byte[] greeting = Peer.greeting(true);
        greeting["\n9.9.9-scripted\0".length() + 18] |= 0x10;
        return greeting;
    }

    private static List<Map.Entry<String, String>> attributesOf(byte[] login) {
        return Login.decode(new WireReader(login)).attributes();
    }

    private static byte[] announcing(byte[] payload) {
        byte[] copy = payload.clone();
        copy[2] |= 0x10;
        return copy;
    }

    @Test
    void loginAndUserChangeGetWhoTheClientIsAndNumbersStay() throws Exception {
        try (Ends ends = Ends.open()) {
            ends.client.send(1, Peer.login("somebody"));
            byte[] login = ends.server.packet();
            assertEquals(1, ends.server.lastSequence());
            assertEquals(ends.expected(), attributesOf(login));
            int length = Peer.login("somebody").length;
            assertArrayEquals(announcing(Peer.login("somebody")), Arrays.copyOf(login, length));
            ends.server.send(2, "\u0001more".getBytes(US_ASCII));
            assertEquals("\u0001more", Peer.text(ends.client.packet()));
            ends.client.send(3, "answer".getBytes(US_ASCII));
            assertEquals("answer", Peer.text(ends.server.packet()));
            ends.server.send(4, Peer.ok());
            assertArrayEquals(Peer.ok(), ends.client.packet());
            assertEquals(4, ends.client.lastSequence());
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.writeBytes(Peer.frame(0, Peer.query("SELECT 1")));
            both.writeBytes(Peer.frame(0, CHANGE_USER));
            ends.client.send(both.toByteArray());
            assertArrayEquals(Peer.query("SELECT 1"), ends.server.packet());
            ends.server.send(1, Peer.ok());
            assertArrayEquals(Peer.ok(), ends.client.packet());
            byte[] changed = ends.server.packet();
            Capabilities all =
                    Capabilities.of(Capability.PROTOCOL_41, Capability.PLUGIN_AUTH, Capability.CONNECT_ATTRS);
            ChangeUser change = ChangeUser.decode(new WireReader(changed), all);
            assertEquals(ends.expected(), change.attributes());
            assertArrayEquals(CHANGE_USER, Arrays.copyOf(changed, CHANGE_USER.length));
            ends.server.send(1, Peer.ok());
            assertArrayEquals(Peer.ok(), ends.client.packet());
            assertEquals(List.of(), ends.proxy.notices());
        }
    }

    @Test
    void sslRequestAnnouncesAttributesOnItsWay() throws Exception {
        try (Ends ends = Ends.open()) {
            ends.client.send(1, Peer.sslRequest());
            assertArrayEquals(announcing(Peer.sslRequest()), ends.server.packet());
            assertEquals(1, ends.server.lastSequence());
        }
    }

    @Test
    void sslRequestOfOurOwnAnnouncesAttributes() throws Exception {
        try (Ends ends = Ends.open(greeting(), ClientSslMode.DISABLED, ServerSslMode.REQUIRED)) {
            ends.client.send(1, Peer.login("somebody"));
            assertArrayEquals(announcing(Peer.sslRequest()), ends.server.packet());
        }
    }

    @Test
    void serverThatTakesNoAttributesGetsNone() throws Exception {
        try (Ends ends = Ends.open(Peer.greeting(true), ClientSslMode.PREFERRED, ServerSslMode.AS_CLIENT)) {
            ends.client.send(1, Peer.login("somebody"));
            assertArrayEquals(Peer.login("somebody"), ends.server.packet());
            assertEquals(List.of("no attributes were injected: the server takes none"), ends.proxy.notices());
        }
    }

    @Test
    void greetingThatIsNotUnderstoodIsNoReasonToRefuseAnybody() throws Exception {
        byte[] cut = Arrays.copyOf(greeting(), greeting().length - 40);
        try (Ends ends = Ends.open(cut, ClientSslMode.PREFERRED, ServerSslMode.AS_CLIENT)) {
            ends.client.send(1, Peer.login("somebody"));
            assertArrayEquals(Peer.login("somebody"), ends.server.packet());
            assertNotice(ends, "the server's greeting is not understood");
        }
    }

    @Test
    void loginThatIsNotUnderstoodAndAllThatFollowsPassAsTheyCame() throws Exception {
        byte[] broken = Arrays.copyOf(Peer.login("somebody"), 40);
        try (Ends ends = Ends.open()) {
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.writeBytes(Peer.frame(7, broken));
            both.writeBytes(Peer.frame(9, "and more".getBytes(US_ASCII)));
            ends.client.send(both.toByteArray());
            assertArrayEquals(broken, ends.server.packet());
            assertEquals(7, ends.server.lastSequence());
            assertEquals("and more", Peer.text(ends.server.packet()));
            assertEquals(9, ends.server.lastSequence());
            ends.server.send(3, Peer.ok());
            assertArrayEquals(Peer.ok(), ends.client.packet());
            assertEquals(3, ends.client.lastSequence());
            ends.client.send(0, CHANGE_USER);
            assertArrayEquals(CHANGE_USER, ends.server.packet());
            assertNotice(ends, "packets are passed on as they are, without attributes");
        }
    }

    @Test
    void packetsTooLongToBeHeldPassAsTheyCome() throws Exception {
        byte[] large = new byte[300_000];
        Arrays.fill(large, (byte) 'r');
        try (Ends ends = Ends.open()) {
            ends.client.send(1, large);
            assertArrayEquals(large, ends.server.packet());
        }
        try (Ends ends = Ends.open()) {
            ends.client.send(1, Peer.login("somebody"));
            ends.server.packet();
            ends.server.send(2, large);
            assertArrayEquals(large, ends.client.packet());
            ends.client.send(3, large);
            assertArrayEquals(large, ends.server.packet());
        }
    }

    @Test
    void wrongNumbersReachTheServerThatIsToJudgeThem() throws Exception {
        try (Ends ends = Ends.open()) {
            ends.client.send(5, Peer.login("somebody"));
            assertEquals(ends.expected(), attributesOf(ends.server.packet()));
            assertEquals(5, ends.server.lastSequence());
            ends.server.send(9, new byte[] {(byte) 0xFF, (byte) 0x84, 0x04, '#', '0', '8', 'S', '0', '1'});
            assertTrue(Peer.isErr(ends.client.packet()));
            assertEquals(9, ends.client.lastSequence());
        }
    }

    @Test
    void userChangeThatIsNotUnderstoodIsLeftToTheServer() throws Exception {
        byte[] cut = Arrays.copyOf(CHANGE_USER, 7);
        try (Ends ends = Ends.loggedIn()) {
            ends.client.send(0, cut);
            assertArrayEquals(cut, ends.server.packet());
            ends.server.send(1, new byte[] {(byte) 0xFF, 0x17, 0x04, '#', '0', '8', 'S', '0', '1'});
            assertTrue(Peer.isErr(ends.client.packet()));
            ends.client.send(0, Peer.query("SELECT 1"));
            assertArrayEquals(Peer.query("SELECT 1"), ends.server.packet());
            assertNotice(ends, "COM_CHANGE_USER cannot be read");
        }
    }

    @Test
    void fileThatLooksLikeAUserChangeIsLeftAlone() throws Exception {
        try (Ends ends = Ends.loggedIn()) {
            ends.client.send(0, Peer.query("LOAD DATA LOCAL INFILE 'x' INTO TABLE t"));
            ends.server.packet();
            ends.server.send(1, "\u00fbx".getBytes(ISO_8859_1));
            ends.client.packet();
            ends.client.send(0, CHANGE_USER);
            assertArrayEquals(CHANGE_USER, ends.server.packet());
        }
    }

    private static void assertNotice(Ends ends, String words) {
        List<String> notices = ends.proxy.notices();
        assertEquals(1, notices.size(), notices::toString);
        assertTrue(notices.get(0).contains(words), notices::toString);
    }
}
