package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many may be in the middle of their login, all together and from one address. */
class HandshakeLimitsIT {
    private static final int TOO_MANY = 1040;

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
    void oneMoreIsRefusedUntilAnotherHasLoggedIn() throws Exception {
        // Nobody observes: the relay itself must know when a login is over.
        try (LocalProxy proxy = before().maxHandshakes(2, 2).unobserved().start();
                Peer first = Peer.connect(proxy.port())) {
            Peer firstServer = greet(first);
            Peer second = Peer.connect(proxy.port());
            greet(second);
            assertRefused(proxy, "--max-handshakes 2)");
            logIn(first, firstServer);
            await(() -> proxy.server().openHandshakes(), 1);
            try (Peer third = Peer.connect(proxy.port())) {
                greet(third);
            }
            await(() -> proxy.server().openHandshakes(), 1);
            first.send(0, Peer.query("SELECT 1"));
            assertEquals("\u0003SELECT 1", Peer.text(firstServer.packet()), "who is in is not affected");
            assertEquals(1, proxy.server().turnedAway().refusedHandshakes());
            second.reset();
            await(() -> proxy.server().openHandshakes(), 0);
        }
    }

    @Test
    void aRefusedLoginFreesItsPlaceToo() throws Exception {
        try (LocalProxy proxy = before().maxHandshakes(1, 1).start();
                Peer client = Peer.connect(proxy.port())) {
            Peer server = greet(client);
            client.send(1, Peer.login("nobody"));
            server.packet();
            server.send(2, ErrorPackets.payload(1045, "28000", "no"));
            assertTrue(Peer.isErr(client.packet()));
            await(() -> proxy.server().openHandshakes(), 0);
            server.close();
            assertEquals("login failed", proxy.nextReason());
            assertEquals(0, proxy.server().turnedAway().abortedHandshakes());
        }
    }

    @Test
    void oneAddressCannotKeepTheOthersOut() throws Exception {
        try (LocalProxy proxy = before().maxHandshakes(10, 1).start();
                Peer first = Peer.connect(proxy.port())) {
            greet(first);
            assertRefused(proxy, "--max-handshakes-per-client 1)");
            try (Peer other = Peer.connectFrom("127.0.0.9", proxy.port())) {
                greet(other);
            }
        }
    }

    @Test
    void whoLeavesBeforeTheEndOfItsLoginIsCounted() throws Exception {
        try (LocalProxy proxy = before().start()) {
            for (int i = 0; i < 3; i++) {
                try (Peer client = Peer.connect(proxy.port())) {
                    greet(client);
                }
                proxy.nextReason();
            }
            Peer server;
            try (Peer client = Peer.connectFrom("127.0.0.9", proxy.port())) {
                server = greet(client);
                client.send(1, Peer.login("test"));
                server.packet();
                server.send(2, new byte[] {1, 4});
                client.packet();
            }
            assertArrayEquals(new byte[] {0}, server.packet(), "the answer that its client did not give");
            assertEquals(3, server.lastSequence());
            server.close();
            proxy.nextReason();
            TurnedAway away = proxy.server().turnedAway();
            assertEquals(4, away.abortedHandshakes());
            assertEquals("127.0.0.1 (3), 127.0.0.9 (1)", away.worstClients());
            assertEquals(0, proxy.server().openHandshakes());
        }
    }

    private LocalProxy.Options before() {
        return LocalProxy.before("127.0.0.1", upstream.port());
    }

    private Peer greet(Peer client) throws Exception {
        Peer server = upstream.next();
        server.send(0, Peer.greeting(false));
        assertEquals(10, client.packet()[0]);
        return server;
    }

    private static void logIn(Peer client, Peer server) throws Exception {
        client.send(1, Peer.login("test"));
        server.packet();
        server.send(2, Peer.ok());
        client.packet();
    }

    private static void assertRefused(LocalProxy proxy, String why) throws Exception {
        try (Peer refused = Peer.connect(proxy.port())) {
            byte[] err = refused.packet();
            assertTrue(Peer.isErr(err));
            assertEquals(TOO_MANY, Peer.errCode(err));
            assertTrue(Peer.text(err).contains(why), () -> Peer.text(err));
        }
    }

    private static void await(LongSupplier number, long wanted) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (number.getAsLong() != wanted) {
            assertTrue(System.nanoTime() < deadline, () -> "still " + number.getAsLong());
            Thread.onSpinWait();
        }
    }
}
