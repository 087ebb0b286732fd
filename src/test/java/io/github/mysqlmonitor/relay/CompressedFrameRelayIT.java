package io.github.mysqlmonitor.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.auth.PublicKeyPem;
import io.github.mysqlmonitor.config.ClientSslMode;
import io.github.mysqlmonitor.config.ServerSslMode;
import io.github.mysqlmonitor.testing.ExpectsUnparsed;
import io.github.mysqlmonitor.testing.Passwords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** A compressed session whose client uses TLS and whose server does not, compressed packet by compressed packet. */
@ExpectsUnparsed("compressed body|inflate")
class CompressedFrameRelayIT {
    private static final int COMPRESS = 0x20;
    private static final int CONNECT_ATTRS_BYTE = 0x10;
    private static final byte[] SWITCH = "\u00fesha256_password\0abcdefghijklmnopqrst\0".getBytes(ISO_8859_1);
    private static final byte[] CHANGE_USER = "\21other\0\0\0-\0mysql_native_password\0".getBytes(ISO_8859_1);

    /** A compressed packet as it was read. */
    private record Packet(int sequence, byte[] plain) {
        static Packet read(Peer peer) throws IOException {
            byte[] header = peer.socket().getInputStream().readNBytes(7);
            int length = (header[0] & 0xFF) | (header[1] & 0xFF) << 8 | (header[2] & 0xFF) << 16;
            byte[] body = peer.socket().getInputStream().readNBytes(length);
            assertEquals(0, header[4] | header[5] | header[6], "stored");
            return new Packet(header[3] & 0xFF, body);
        }

        /** The payload of the only frame. */
        byte[] payload() {
            assertEquals(plain.length - 4, (plain[0] & 0xFF) | (plain[1] & 0xFF) << 8 | (plain[2] & 0xFF) << 16);
            return Arrays.copyOfRange(plain, 4, plain.length);
        }
    }

    private record Ends(ScriptedServer scripted, LocalProxy proxy, Peer client, Peer server) implements AutoCloseable {
        /** Both legs in clear, and attributes injected. */
        static Ends alike() throws Exception {
            ScriptedServer scripted = new ScriptedServer();
            LocalProxy proxy = LocalProxy.before("127.0.0.1", scripted.port())
                    .legs(ClientSslMode.PREFERRED, ServerSslMode.DISABLED)
                    .injectAttributes()
                    .start();
            Peer client = Peer.connect(proxy.port());
            Peer server = scripted.next();
            byte[] greeting = Peer.greeting(false);
            int capabilities = 1 + "9.9.9-scripted\0".length() + 4 + 9;
            greeting[capabilities] |= COMPRESS;
            greeting[capabilities + 5] |= CONNECT_ATTRS_BYTE;
            server.send(0, greeting);
            client.packet();
            byte[] login = Peer.login("somebody");
            login[0] |= COMPRESS;
            client.send(1, login);
            assertTrue(Peer.text(server.packet()).contains("_client_ip"));
            server.send(2, Peer.ok());
            client.packet();
            return new Ends(scripted, proxy, client, server);
        }

        static Ends loggedIn() throws Exception {
            ScriptedServer scripted = new ScriptedServer();
            LocalProxy proxy = LocalProxy.before("127.0.0.1", scripted.port())
                    .legs(ClientSslMode.PREFERRED, ServerSslMode.DISABLED)
                    .start();
            Peer plain = Peer.connect(proxy.port());
            Peer server = scripted.next();
            byte[] greeting = Peer.greeting(false);
            greeting[1 + "9.9.9-scripted\0".length() + 4 + 9] |= COMPRESS;
            server.send(0, greeting);
            plain.packet();
            byte[] request = Peer.sslRequest();
            request[0] |= COMPRESS;
            plain.send(1, request);
            Peer client = plain.tls();
            byte[] login = Peer.login("somebody");
            login[0] |= COMPRESS;
            client.send(2, login);
            server.packet();
            server.send(2, Peer.ok());
            client.packet();
            return new Ends(scripted, proxy, client, server);
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
            proxy.close();
            scripted.close();
        }
    }

    private static byte[] stored(int sequence, byte[] body) {
        return packet(sequence, body, 0);
    }

    private static byte[] deflated(int sequence, byte[] plain) {
        Deflater deflater = new Deflater();
        deflater.setInput(plain);
        deflater.finish();
        byte[] out = new byte[plain.length + 1000];
        int length = deflater.deflate(out);
        deflater.end();
        return packet(sequence, Arrays.copyOf(out, length), plain.length);
    }

