package io.github.mysqlmonitor.relay;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** One end of a MySQL connection, played by hand: whole packets in, any bytes out. */
final class Peer implements AutoCloseable {
    static final int PROTOCOL_41 = 0x200;
    static final int SSL = 0x800;
    private static final int BASE = 0x1 | PROTOCOL_41 | 0x2000 | 0x8000 | 0x80000;
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private int lastSequence = -1;

    Peer(Socket socket) throws SocketException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    static Peer connect(int port) throws IOException {
        return new Peer(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** From another loopback address than the usual 127.0.0.1. */
    static Peer connectFrom(String address, int port) throws IOException {
        return new Peer(new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(address), 0));
    }

    Socket socket() {
        return socket;
    }

    /** @return the payload of the next packet; null at the end of the stream */
    byte[] packet() throws IOException {
        InputStream in = socket.getInputStream();
        byte[] header = in.readNBytes(4);
        if (header.length < 4) {
            return null;
        }
        lastSequence = header[3] & 0xFF;
        int length = (header[0] & 0xFF) | (header[1] & 0xFF) << 8 | (header[2] & 0xFF) << 16;
        return in.readNBytes(length);
    }

    /** Sequence number of the packet that was read last. */
    int lastSequence() {
        return lastSequence;
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void send(int sequence, byte[] payload) throws IOException {
        send(frame(sequence, payload));
    }

    /** Whether the other side has ended the connection; what it still sends before is skipped. */
    boolean endsWithin20Seconds() {
        try {
            socket.getInputStream().skipNBytes(Long.MAX_VALUE);
            return false;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // the end of the stream, or a reset
        }
    }

    /** Does the client's part of a TLS handshake, without verification. */
    Peer tls() throws IOException, GeneralSecurityException {
        return tls(trust(true));
    }

    /** Does the client's part of a TLS handshake that refuses whatever certificate comes. */
    Peer tlsRefusing() throws IOException, GeneralSecurityException {
        return tls(trust(false));
    }

    private Peer tls(X509TrustManager trust) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, new SecureRandom());
        SSLSocket secured =
                (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        secured.startHandshake();
        return new Peer(secured);
    }

    /** Resets the connection. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    static byte[] frame(int sequence, byte[] payload) {
        return ByteBuffer.allocate(4 + payload.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(payload.length | sequence << 24)
                .put(payload)
                .array();
    }

    static byte[] greeting(boolean offersTls) {
        int capabilities = BASE | (offersTls ? SSL : 0);
        ByteBuffer payload = ByteBuffer.allocate(128)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 10)
                .put("9.9.9-scripted\0".getBytes(StandardCharsets.US_ASCII))
                .putInt(7)
                .put("abcdefgh\0".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) capabilities)
                .put((byte) 45)
                .putShort((short) 2)
                .putShort((short) (capabilities >>> 16))
                .put((byte) 21)
                .put(new byte[10])
                .put("ijklmnopqrst\0mysql_native_password\0".getBytes(StandardCharsets.US_ASCII));
        return Arrays.copyOf(payload.array(), payload.position());
    }

    static byte[] sslRequest() {
        return fixedPart(BASE | SSL, 32);
    }

    static byte[] login(String user) {
        byte[] rest = (user + "\0\0mysql_native_password\0").getBytes(StandardCharsets.US_ASCII);
        byte[] login = fixedPart(BASE, 32 + rest.length);
        System.arraycopy(rest, 0, login, 32, rest.length);
        return login;
    }

    private static byte[] fixedPart(int capabilities, int length) {
        return ByteBuffer.allocate(length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(capabilities)
                .putInt(1 << 24)
                .put((byte) 45)
                .array();
    }

    static byte[] query(String sql) {
        return ("\u0003" + sql).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] ok() {
        return new byte[] {0, 0, 0, 2, 0, 0, 0};
    }

    /** The lower half of a greeting's capability flags. */
    static int capabilities(byte[] greeting) {
        int at = 1;
        while (greeting[at] != 0) {
            at++;
        }
        at += 1 + 4 + 9;
        return (greeting[at] & 0xFF) | (greeting[at + 1] & 0xFF) << 8;
    }

    static boolean isErr(byte[] payload) {
        return payload.length > 3 && payload[0] == (byte) 0xFF;
    }

    static int errCode(byte[] payload) {
        return (payload[1] & 0xFF) | (payload[2] & 0xFF) << 8;
    }

    static String text(byte[] payload) {
        return new String(Arrays.copyOf(payload, payload.length), StandardCharsets.UTF_8);
    }

    private static X509TrustManager trust(boolean everything) {
        return new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type)
                    throws java.security.cert.CertificateException {
                if (!everything) {
                    throw new java.security.cert.CertificateException("refused on purpose");
                }
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
    }
}
