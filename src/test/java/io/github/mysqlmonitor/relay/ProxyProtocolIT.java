package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ProxyProtocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PROXY headers of clients: believed from trusted neighbours, who must send them, and from nobody else. */
class ProxyProtocolIT {
    private static final String NEIGHBOUR = "127.0.0.60";
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final int TOO_MANY = 1040;
    private static final byte[] V1 = ascii("PROXY TCP4 203.0.113.9 198.51.100.1 50000 3307\r\n");
    private static final byte[] V2 = hex(SIGNATURE + "2111000c" + "cb007109" + "c6336401" + "c350" + "0ceb");
    private static final byte[] V2_IPV6 = hex(SIGNATURE
            + "21210024"
            + "20010db8000000000000000000000009"
            + "20010db8000000000000000000000001"
            + "c3500ceb");

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
    void theClientIsWhomTheHeaderTells() throws Exception {
        try (LocalProxy proxy = before().start()) {
            assertEquals("203.0.113.9:50000", clientOf(proxy, V1));
            assertEquals("203.0.113.9:50000", clientOf(proxy, V2));
            assertEquals("[2001:db8::9]:50000", clientOf(proxy, V2_IPV6));
            byte[] withTls = hex(SIGNATURE + "21110011" + "cb007109" + "c6336401" + "c3500ceb" + "0200026462");
            assertEquals("203.0.113.9:50000", clientOf(proxy, withTls), "with an authority");
        }
    }

    @Test
    void aNeighboursOwnConnectionIsItsOwn() throws Exception {
        try (LocalProxy proxy = before().start()) {
            for (byte[] header : new byte[][] {
                ascii("PROXY UNKNOWN\r\n"),
                ascii("PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n"),
                hex(SIGNATURE + "20000000"),
                hex(SIGNATURE + "2011000c" + "cb007109" + "c6336401" + "c3500ceb"),
                hex(SIGNATURE + "21000000"),
            }) {
                String client = clientOf(proxy, header);
                assertTrue(client.startsWith(NEIGHBOUR + ":"), client);
            }
        }
    }

