package io.github.mysqlmonitor.bench;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.net.ssl.SSLSocketFactory;

/** A session over TLS that logs in with caching_sha2_password, and then says nothing unless it is told to. */
final class MySqlSession implements AutoCloseable {
    private static final int PROTOCOL_41 = 1 << 9;
    private static final int SSL = 1 << 11;
    private static final int SECURE_CONNECTION = 1 << 15;
    private static final int PLUGIN_AUTH = 1 << 19;
    private static final int FLAGS = PROTOCOL_41 | SSL | SECURE_CONNECTION | PLUGIN_AUTH;
    private static final int UTF8MB4 = 45;
    private static final int FULL_AUTHENTICATION = 4;
    private static final int NONCE = 20;

    private final Socket socket;
    private final Socket wire;
    private DataInputStream in;
    private OutputStream out;
    private int sequence;
    private long connectionId;

    private MySqlSession(Socket socket, Socket wire) throws IOException {
        this.socket = socket;
        this.wire = wire;
        use(socket);
    }

    private void use(Socket on) throws IOException {
        in = new DataInputStream(new BufferedInputStream(on.getInputStream()));
        out = on.getOutputStream();
    }

    /** @param peer told to the TLS engine, which resumes only sessions with the same one */
    static MySqlSession open(SSLSocketFactory tls, int port, String peer, String user, String password)
            throws IOException, GeneralSecurityException {
        Socket tcp = new Socket(InetAddress.getLoopbackAddress(), port);
        tcp.setTcpNoDelay(true);
        MySqlSession plain = new MySqlSession(tcp, tcp);
        byte[] greeting = plain.read();
        byte[] nonce = nonce(greeting);
        plain.write(head());
        MySqlSession session = new MySqlSession(tls.createSocket(tcp, peer, port, true), tcp);
        session.sequence = plain.sequence;
        session.connectionId = connectionId(greeting);
        session.write(login(user, scramble(password, nonce)));
        session.authenticate(password);
        return session;
    }

    private void authenticate(String password) throws IOException {
        byte[] packet = read();
        if (packet[0] == 1 && packet[1] == FULL_AUTHENTICATION) { // the wire is encrypted, so in clear
            write((password + '\0').getBytes(StandardCharsets.UTF_8));
        }
        while (packet[0] == 1) {
            packet = read();
        }
        if (packet[0] != 0) {
            throw new IOException("login refused: " + new String(packet, StandardCharsets.UTF_8));
        }
    }

    private static byte[] nonce(byte[] greeting) throws IOException {
        if (greeting[0] != 10) {
            throw new IOException("no greeting: " + new String(greeting, StandardCharsets.UTF_8));
        }
        int first = 1; // the version, then its end, then the connection's id
        while (greeting[first] != 0) {
            first++;
        }
        first += 5;
        byte[] nonce = Arrays.copyOfRange(greeting, first, first + NONCE);
        System.arraycopy(greeting, first + 27, nonce, 8, NONCE - 8);
        return nonce;
    }

    /** SSLRequest, which is also how the login begins. */
    private static byte[] head() {
        ByteBuffer head = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        return head.putInt(FLAGS).putInt(1 << 24).put((byte) UTF8MB4).array();
    }

    private static byte[] login(String user, byte[] answer) {
        byte[] name = (user + '\0').getBytes(StandardCharsets.UTF_8);
        byte[] plugin = "caching_sha2_password\0".getBytes(StandardCharsets.UTF_8);
        ByteBuffer login = ByteBuffer.allocate(32 + name.length + 1 + answer.length + plugin.length);
        return login.put(head())
                .put(name)
                .put((byte) answer.length)
                .put(answer)
                .put(plugin)
                .array();
    }

    private static byte[] scramble(String password, byte[] nonce) throws GeneralSecurityException {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        byte[] once = sha.digest(password.getBytes(StandardCharsets.UTF_8));
        sha.update(sha.digest(once));
        byte[] mask = sha.digest(nonce);
        for (int i = 0; i < mask.length; i++) {
            mask[i] ^= once[i];
        }
        return mask;
    }

    private static long connectionId(byte[] greeting) {
        ByteBuffer in = ByteBuffer.wrap(greeting).order(ByteOrder.LITTLE_ENDIAN);
        while (in.get() != 0) { // protocol and version
            assert in.hasRemaining();
        }
        return in.getInt() & 0xffffffffL;
    }

    /** The server's number of this session. */
    long connectionId() {
        return connectionId;
    }

    /** How long to wait for an answer; for ever unless this was called. */
    void patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /** Sends a command. */
    void command(byte[] payload) throws IOException {
        sequence = 0;
        write(payload);
    }

    byte[] read() throws IOException {
        int header = Integer.reverseBytes(in.readInt());
        sequence = (header >>> 24) + 1;
        byte[] payload = new byte[header & 0xffffff];
        in.readFully(payload);
        return payload;
    }

    private void write(byte[] payload) throws IOException {
        ByteBuffer packet = ByteBuffer.allocate(4 + payload.length).order(ByteOrder.LITTLE_ENDIAN);
        packet.putInt(payload.length | sequence++ << 24).put(payload);
        out.write(packet.array());
        out.flush();
    }

    /** Leaves without a word, as a client that is killed does. */
    void abort() throws IOException {
        wire.setSoLinger(true, 0);
        wire.close();
    }

    /** COM_QUIT. */
    @Override
    public void close() throws IOException {
        try (socket) {
            sequence = 0;
            write(new byte[] {1});
        }
    }
}
