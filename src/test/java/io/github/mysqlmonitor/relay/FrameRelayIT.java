package io.github.mysqlmonitor.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ClientSslMode;
import io.github.mysqlmonitor.config.ServerSslMode;
import io.github.mysqlmonitor.testing.ExpectsUnparsed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The client uses TLS and the server does not: what either is sent, packet by packet. */
@ExpectsUnparsed("Greeting \\(malformed")
class FrameRelayIT {
    private static final int SSL_VERIFY = 0x40000000;
    private static final byte CHANGE_USER = 0x11;

    /** A client in TLS and a server in clear, before the login. */
    private record Ends(ScriptedServer scripted, LocalProxy proxy, Peer client, Peer server) implements AutoCloseable {
        static Ends open() throws Exception {
            ScriptedServer scripted = new ScriptedServer();
            LocalProxy proxy = LocalProxy.before("127.0.0.1", scripted.port())
                    .legs(ClientSslMode.PREFERRED, ServerSslMode.DISABLED)
                    .start();
            Peer plain = Peer.connect(proxy.port());
            Peer server = scripted.next();
            server.send(0, Peer.greeting(false));
            assertEquals(Peer.SSL, Peer.capabilities(plain.packet()) & Peer.SSL, "TLS is offered by the proxy itself");
            plain.send(1, Peer.sslRequest());
            return new Ends(scripted, proxy, plain.tls(), server);
        }

        static Ends loggedIn() throws Exception {
            Ends ends = open();
            ends.client.send(2, withBits(Peer.login("somebody"), Peer.SSL));
            ends.server.packet();
            ends.server.send(2, Peer.ok());
            assertArrayEquals(Peer.ok(), ends.client.packet());
            return ends;
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
            proxy.close();
            scripted.close();
        }
    }

    private static byte[] withBits(byte[] login, int bits) {
        byte[] copy = login.clone();
        for (int i = 0; i < 4; i++) {
            copy[i] |= (byte) (bits >>> 8 * i);
        }
        return copy;
    }

