package io.github.mysqlmonitor.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An upstream whose connections a test plays by hand. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final BlockingQueue<Peer> accepted = new LinkedBlockingQueue<>();

    ScriptedServer() throws IOException {
        Thread thread = new Thread(this::accept, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                accepted.add(new Peer(listener.accept()));
            } catch (IOException e) {
                return; // closed: the test is over
            }
        }
    }

    /** Waits for the next connection. */
    Peer next() throws InterruptedException {
        Peer peer = accepted.poll(10, TimeUnit.SECONDS);
        if (peer == null) {
            throw new AssertionError("nobody connected to the scripted server");
        }
        return peer;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Peer peer = accepted.poll(); peer != null; peer = accepted.poll()) {
            peer.close();
        }
    }
}
