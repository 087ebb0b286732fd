package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.tls.PemBundle;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** One end of a session in which everything is known before: blocking, and as little of MySQL as a training needs. */
final class TrainingPeer {
    private static final String USER = "training";
    /** Protocol 4.1, TLS, plugins, OK instead of EOF: what clients of today have. */
    private static final int CAPABILITIES = 0x0108aa05;

    private static final int SSL_REQUEST_BYTES = 32;
    private static final int COM_QUIT = 1;
    private static final int COM_QUERY = 3;
    private static final int REPLY_PACKETS = 4;
    private static final int RETRY_MILLIS = 20;
    private static final byte[] OK = hex("00000002000000");
    private static final byte[] REFUSED = hex("ff15042332383030304e6f");
    private static final byte[] COLUMN_COUNT = hex("01");
    private static final byte[] COLUMN = hex("03646566" + "000000" + "0131" + "00" + "0c3f0001000000088100000000");
    private static final byte[] ROW = hex("0131");
    private static final byte[] LAST = hex("fe000002000000");

    private Socket socket;
    private int sequence;

    private TrainingPeer(Socket socket) {
        this.socket = socket;
    }

    /** A context for both ends; the client's end trusts everybody. */
    static SSLContext tls(PemBundle bundle) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null);
        store.setKeyEntry(
                "server", bundle.privateKey(), new char[0], bundle.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {new TrustsAll()}, null);
        return context;
    }

    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Is the server of all who connect, until the listener is closed. */
    static void serve(ServerSocket listener, SSLContext tls) {
        Thread thread = new Thread(
                () -> {
                    while (!listener.isClosed()) {
                        try (Socket socket = listener.accept()) {
                            new TrainingPeer(socket).serve(tls);
                        } catch (IOException e) {
                            // The peer has left, or the training is over: the loop's condition tells which.
                        }
                    }
                },
                "training server");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(SSLContext tls) throws IOException {
        write(greeting());
        byte[] login = read();
        if (login.length == SSL_REQUEST_BYTES) {
            secure(tls, false);
            login = read();
        }
        boolean known = new String(login, StandardCharsets.ISO_8859_1).startsWith(USER, SSL_REQUEST_BYTES);
        write(known ? OK : REFUSED);
        while (known) {
            sequence = 0;
            int command = read()[0];
            if (command == COM_QUIT) {
                return;
            }
            write(COLUMN_COUNT);
            write(COLUMN);
            write(ROW);
            write(LAST);
        }
    }

    /**
     * Logs in over TLS, asks one thing and leaves.
     *
     * @param patience until the proxy must listen
     */
    static void converse(int port, SSLContext tls, Duration patience) throws IOException {
        try (Socket socket = connect(port, System.nanoTime() + patience.toNanos())) {
            socket.setSoTimeout((int) patience.toMillis());
            new TrainingPeer(socket).converse(tls);
        }
    }

    private static Socket connect(int port, long deadlineNanos) throws IOException {
        while (true) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (ConnectException e) {
                if (System.nanoTime() - deadlineNanos > 0) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void converse(SSLContext tls) throws IOException {
        read();
        byte[] start = new byte[SSL_REQUEST_BYTES];
        little(start, 0, CAPABILITIES);
        little(start, 4, 1 << 24);
        start[8] = 45;
        write(start);
        secure(tls, true);
        ByteArrayOutputStream login = new ByteArrayOutputStream();
        login.write(start);
        login.write((USER + "\0\0mysql_native_password\0").getBytes(StandardCharsets.US_ASCII));
        write(login.toByteArray());
        read();
        sequence = 0;
        write(((char) COM_QUERY + "SELECT 1").getBytes(StandardCharsets.US_ASCII));
        for (int packet = 0; packet < REPLY_PACKETS; packet++) {
            read();
        }
        sequence = 0;
        write(new byte[] {COM_QUIT});
    }

    private static byte[] greeting() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(10);
        out.write("8.0.0-training\0".getBytes(StandardCharsets.US_ASCII));
        out.write(hex("01000000" + "3132333435363738" + "00"));
        byte[] capabilities = new byte[4];
        little(capabilities, 0, CAPABILITIES);
        out.write(capabilities, 0, 2);
        out.write(hex("2d0200"));
        out.write(capabilities, 2, 2);
        out.write(21);
        out.write(new byte[10]);
        out.write("123456789012\0mysql_native_password\0".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private void secure(SSLContext tls, boolean client) throws IOException {
        SSLSocket secured =
                (SSLSocket) tls.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        secured.setUseClientMode(client);
        secured.startHandshake();
        socket = secured;
    }

    /** Length in three bytes, sequence number in one, payload. */
    private byte[] read() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] header = new byte[4];
        in.readFully(header);
        sequence = (header[3] & 0xff) + 1;
        byte[] payload = new byte[(header[0] & 0xff) | (header[1] & 0xff) << 8];
        in.readFully(payload);
        if (payload.length == 0) {
            throw new EOFException("an empty packet");
        }
        return payload;
    }

    private void write(byte[] payload) throws IOException {
        byte[] header = new byte[4];
        little(header, 0, payload.length);
        header[3] = (byte) sequence++;
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(header);
        packet.write(payload);
        OutputStream out = socket.getOutputStream();
        packet.writeTo(out);
        out.flush();
    }

    private static void little(byte[] to, int at, int value) {
        for (int i = 0; i < 4; i++) {
            to[at + i] = (byte) (value >> 8 * i);
        }
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
