package io.github.mysqlmonitor.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;

/** A MySQL client that sends what no ready client sends: any packet, any capabilities. Without TLS and compression. */
final class WireClient implements AutoCloseable {
    static final long LONG_PASSWORD = 0x1;
    static final long FOUND_ROWS = 0x2;
    static final long CONNECT_WITH_DB = 0x8;
    static final long LOCAL_FILES = 0x80;
    static final long PROTOCOL_41 = 0x200;
    static final long TRANSACTIONS = 0x2000;
    static final long SECURE_CONNECTION = 0x8000;
    static final long MULTI_STATEMENTS = 0x10000;
    static final long MULTI_RESULTS = 0x20000;
    static final long PS_MULTI_RESULTS = 0x40000;
    static final long PLUGIN_AUTH = 0x80000;
    static final long CONNECT_ATTRS = 0x100000;
    static final long LENENC_AUTH = 0x200000;
    static final long EXPIRED_PASSWORDS = 0x400000;
    static final long SESSION_TRACK = 0x800000;
    static final long DEPRECATE_EOF = 0x1000000;
    static final long OPTIONAL_METADATA = 0x2000000;
    static final long QUERY_ATTRIBUTES = 0x8000000;
    static final long BASIC = LONG_PASSWORD
            | PROTOCOL_41
            | TRANSACTIONS
            | SECURE_CONNECTION
            | PLUGIN_AUTH
            | CONNECT_WITH_DB
            | MULTI_STATEMENTS
            | MULTI_RESULTS
            | PS_MULTI_RESULTS;
    static final long MODERN = BASIC | SESSION_TRACK | DEPRECATE_EOF;

    private static final int QUIET_MILLIS = 120;
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int UTF8MB4 = 45;

    private final Socket socket;
    private int sequence;
    private String plugin = "";
    private byte[] nonce = {};
    private long offered;
    private long connectionId;
    private String database = "test";
    private int charset = UTF8MB4;
    private long extended;

    WireClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    WireClient charset(int collation) {
        charset = collation;
        return this;
    }

    /** MariaDB's second word of capabilities. */
    WireClient extendedCapabilities(long bits) {
        extended = bits;
        return this;
    }

    WireClient database(String name) {
        database = name;
        return this;
    }

    long connectionId() {
        return connectionId;
    }

    /** @return the last packet of the login: OK or ERR */
    byte[] login(String user, String password, long capabilities, String... attributes) throws IOException {
        byte[] greeting = packet();
        if (greeting.length == 0 || greeting[0] != 10) {
            return greeting;
        }
        read(greeting);
        long bits = capabilities & (offered | LONG_PASSWORD | LOCAL_FILES);
        send(response(user, password, bits, attributes));
        return authenticate(password);
    }

    /** @return the server's first packet, an ERR maybe; nothing is sent */
    byte[] greeting() throws IOException {
        return packet();
    }

    /** Asks for TLS, and does not go on with it. */
    void requestTls() throws IOException {
        long ssl = 0x800;
        send(join(le(MODERN | ssl, 4), le(1 << 24, 4), new byte[] {(byte) charset}, new byte[23]));
    }

    /** The first bytes of a packet that claims to be longer. */
    void begin(int length, byte[] first) throws IOException {
        socket.getOutputStream().write(join(le(length, 3), new byte[1], first));
    }

    /** Reads and answers until the OK or the ERR. */
    byte[] authenticate(String password) throws IOException {
        while (true) {
            byte[] packet = packet();
            switch (packet[0] & 0xFF) {
                case 0x00, 0xFF -> {
                    return packet;
                }
                case 0xFE -> {
                    int end = end(packet, 1);
                    plugin = new String(packet, 1, end - 1, ISO_8859_1);
                    nonce = Arrays.copyOfRange(packet, end + 1, Math.min(packet.length, end + 21));
                    send(proof(password));
                }
                case 0x01 -> more(packet, password);
                default ->
                    throw new IOException("unexpected packet " + HexFormat.of().formatHex(packet));
            }
        }
    }

    /** Sends a command and reads all that comes until the server is silent for a moment. */
    List<byte[]> command(int code, byte[]... arguments) throws IOException {
        post(code, arguments);
        return drain();
    }

    List<byte[]> query(String sql) throws IOException {
        return command(0x03, sql.getBytes(UTF_8));
    }

    /** Sends a command and reads nothing. */
    void post(int code, byte[]... arguments) throws IOException {
        sequence = 0;
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.write(code);
        for (byte[] argument : arguments) {
            payload.writeBytes(argument);
        }
        send(payload.toByteArray());
    }