    private String clientOf(LocalProxy proxy, byte[] header) throws Exception {
        try (Peer client = Peer.connectFrom(NEIGHBOUR, proxy.port())) {
            client.send(header);
            Peer server = upstream.next();
            server.send(0, Peer.greeting(false));
            assertEquals(10, client.packet()[0], "the greeting");
            server.close();
            return proxy.nextClient();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theHeaderMayComeInPieces(boolean binary) throws Exception {
        try (LocalProxy proxy = before().start();
                Peer client = Peer.connectFrom(NEIGHBOUR, proxy.port())) {
            for (byte each : binary ? V2 : V1) {
                client.send(new byte[] {each});
            }
            upstream.next().send(0, Peer.greeting(false));
            assertEquals(10, client.packet()[0]);
            assertEquals("203.0.113.9:50000", proxy.nextClient());
        }
    }

    /** Nobody who speaks MySQL does so, but a health check may; and nothing of it may be lost or come out of turn. */
    @Test
    void whatIsGluedToTheHeaderWaitsForTheGreeting() throws Exception {
        try (LocalProxy proxy = before().start();
                Peer client = Peer.connectFrom(NEIGHBOUR, proxy.port())) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.write(V2);
            all.write(Peer.frame(1, Peer.login("early")));
            client.send(all.toByteArray());
            Peer server = upstream.next();
            server.send(0, Peer.greeting(false));
            assertEquals(10, client.packet()[0]);
            assertTrue(Arrays.equals(Peer.login("early"), server.packet()));
            server.send(2, Peer.ok());
            assertTrue(Arrays.equals(Peer.ok(), client.packet()));
        }
    }

    @Test
    void whatIsGluedToAHeaderBeforeARefusalIsSkipped() throws Exception {
        try (LocalProxy proxy = before().maxHandshakes(5, 1).start();
                Peer first = Peer.connectFrom(NEIGHBOUR, proxy.port());
                Peer second = Peer.connectFrom(NEIGHBOUR, proxy.port());
                Peer other = Peer.connectFrom(NEIGHBOUR, proxy.port())) {
            first.send(V1);
            upstream.next().send(0, Peer.greeting(false));
            first.packet();
            second.send(V1);
            second.send(1, Peer.login("early"));
            assertEquals(1040, Peer.errCode(second.packet()), "the limit is the told client's");
            assertNull(second.packet());
            other.send(V2_IPV6);
            upstream.next().send(0, Peer.greeting(false));
            assertEquals(10, other.packet()[0], "and not its neighbour's");
        }
    }

    @Test
    void aBrokenHeaderEndsTheConnectionBeforeAnythingElse() throws Exception {
        long seed = System.nanoTime();
        byte[] noise = new byte[500];
        new Random(seed).nextBytes(noise);
        try (LocalProxy proxy = before().start()) {
            for (byte[] broken : new byte[][] {
                noise,
                ascii("GET / HTTP/1.0\r\nHost: db\r\n\r\n"),
                Peer.frame(
                        1,
                        Peer.login("no header at all, and then some more of it to fill the line of text up"
                                + "--------------------------------------------------")),
                ascii("PROXY TCP4 203.0.113.9 198.51.100.1 50000 99999\r\n"),
                ascii("PROXY TCP4 203.0.113.999 198.51.100.1 50000 3307\r\n"),
                ascii("PROXY TCP4 db.example.com 198.51.100.1 50000 3307\r\n"),
                ascii("PROXY TCP4 203.0.113.9\r\n"),
                ascii("PROXY " + "x".repeat(200)),
                hex(SIGNATURE + "3111000c" + "cb007109" + "c6336401" + "c3500ceb"), // version 3
                hex(SIGNATURE + "2f11000c" + "cb007109" + "c6336401" + "c3500ceb"), // no command
                hex(SIGNATURE + "21110004" + "cb007109"), // too short for its family
                hex(SIGNATURE + "2111ffff" + "cb007109" + "c6336401" + "c3500ceb"), // 64 KiB announced
                hex(SIGNATURE + "21110010" + "cb007109" + "c6336401" + "c3500ceb" + "0200ff00"), // TLV past the end
            }) {
                try (Peer client = Peer.connectFrom(NEIGHBOUR, proxy.port())) {
                    client.send(broken);
                    assertTrue(
                            client.endsWithin20Seconds(),
                            () -> "seed " + seed + ": " + new String(broken, StandardCharsets.ISO_8859_1));
                }
            }
            assertEquals("203.0.113.9:50000", clientOf(proxy, V1), "the first that became a session");
            assertEquals(1, proxy.server().accepted());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 13, 20})
    void aHeaderThatDoesNotComeIsNotWaitedForLonger(int sent) throws Exception {
        try (LocalProxy proxy =
                        before().handshakeTimeout(Duration.ofMillis(300)).start();
                Peer client = Peer.connectFrom(NEIGHBOUR, proxy.port())) {
            client.send(Arrays.copyOf(V2, sent));
            byte[] err = client.packet();
            assertEquals(1043, Peer.errCode(err));
            assertTrue(Peer.text(err).contains("no PROXY header within 300 ms"), () -> Peer.text(err));
            assertNull(client.packet());
            assertEquals(0, proxy.server().accepted());
        }
    }

    @Test
    void thoseWhoWaitForTheirHeaderAreLimitedToo() throws Exception {
        try (LocalProxy proxy = before().maxHandshakes(1, 1).start()) {
            try (Peer one = Peer.connectFrom(NEIGHBOUR, proxy.port());
                    Peer other = Peer.connectFrom(NEIGHBOUR, proxy.port())) {
                // Their two event loops say which of them came first.
                one.socket().setSoTimeout(1_000);
                boolean oneIsRefused = isAnswered(one);
                assertEquals(1040, oneIsRefused ? TOO_MANY : Peer.errCode(other.packet()));
                Peer waiting = oneIsRefused ? other : one;
                waiting.send(V1);
                upstream.next().send(0, Peer.greeting(false));
                assertEquals(10, waiting.packet()[0]);
            }
            proxy.nextReason();
            assertEquals(0, proxy.server().openHandshakes());
        }
    }

    private static boolean isAnswered(Peer client) throws IOException {
        try {
            return Peer.errCode(client.packet()) == TOO_MANY;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Test
    void aStrangersHeaderIsNotBelieved() throws Exception {
        try (LocalProxy proxy = before().start();
                Peer client = Peer.connect(proxy.port())) {
            client.send(V1);
            Peer server = upstream.next();
            server.send(0, Peer.greeting(false));
            client.packet();
            String told = proxy.nextClient();
            assertTrue(told.startsWith("127.0.0.1:"), told);
        }
    }

    @Test
    void aLoadBalancersHealthCheckIsNotItsClient() throws Exception {
        try (LocalProxy proxy = before().healthChecks(NEIGHBOUR).start()) {
            try (Peer check = Peer.connectFrom(NEIGHBOUR, proxy.port())) {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                all.write(hex(SIGNATURE + "20000000"));
                all.write(Peer.frame(1, Peer.login("haproxy")));
                all.write(Peer.frame(0, new byte[] {1}));
                check.send(all.toByteArray());
                assertEquals(10, check.packet()[0]);
                assertTrue(!Peer.isErr(check.packet()));
                assertNull(check.packet());
            }
            assertEquals("203.0.113.9:50000", clientOf(proxy, V1), "the first that became a session");
        }
    }

    /** The header comes first on the server's leg, before the server has said anything. */
    @Test
    void theUpstreamIsToldTheClient() throws Exception {
        try (LocalProxy proxy = before().proxyProtocolTo(ProxyProtocol.V1).start();
                Peer client = Peer.connectFrom(NEIGHBOUR, proxy.port());
                Peer direct = Peer.connectFrom("127.0.0.9", proxy.port())) {
            client.send(V2);
            direct.socket().setTcpNoDelay(true);
            String port = Integer.toString(((InetSocketAddress) direct.socket().getLocalSocketAddress()).getPort());
            String one = line(upstream.next());
            String other = line(upstream.next());
            assertEquals(
                    Set.of(
                            "PROXY TCP4 203.0.113.9 198.51.100.1 50000 3307",
                            "PROXY TCP4 127.0.0.9 127.0.0.1 " + port + " " + proxy.port()),
                    Set.of(one, other));
        }
    }

    private static String line(Peer server) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = server.socket().getInputStream().read();
                next != '\r';
                next = server.socket().getInputStream().read()) {
            line.append((char) next);
        }
        assertEquals('\n', server.socket().getInputStream().read());
        return line.toString();
    }

    private LocalProxy.Options before() {
        return LocalProxy.before("127.0.0.1", upstream.port()).proxyProtocolFrom(NEIGHBOUR);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
