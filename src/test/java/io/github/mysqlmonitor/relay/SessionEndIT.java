package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every phase of a session times every way in which it can end: both legs are closed in the end. */
class SessionEndIT {
    /** How far the two peers go before one of them leaves. */
    private enum Until {
        CONNECTED,
        HALF_A_GREETING,
        GREETING,
        HALF_A_LOGIN,
        SSL_REQUEST,
        CLIENT_SECURED,
        LOGIN,
        LOGGED_IN,
        HALF_A_QUERY,
        QUERY,
        HALF_A_REPLY
    }

    private enum End {
        CLIENT_CLOSES,
        CLIENT_RESETS,
        SERVER_CLOSES,
        SERVER_RESETS
    }

    /** The allocator counts what it holds in chunks; a buffer forgotten by each session would be more than that. */
    private static final long TWO_CHUNKS = 256 * 1024;

    private ScriptedServer upstream;
    private LocalProxy proxy;

    @BeforeEach
    void start() throws Exception {
        upstream = new ScriptedServer();
        proxy = LocalProxy.before("127.0.0.1", upstream.port())
                .connectTimeout(Duration.ofSeconds(2))
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
        upstream.close();
    }

    @Test
    void leavesBothLegsClosedWithoutAWarningAndTakesNoMemoryAlong() throws Exception {
        assertEquals(List.of(), playAll(1));
        long before = usedMemory();
        try (Messages messages = new Messages()) {
            assertEquals(List.of(), playAll(3));
            assertEquals(List.of(), messages.warnings());
        }
        assertEquals(0, proxy.server().sessions());
        proxy.close();
        long after = usedMemory();
        assertTrue(after <= before + TWO_CHUNKS, "bytes used before: " + before + ", after: " + after);
    }

    private static long usedMemory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    /** Plays all cases at the same time, for some of them end by a timeout. */
    private List<String> playAll(int times) throws Exception {
        ExecutorService players = Executors.newCachedThreadPool();
        try {
            List<Future<String>> results = new ArrayList<>();
            for (Until until : Until.values()) {
                for (End end : End.values()) {
                    for (int time = 0; time < times; time++) {
                        results.add(players.submit(() -> playAndEnd(until, end)));
                    }
                }
            }
            List<String> failures = new ArrayList<>();
            for (Future<String> result : results) {
                failures.add(result.get());
            }
            for (int closed = 0; closed < results.size(); closed++) {
                proxy.nextReason();
            }
            failures.removeIf(String::isEmpty);
            return failures;
        } finally {
            players.shutdownNow();
        }
    }

    /** @return which leg stayed open; empty if none did */
    private String playAndEnd(Until until, End end) throws Exception {
        Peer client;
        Peer server;
        synchronized (this) { // so that the two belong together
            client = Peer.connect(proxy.port());
            server = upstream.next();
        }
        try (client;
                server) {
            Peer speaking = play(until, client, server);
            Peer other = end == End.CLIENT_CLOSES || end == End.CLIENT_RESETS ? server : client;
            switch (end) {
                case CLIENT_CLOSES -> speaking.close();
                case CLIENT_RESETS -> client.reset();
                case SERVER_CLOSES -> server.close();
                case SERVER_RESETS -> server.reset();
            }
            return other.endsWithin20Seconds() ? "" : until + " " + end + ": the other leg stays open";
        }
    }

    /** @return the client as it speaks now */
    private static Peer play(Until until, Peer client, Peer server) throws Exception {
        byte[] greeting = Peer.frame(0, Peer.greeting(true));
        byte[] login = Peer.frame(1, Peer.login("app"));
        byte[] query = Peer.frame(0, Peer.query("SELECT 1"));
        switch (until) {
            case CONNECTED -> {}
            case HALF_A_GREETING -> server.send(Arrays.copyOf(greeting, 30));
            default -> {
                server.send(greeting);
                client.packet();
            }
        }
        switch (until) {
            case HALF_A_LOGIN -> client.send(Arrays.copyOf(login, 20));
            case SSL_REQUEST, CLIENT_SECURED -> {
                client.send(1, Peer.sslRequest());
                server.packet();
                if (until == Until.CLIENT_SECURED) {
                    return client.tls();
                }
            }
            default -> {
                if (until.compareTo(Until.LOGIN) >= 0) {
                    client.send(login);
                    server.packet();
                }
            }
        }
        if (until.compareTo(Until.LOGGED_IN) >= 0) {
            server.send(2, Peer.ok());
            client.packet();
        }
        if (until == Until.HALF_A_QUERY) {
            client.send(Arrays.copyOf(query, 7));
        } else if (until.compareTo(Until.QUERY) >= 0) {
            client.send(query);
            server.packet();
        }
        if (until == Until.HALF_A_REPLY) {
            server.send(Arrays.copyOf(Peer.frame(1, Peer.ok()), 6));
        }
        return client;
    }
}
