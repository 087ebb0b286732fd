package io.github.mysqlmonitor.relay;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A recorded MySQL connection that went over to TLS, and the keys with which its client's side can be read: what
 * Wireshark does with a log of keys, for AES-GCM, which clients and servers of today choose.
 */
final class RecordedTls {
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;
    private static final int HELLO_RANDOM = 6;
    private static final int RANDOM_BYTES = 32;
    private static final int TAG_BITS = 128;
    private static final int IV_BYTES = 12;
    private static final int SALT_BYTES = 4;

    /** By the number of the suite: TLS 1.3's, then ECDHE with RSA and with ECDSA. */
    private static final Map<Integer, Suite> SUITES = Map.of(
            0x1301, new Suite("HmacSHA256", 16),
            0x1302, new Suite("HmacSHA384", 32),
            0xC02F, new Suite("HmacSHA256", 16),
            0xC030, new Suite("HmacSHA384", 32),
            0xC02B, new Suite("HmacSHA256", 16),
            0xC02C, new Suite("HmacSHA384", 32));

    private record Suite(String hmac, int keyBytes) {}

    private record Key(SecretKeySpec key, byte[] iv) {}

    /** One record, as it was sent. */
    private record Sent(byte[] header, byte[] body) {
        int type() {
            return header[0];
        }
    }

    private final List<Sent> fromClient;
    private final byte[] clientHello;
    private final byte[] serverHello;

    RecordedTls(TcpRelay.Connection connection) {
        fromClient = records(connection.fromClient());
        clientHello = hello(fromClient);
        serverHello = hello(records(connection.fromServer()));
    }

    /** In hexadecimal, as it begins the lines of a key log behind their label. */
    String clientRandom() {
        return HexFormat.of().formatHex(clientHello, HELLO_RANDOM, HELLO_RANDOM + RANDOM_BYTES);
    }

    /** @param secret of the label CLIENT_TRAFFIC_SECRET_0 */
    byte[] readTls13(byte[] secret) throws GeneralSecurityException {
        Suite suite = suite();
        Key key = new Key(
                new SecretKeySpec(expandLabel(suite, secret, "key", suite.keyBytes), "AES"),
                expandLabel(suite, secret, "iv", IV_BYTES));
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        long number = 0;
        for (Sent sent : fromClient) {
            if (sent.type() == APPLICATION_DATA) {
                byte[] nonce = key.iv.clone();
                for (int i = 0; i < Long.BYTES; i++) {
                    nonce[IV_BYTES - 1 - i] ^= (byte) (number >>> 8 * i);
                }
                try {
                    plain.writeBytes(open(key.key, nonce, sent.header, sent.body));
                    number++;
                } catch (AEADBadTagException e) {
                    if (number > 0) {
                        throw e;
                    }
                    // Of the handshake, which has keys of its own.
                }
            }
        }
        return plain.toByteArray();
    }

    /** @param master of the label CLIENT_RANDOM */
    byte[] readTls12(byte[] master) throws GeneralSecurityException {
        Suite suite = suite();
        ByteArrayOutputStream seed = new ByteArrayOutputStream();
        seed.writeBytes("key expansion".getBytes(StandardCharsets.US_ASCII));
        seed.write(serverHello, HELLO_RANDOM, RANDOM_BYTES);
        seed.write(clientHello, HELLO_RANDOM, RANDOM_BYTES);
        byte[] block = prf(suite, master, seed.toByteArray(), 2 * suite.keyBytes + 2 * SALT_BYTES);
        SecretKeySpec key = new SecretKeySpec(block, 0, suite.keyBytes, "AES");
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        long number = 1; // 0 is the client's Finished.
        for (Sent sent : fromClient) {
            if (sent.type() == APPLICATION_DATA) {
                byte[] nonce = ByteBuffer.allocate(IV_BYTES)
                        .put(block, 2 * suite.keyBytes, SALT_BYTES)
                        .put(sent.body, 0, Long.BYTES)
                        .array();
                byte[] sealed = Arrays.copyOfRange(sent.body, Long.BYTES, sent.body.length);
                byte[] data = ByteBuffer.allocate(Long.BYTES + 5)
                        .putLong(number++)
                        .put(sent.header, 0, 3)
                        .putShort((short) (sealed.length - TAG_BITS / 8))
                        .array();
                plain.writeBytes(open(key, nonce, data, sealed));
            }
        }
        return plain.toByteArray();
    }

    private Suite suite() {
        int sessionId = serverHello[HELLO_RANDOM + RANDOM_BYTES];
        int number = ByteBuffer.wrap(serverHello).getShort(HELLO_RANDOM + RANDOM_BYTES + 1 + sessionId) & 0xFFFF;
        Suite suite = SUITES.get(number);
        if (suite == null) {
            throw new AssertionError("suite 0x" + Integer.toHexString(number) + " is not read here");
        }
        return suite;
    }

    private static byte[] open(SecretKeySpec key, byte[] nonce, byte[] data, byte[] sealed)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(data);
        return cipher.doFinal(sealed);
    }

    /** RFC 8446, 7.1; one block of the hash is enough for what is asked here. */
    private static byte[] expandLabel(Suite suite, byte[] secret, String label, int length)
            throws GeneralSecurityException {
        byte[] name = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
        byte[] info = ByteBuffer.allocate(2 + 1 + name.length + 1 + 1)
                .putShort((short) length)
                .put((byte) name.length)
                .put(name)
                .put((byte) 0)
                .put((byte) 1)
                .array();
        return Arrays.copyOf(hmac(suite, secret, info), length);
    }

    /** RFC 5246, 5. */
    private static byte[] prf(Suite suite, byte[] secret, byte[] seed, int length) throws GeneralSecurityException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (byte[] a = hmac(suite, secret, seed); block.size() < length; a = hmac(suite, secret, a)) {
            byte[] both = Arrays.copyOf(a, a.length + seed.length);
            System.arraycopy(seed, 0, both, a.length, seed.length);
            block.writeBytes(hmac(suite, secret, both));
        }
        return block.toByteArray();
    }

    private static byte[] hmac(Suite suite, byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(suite.hmac);
        mac.init(new SecretKeySpec(key, suite.hmac));
        return mac.doFinal(data);
    }

    /** Behind the one packet in clear, the greeting or the SSLRequest; what is not whole yet is left out. */
    private static List<Sent> records(byte[] recorded) {
        int at = 4 + (recorded[0] & 0xFF) + ((recorded[1] & 0xFF) << 8);
        List<Sent> records = new ArrayList<>();
        while (at + 5 <= recorded.length) {
            int length = ByteBuffer.wrap(recorded).getShort(at + 3) & 0xFFFF;
            if (at + 5 + length > recorded.length) {
                break;
            }
            records.add(new Sent(
                    Arrays.copyOfRange(recorded, at, at + 5), Arrays.copyOfRange(recorded, at + 5, at + 5 + length)));
            at += 5 + length;
        }
        return records;
    }

    /** The last one, should the server have asked for another key. */
    private static byte[] hello(List<Sent> records) {
        return records.stream()
                .filter(sent -> sent.type() == HANDSHAKE && (sent.body[0] == 1 || sent.body[0] == 2))
                .map(Sent::body)
                .reduce((first, last) -> last)
                .orElseThrow(() -> new AssertionError("no hello"));
    }
}