    /** Sends several commands in one segment and reads all answers. */
    List<byte[]> pipeline(byte[]... commands) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] command : commands) {
            all.writeBytes(frame(0, command));
        }
        socket.getOutputStream().write(all.toByteArray());
        return drain();
    }

    /** The next packet of the command under way. */
    void send(byte[] payload) throws IOException {
        socket.getOutputStream().write(frame(sequence++, payload));
    }

    List<byte[]> drain() throws IOException {
        List<byte[]> packets = new ArrayList<>();
        try {
            packets.add(packet());
            socket.setSoTimeout(QUIET_MILLIS);
            while (true) {
                packets.add(packet());
            }
        } catch (SocketTimeoutException quiet) {
            return packets;
        } catch (java.io.EOFException ended) {
            return packets;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    void quit() throws IOException {
        post(0x01);
        close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Little-endian. */
    static byte[] le(long value, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (value >>> 8 * i);
        }
        return bytes;
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** The id in the answer to a PREPARE. */
    static byte[] statementId(List<byte[]> answer) {
        return Arrays.copyOfRange(answer.get(0), 1, 5);
    }

    private void read(byte[] greeting) {
        int at = end(greeting, 1) + 1;
        connectionId = number(greeting, at, 4);
        byte[] first = Arrays.copyOfRange(greeting, at + 4, at + 12);
        offered = number(greeting, at + 13, 2) | number(greeting, at + 18, 2) << 16;
        int second = at + 31;
        nonce = join(first, Arrays.copyOfRange(greeting, second, second + 12));
        int name = second + 13;
        plugin = name < greeting.length ? new String(greeting, name, end(greeting, name) - name, ISO_8859_1) : "";
    }

    private byte[] response(String user, String password, long bits, String... attributes) throws IOException {
        byte[] proof = proof(password);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(le(bits, 4));
        out.writeBytes(le(1 << 24, 4));
        out.write(charset);
        out.writeBytes(new byte[19]);
        out.writeBytes(le(extended, 4));
        out.writeBytes(join(text(user), new byte[1], new byte[] {(byte) proof.length}, proof));
        if ((bits & CONNECT_WITH_DB) != 0) {
            out.writeBytes(join(text(database), new byte[1]));
        }
        out.writeBytes(join(text(plugin), new byte[1]));
        if ((bits & CONNECT_ATTRS) != 0) {
            ByteArrayOutputStream pairs = new ByteArrayOutputStream();
            for (String attribute : attributes) {
                byte[] bytes = text(attribute);
                pairs.write(bytes.length);
                pairs.writeBytes(bytes);
            }
            out.write(pairs.size());
            out.writeBytes(pairs.toByteArray());
        }
        return out.toByteArray();
    }

    private void more(byte[] packet, String password) throws IOException {
        if (packet.length == 2 && packet[1] == 3) {
            return; // the OK follows
        }
        if (packet.length == 2 && packet[1] == 4) {
            send(new byte[] {2});
            return;
        }
        try {
            String pem = new String(packet, 1, packet.length - 1, ISO_8859_1).replaceAll("-----[A-Z ]+-----", "");
            PublicKey key = KeyFactory.getInstance("RSA")
                    .generatePublic(
                            new X509EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
            byte[] clear = join(text(password), new byte[1]);
            for (int i = 0; i < clear.length; i++) {
                clear[i] ^= nonce[i % nonce.length];
            }
            Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
            rsa.init(Cipher.ENCRYPT_MODE, key);
            send(rsa.doFinal(clear));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private byte[] proof(String password) {
        if (password.isEmpty()) {
            return new byte[0];
        }
        try {
            return switch (plugin) {
                case "mysql_native_password" -> {
                    MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
                    byte[] once = sha1.digest(text(password));
                    byte[] twice = sha1.digest(once);
                    yield xor(once, sha1.digest(join(nonce, twice)));
                }
                case "caching_sha2_password" -> {
                    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
                    byte[] once = sha256.digest(text(password));
                    byte[] twice = sha256.digest(once);
                    yield xor(once, sha256.digest(join(twice, nonce)));
                }
                case "sha256_password" -> new byte[] {1};
                default -> new byte[0];
            };
        } catch (GeneralSecurityException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private static byte[] xor(byte[] a, byte[] b) {
        byte[] out = new byte[a.length];
        for (int i = 0; i < a.length; i++) {
            out[i] = (byte) (a[i] ^ b[i]);
        }
        return out;
    }

    private byte[] packet() throws IOException {
        InputStream in = socket.getInputStream();
        byte[] header = new byte[4];
        header[0] = readByte(in);
        for (int i = 1; i < 4; i++) {
            header[i] = readByte(in);
        }
        sequence = (header[3] & 0xFF) + 1;
        byte[] payload = new byte[(int) number(header, 0, 3)];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = readByte(in);
        }
        return payload;
    }

    private static byte readByte(InputStream in) throws IOException {
        int value = in.read();
        if (value < 0) {
            throw new java.io.EOFException();
        }
        return (byte) value;
    }

    static byte[] frame(int sequence, byte[] payload) {
        return join(le(payload.length, 3), new byte[] {(byte) sequence}, payload);
    }

    private static long number(byte[] bytes, int at, int size) {
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << 8 | bytes[at + i] & 0xFF;
        }
        return value;
    }

    private static int end(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != 0) {
            at++;
        }
        return at;
    }
}
