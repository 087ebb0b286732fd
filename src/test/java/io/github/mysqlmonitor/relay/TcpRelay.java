package io.github.mysqlmonitor.relay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP relay to put on a leg of a proxy: it records what passes, and can send each byte by itself. */
final class TcpRelay implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ByteArrayOutputStream recorded = new ByteArrayOutputStream();
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final String targetHost;
    private volatile int targetPort;
    private final boolean oneByteAtATime;

    /** What passed in one connection so far. */
    static final class Connection {
        private final ByteArrayOutputStream fromClient = new ByteArrayOutputStream();
        private final ByteArrayOutputStream fromServer = new ByteArrayOutputStream();

        byte[] fromClient() {
            return fromClient.toByteArray();
        }

        byte[] fromServer() {
            return fromServer.toByteArray();
        }
    }

    private TcpRelay(String host, int port, boolean oneByteAtATime) throws IOException {
        this.targetHost = host;
        this.targetPort = port;
        this.oneByteAtATime = oneByteAtATime;
        start(this::accept);
    }

    static TcpRelay recording(String host, int port) throws IOException {
        return new TcpRelay(host, port, false);
    }

    static TcpRelay dripping(String host, int port) throws IOException {
        return new TcpRelay(host, port, true);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Where connections go from now on. */
    void target(int port) {
        targetPort = port;
    }

    /** Everything that passed so far, both directions. */
    byte[] recorded() {
        synchronized (recorded) {
            return recorded.toByteArray();
        }
    }

    /** Those so far, in their order. */
    List<Connection> connections() {
        return List.copyOf(connections);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket();
                server.connect(new InetSocketAddress(targetHost, targetPort));
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Connection connection = new Connection();
                connections.add(connection);
                start(() -> pump(client, server, connection.fromClient));
                start(() -> pump(server, client, connection.fromServer));
            } catch (IOException e) {
                return; // closed: the test is over
            }
        }
    }

    private void pump(Socket from, Socket to, ByteArrayOutputStream direction) {
        byte[] buffer = new byte[64 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                record(buffer, count);
                direction.write(buffer, 0, count);
                int step = oneByteAtATime ? 1 : count;
                for (int at = 0; at < count; at += step) {
                    out.write(buffer, at, step);
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One of the two peers is gone; closing both tells the other.
        }
    }

    private void record(byte[] bytes, int count) {
        synchronized (recorded) {
            recorded.write(bytes, 0, count);
        }
    }

    private static void start(Runnable run) {
        Thread thread = new Thread(run, "tcp-relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
