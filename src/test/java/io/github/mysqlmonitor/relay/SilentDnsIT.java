package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A DNS server that stops answering delays no running session, and new ones get the last good answer. */
class SilentDnsIT {
    private static final int NEW_CONNECTIONS = 10;

    @Test
    void delaysNoRunningSessionOnTheSameEventLoop() throws Exception {
        TestServer server = TestServers.mysql();
        try (Messages messages = new Messages();
                NameServer dns = new NameServer();
                LocalProxy proxy = LocalProxy.before("db.example.test", server.port())
                        .nameServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), dns.port()))
                        .connectTimeout(Duration.ofSeconds(6))
                        .threads(1)
                        .start();
                Connection running = connect(server, proxy);
                Statement statement = running.createStatement()) {
            dns.silent = true;
            List<CompletableFuture<Void>> waiting = new ArrayList<>();
            for (int number = 0; number < NEW_CONNECTIONS; number++) {
                waiting.add(CompletableFuture.runAsync(() -> connectAndClose(server, proxy)));
            }
            assertTrue(dns.unanswered.await(10, TimeUnit.SECONDS), "the new ones are asking");
            long slowestNanos = 0;
            int statements = 0;
            while (!waiting.get(0).isDone() && statements < 100_000) {
                long start = System.nanoTime();
                try (ResultSet rows = statement.executeQuery("SELECT 1")) {
                    assertTrue(rows.next());
                }
                slowestNanos = Math.max(slowestNanos, System.nanoTime() - start);
                statements++;
            }
            assertTrue(statements > 100, "statements while the new ones waited: " + statements);
            assertTrue(slowestNanos < TimeUnit.MILLISECONDS.toNanos(700), "slowest: " + slowestNanos + " ns");
            for (CompletableFuture<Void> each : waiting) {
                each.get(20, TimeUnit.SECONDS);
            }
            for (int number = 0; number < NEW_CONNECTIONS; number++) {
                assertEquals("client quit", proxy.nextReason());
            }
            assertEquals(1, messages.warnings().size(), () -> "said once: " + messages.warnings());
        }
    }

    private static void connectAndClose(TestServer server, LocalProxy proxy) {
        try {
            connect(server, proxy).close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connect(TestServer server, LocalProxy proxy) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl("127.0.0.1", proxy.port()), server.user(), server.password());
    }

    /** Answers every question with 127.0.0.1, not to be cached, until it falls silent. */
    private static final class NameServer implements AutoCloseable {
        private static final int TYPE_A = 1;

        private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        private final java.util.concurrent.CountDownLatch unanswered = new java.util.concurrent.CountDownLatch(1);
        private volatile boolean silent;

        NameServer() throws IOException {
            Thread thread = new Thread(this::serve, "name-server");
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return socket.getLocalPort();
        }

        private void serve() {
            DatagramPacket question = new DatagramPacket(new byte[512], 512);
            try {
                while (true) {
                    question.setLength(512);
                    socket.receive(question);
                    if (silent) {
                        unanswered.countDown();
                    } else {
                        byte[] answer = answer(question);
                        socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
                    }
                }
            } catch (IOException e) {
                // closed: the test is over
            }
        }

        private static byte[] answer(DatagramPacket packet) {
            byte[] question = packet.getData();
            int end = 12;
            while (question[end] != 0) {
                end += question[end] + 1;
            }
            end += 5; // the end of the name, type and class
            boolean address = question[end - 3] == TYPE_A;
            ByteBuffer answer = ByteBuffer.allocate(end + 16);
            answer.put(question, 0, end);
            answer.putShort(2, (short) 0x8180).putShort(6, (short) (address ? 1 : 0));
            answer.putShort(8, (short) 0).putShort(10, (short) 0);
            if (address) {
                answer.putShort((short) 0xC00C).putShort((short) TYPE_A).putShort((short) 1);
                answer.putInt(0).putShort((short) 4).put(new byte[] {127, 0, 0, 1});
            }
            byte[] bytes = new byte[answer.position()];
            answer.get(0, bytes);
            return bytes;
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