    private static byte[] changeUser(String plugin, byte... response) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(CHANGE_USER);
        out.writeBytes("other\0".getBytes(US_ASCII));
        out.write(response.length);
        out.writeBytes(response);
        out.writeBytes("\0".getBytes(US_ASCII));
        out.write(45);
        out.write(0);
        out.writeBytes((plugin + "\0").getBytes(US_ASCII));
        return out.toByteArray();
    }

    @Test
    void loginLosesItsTlsBitsAndTheLegsCountForThemselves() throws Exception {
        try (Ends ends = Ends.open()) {
            ends.client.send(2, withBits(Peer.login("somebody"), Peer.SSL | SSL_VERIFY));
            assertArrayEquals(Peer.login("somebody"), ends.server.packet());
            assertEquals(1, ends.server.lastSequence());
            ends.server.send(2, "\u0001more".getBytes(US_ASCII));
            assertEquals("\u0001more", Peer.text(ends.client.packet()));
            assertEquals(3, ends.client.lastSequence());
            ends.client.send(4, "answer".getBytes(US_ASCII));
            assertEquals("answer", Peer.text(ends.server.packet()));
            assertEquals(3, ends.server.lastSequence());
            ends.server.send(4, Peer.ok());
            assertArrayEquals(Peer.ok(), ends.client.packet());
            assertEquals(5, ends.client.lastSequence());
            ends.client.send(0, Peer.query("SELECT 1"));
            assertArrayEquals(Peer.query("SELECT 1"), ends.server.packet());
            assertEquals(0, ends.server.lastSequence());
        }
    }

    @Test
    void commandThatIsSentBeforeTheOkWaitsForIt() throws Exception {
        try (Ends ends = Ends.open()) {
            ends.client.send(2, withBits(Peer.login("somebody"), Peer.SSL));
            ends.client.send(0, Peer.query("SELECT 1"));
            ends.server.packet();
            ends.server.send(2, "\u0001more".getBytes(US_ASCII));
            ends.client.packet();
            ends.server.send(3, Peer.ok());
            assertArrayEquals(Peer.query("SELECT 1"), ends.server.packet());
        }
    }

    @Test
    void userChangeWaitsForTheAnswersBeforeIt() throws Exception {
        try (Ends ends = Ends.loggedIn()) {
            byte[] change = changeUser("mysql_native_password");
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.writeBytes(Peer.frame(0, Peer.query("SELECT 1")));
            both.writeBytes(Peer.frame(0, change));
            ends.client.send(both.toByteArray());
            assertArrayEquals(Peer.query("SELECT 1"), ends.server.packet());
            ends.server.send(1, Peer.ok());
            assertArrayEquals(change, ends.server.packet());
            assertArrayEquals(Peer.ok(), ends.client.packet());
            ends.server.send(1, "\u00fesha256_password\0abcdefghijklmnopqrst\0".getBytes(ISO_8859_1));
            assertNotNull(ends.client.packet());
            ends.client.send(2, "secret\0".getBytes(US_ASCII));
            assertArrayEquals(new byte[] {1}, ends.server.packet(), "the proxy asks for the server's key");
            assertEquals(2, ends.server.lastSequence());
            ends.server.send(3, Peer.ok());
            assertArrayEquals(Peer.ok(), ends.client.packet());
            assertEquals(3, ends.client.lastSequence());
            ends.client.send(0, Peer.query("SELECT 2"));
            assertArrayEquals(Peer.query("SELECT 2"), ends.server.packet());
        }
    }

    @Test
    void fileThatLooksLikeAUserChangeIsLeftAlone() throws Exception {
        try (Ends ends = Ends.loggedIn()) {
            ends.client.send(0, Peer.query("LOAD DATA LOCAL INFILE 'x' INTO TABLE t"));
            ends.server.packet();
            ends.server.send(1, "\u00fbx".getBytes(ISO_8859_1));
            ends.client.packet();
            byte[] data = changeUser("mysql_clear_password", (byte) 'p');
            ends.client.send(0, data);
            assertArrayEquals(data, ends.server.packet());
            ends.client.send(1, new byte[0]);
            assertEquals(0, ends.server.packet().length);
            ends.server.send(2, Peer.ok());
            assertArrayEquals(Peer.ok(), ends.client.packet());
        }
    }

    @Test
    void clearTextIsRefusedInALoginAndInAUserChange() throws Exception {
        byte[] asks = "\u00femysql_clear_password\0".getBytes(ISO_8859_1);
        try (Ends ends = Ends.open()) {
            ends.client.send(2, withBits(Peer.login("somebody"), Peer.SSL));
            ends.server.packet();
            ends.server.send(2, asks);
            assertRefused(ends, "--allow-cleartext-upstream");
            assertEquals(0, ends.server.packet().length, "the server is left with an answer, so that it refuses");
            assertEquals(3, ends.server.lastSequence());
            ends.server.send(4, new byte[] {(byte) 0xFF, 0x15, 0x04, '#', '2', '8', '0', '0', '0'});
            assertTrue(ends.server.endsWithin20Seconds());
            assertEquals("refused: the password would travel in clear", ends.proxy.nextReason());
        }
        try (Ends ends = Ends.loggedIn()) {
            ends.client.send(0, changeUser("mysql_native_password"));
            ends.server.packet();
            ends.server.send(1, asks);
            assertRefused(ends, "--allow-cleartext-upstream");
            assertTrue(ends.server.endsWithin20Seconds());
        }
    }

    @Test
    void loginWithAWrongNumberIsRefusedAndTheOneOwedIsFinished() throws Exception {
        try (Ends ends = Ends.open()) {
            ends.client.send(7, withBits(Peer.login("somebody"), Peer.SSL));
            assertRefused(ends, "expected 2, got 7");
            assertTrue(Peer.text(ends.server.packet()).contains(AbandonedLogin.USER));
        }
    }

    @Test
    void whatIsNoLoginIsRefusedAndTheOneOwedIsFinished() throws Exception {
        try (Ends ends = Ends.open()) {
            ends.client.send(2, new byte[] {1});
            assertRefused(ends, "the login cannot be followed");
            assertTrue(Peer.text(ends.server.packet()).contains(AbandonedLogin.USER));
            assertEquals(1, ends.server.lastSequence());
        }
    }

    @Test
    void greetingThatIsCutOffIsRefusedWhereItMustBeUnderstood() throws Exception {
        try (ScriptedServer scripted = new ScriptedServer();
                LocalProxy proxy = LocalProxy.before("127.0.0.1", scripted.port())
                        .legs(ClientSslMode.PREFERRED, ServerSslMode.DISABLED)
                        .start();
                Peer client = Peer.connect(proxy.port());
                Peer server = scripted.next()) {
            byte[] greeting = Peer.greeting(true);
            server.send(0, Arrays.copyOf(greeting, greeting.length - 40));
            client.packet();
            client.send(1, Peer.sslRequest());
            byte[] error = client.packet();
            assertTrue(Peer.text(error).contains("greeting is not understood"), () -> Peer.text(error));
        }
    }

    @Test
    void packetThatIsTooLongForALoginIsRefusedByItsHeader() throws Exception {
        try (Ends ends = Ends.open()) {
            ends.client.send(new byte[] {0, 0, 0x10, 2});
            assertRefused(ends, "at most 262144");
        }
        try (Ends ends = Ends.open()) {
            ends.client.send(2, withBits(Peer.login("somebody"), Peer.SSL));
            ends.server.packet();
            ends.server.send(new byte[] {0, 0, 0x10, 2});
            assertRefused(ends, "at most 262144");
        }
    }

    @Test
    void packetsOfManyMegabytesPassInBothDirections() throws Exception {
        byte[] large = new byte[5_000_000];
        Arrays.fill(large, (byte) 0x11);
        large[0] = 3;
        try (Ends ends = Ends.loggedIn()) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    ends.client.send(0, large);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertArrayEquals(large, ends.server.packet());
            sent.get();
            large[0] = 0;
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> {
                try {
                    ends.server.send(1, large);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertArrayEquals(large, ends.client.packet());
            answered.get();
        }
    }

    private static void assertRefused(Ends ends, String words) throws IOException {
        byte[] error = ends.client.packet();
        assertTrue(Peer.isErr(error), () -> "no ERR: " + Arrays.toString(error));
        assertTrue(Peer.text(error).contains(words), () -> Peer.text(error));
    }
}