    private static byte[] packet(int sequence, byte[] body, int plainLength) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int[] header = {
            body.length, body.length >> 8, body.length >> 16, sequence, plainLength, plainLength >> 8, plainLength >> 16
        };
        for (int each : header) {
            out.write(each);
        }
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    @Test
    void commandsAndAnswersPassAsTheyAre() throws Exception {
        try (Ends ends = Ends.loggedIn()) {
            byte[] query = deflated(0, Peer.frame(0, Peer.query("SELECT " + "'x'".repeat(100))));
            ends.client.send(query);
            assertArrayEquals(query, ends.server.socket().getInputStream().readNBytes(query.length));
            byte[] answer = deflated(1, Peer.frame(1, Peer.ok()));
            ends.server.send(answer);
            assertArrayEquals(answer, ends.client.socket().getInputStream().readNBytes(answer.length));
        }
    }

    @Test
    void userChangeIsExchangedInStoredPackets() throws Exception {
        try (Ends ends = Ends.loggedIn()) {
            ends.client.send(deflated(0, Peer.frame(0, CHANGE_USER)));
            Packet change = Packet.read(ends.server);
            assertEquals(0, change.sequence);
            assertArrayEquals(CHANGE_USER, change.payload());
            ends.server.send(stored(1, Peer.frame(1, SWITCH)));
            assertArrayEquals(SWITCH, Packet.read(ends.client).payload());
            ends.client.send(deflated(2, Peer.frame(2, "secret\0".getBytes(US_ASCII))));
            Packet request = Packet.read(ends.server);
            assertEquals(2, request.sequence);
            assertArrayEquals(new byte[] {1}, request.payload());
            byte[] pem = joined(new byte[] {1}, Passwords.POLICY.ownKey().publicPem());
            assertTrue(PublicKeyPem.read(pem).isPresent());
            ends.server.send(deflated(3, Peer.frame(3, pem)));
            Packet block = Packet.read(ends.server);
            assertEquals(4, block.sequence);
            assertEquals(256, block.payload().length);
            ends.server.send(stored(5, Peer.frame(5, Peer.ok())));
            Packet ok = Packet.read(ends.client);
            assertEquals(3, ok.sequence);
            assertArrayEquals(Peer.ok(), ok.payload());
            byte[] query = stored(0, Peer.frame(0, Peer.query("SELECT 1")));
            ends.client.send(query);
            assertArrayEquals(query, ends.server.socket().getInputStream().readNBytes(query.length));
        }
    }

    @Test
    void userChangeInTwoCompressedPacketsIsJoined() throws Exception {
        try (Ends ends = Ends.loggedIn()) {
            byte[] frame = Peer.frame(0, CHANGE_USER);
            ends.client.send(stored(0, Arrays.copyOf(frame, 9)));
            ends.client.send(stored(1, Arrays.copyOfRange(frame, 9, frame.length)));
            Packet change = Packet.read(ends.server);
            assertArrayEquals(CHANGE_USER, change.payload());
            ends.server.send(stored(1, Peer.frame(1, Peer.ok())));
            assertEquals(2, Packet.read(ends.client).sequence);
        }
    }

    @Test
    void userChangeWaitsForTheAnswersBeforeIt() throws Exception {
        try (Ends ends = Ends.loggedIn()) {
            byte[] query = stored(0, Peer.frame(0, Peer.query("SELECT 1")));
            ends.client.send(joined(query, stored(0, Peer.frame(0, CHANGE_USER))));
            assertArrayEquals(query, ends.server.socket().getInputStream().readNBytes(query.length));
            ends.server.send(stored(1, Peer.frame(1, Peer.ok())));
            assertArrayEquals(CHANGE_USER, Packet.read(ends.server).payload());
            assertArrayEquals(Peer.ok(), Packet.read(ends.client).payload());
        }
    }

    @Test
    void userChangeBehindAnotherCommandInOnePacketIsRefused() throws Exception {
        try (Ends ends = Ends.loggedIn()) {
            ends.client.send(stored(0, joined(Peer.frame(0, Peer.query("SELECT 1")), Peer.frame(0, CHANGE_USER))));
            assertRefused(ends, "COM_CHANGE_USER");
        }
    }

    @Test
    void compressedPacketWithAWrongNumberIsRefusedInAUserChange() throws Exception {
        try (Ends ends = Ends.loggedIn()) {
            ends.client.send(stored(0, Peer.frame(0, CHANGE_USER)));
            Packet.read(ends.server);
            ends.server.send(stored(1, Peer.frame(1, SWITCH)));
            Packet.read(ends.client);
            ends.client.send(stored(7, Peer.frame(2, new byte[] {0})));
            assertRefused(ends, "expected 2, got 7");
        }
    }

    @Test
    void whatCannotBeInflatedIsRefused() throws Exception {
        try (Ends ends = Ends.loggedIn()) {
            ends.client.send(packet(0, "no zlib data".getBytes(US_ASCII), 100));
            assertRefused(ends, "compressed body");
        }
    }

    @Test
    void whereLegsAreAlikeAUserChangeGetsAttributesAndNumbersStay() throws Exception {
        try (Ends ends = Ends.alike()) {
            ends.client.send(deflated(0, Peer.frame(0, CHANGE_USER)));
            Packet change = Packet.read(ends.server);
            assertEquals(0, change.sequence);
            assertTrue(Peer.text(change.payload()).contains("_monitor_session"));
            ends.server.send(stored(1, Peer.frame(1, SWITCH)));
            Packet asked = Packet.read(ends.client);
            assertEquals(1, asked.sequence);
            assertArrayEquals(SWITCH, asked.payload());
            ends.client.send(deflated(2, Peer.frame(2, "secret\0".getBytes(US_ASCII))));
            Packet answer = Packet.read(ends.server);
            assertEquals(2, answer.sequence);
            assertEquals("secret\0", Peer.text(answer.payload()));
            ends.server.send(stored(3, Peer.frame(3, Peer.ok())));
            assertArrayEquals(Peer.ok(), Packet.read(ends.client).payload());
            byte[] query = stored(0, Peer.frame(0, Peer.query("SELECT 1")));
            ends.client.send(query);
            assertArrayEquals(query, ends.server.socket().getInputStream().readNBytes(query.length));
        }
    }

    @Test
    void whereLegsAreAlikeWhatCannotBeEditedOrInflatedPasses() throws Exception {
        byte[] both = stored(0, joined(Peer.frame(0, Peer.query("SELECT 1")), Peer.frame(0, CHANGE_USER)));
        byte[] broken = packet(0, "no zlib data".getBytes(US_ASCII), 100);
        byte[] more = stored(0, Peer.frame(0, CHANGE_USER));
        try (Ends ends = Ends.alike()) {
            ends.client.send(both);
            assertArrayEquals(both, ends.server.socket().getInputStream().readNBytes(both.length));
            assertEquals(
                    List.of("what may be COM_CHANGE_USER was passed on as it is, without attributes"),
                    ends.proxy.notices());
        }
        try (Ends ends = Ends.alike()) {
            ends.client.send(joined(broken, more));
            byte[] passed = ends.server.socket().getInputStream().readNBytes(broken.length + more.length);
            assertArrayEquals(joined(broken, more), passed);
        }
    }

    @Test
    void longCompressedPacketsAreRelayedAsTheyCome() throws Exception {
        byte[] statement = new byte[3_000_000];
        Arrays.fill(statement, (byte) 0x11);
        statement[0] = 3;
        byte[] sent = stored(0, Peer.frame(0, statement));
        try (Ends ends = Ends.loggedIn()) {
            ends.client.send(Arrays.copyOf(sent, 1_000_000));
            byte[] begun = ends.server.socket().getInputStream().readNBytes(900_000);
            assertArrayEquals(Arrays.copyOf(sent, 900_000), begun);
            CompletableFuture<Void> rest = CompletableFuture.runAsync(() -> {
                try {
                    ends.client.send(Arrays.copyOfRange(sent, 1_000_000, sent.length));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            byte[] ended = ends.server.socket().getInputStream().readNBytes(sent.length - 900_000);
            assertArrayEquals(Arrays.copyOfRange(sent, 900_000, sent.length), ended);
            rest.get();
        }
    }

    @Test
    void goodbyeOfTheProxyIsAStoredPacket() throws Exception {
        try (Ends ends = Ends.loggedIn()) {
            byte[] query = stored(0, Peer.frame(0, Peer.query("SELECT 1")));
            ends.client.send(query);
            ends.server.socket().getInputStream().readNBytes(query.length);
            byte[] answer = stored(1, Peer.frame(1, Peer.ok()));
            ends.server.send(answer);
            ends.client.socket().getInputStream().readNBytes(answer.length);
            ends.proxy.server().drain();
            assertEquals(1053, Peer.errCode(Packet.read(ends.client).payload()));
            assertArrayEquals(new byte[] {1}, Packet.read(ends.server).payload(), "COM_QUIT");
        }
    }

    private static void assertRefused(Ends ends, String words) throws IOException {
        byte[] error = Packet.read(ends.client).payload();
        assertTrue(Peer.isErr(error), () -> "no ERR: " + Arrays.toString(error));
        assertTrue(Peer.text(error).contains(words), () -> Peer.text(error));
    }
}
