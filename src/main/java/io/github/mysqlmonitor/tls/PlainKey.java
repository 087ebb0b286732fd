package io.github.mysqlmonitor.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The private keys that most people have, unencrypted RSA and EC ones, read by the JDK alone. Whatever it does not know
 * or cannot read is left to {@link KeyDecoder}, which knows all forms and says what is wrong.
 */
final class PlainKey {
    /** {@code SEQUENCE { OID rsaEncryption, NULL }}. */
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    /** {@code OID id-ecPublicKey}, which the curve follows. */
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;

    private PlainKey() {}

    static Optional<PrivateKey> of(PemBlock block) {
        if (block.hasHeaders()) {
            return Optional.empty();
        }
        try {
            switch (block.type()) {
                case "PRIVATE KEY":
                    return pkcs8(block.content());
                case "RSA PRIVATE KEY":
                    byte[] inner = der(OCTET_STRING, block.content());
                    return Optional.of(key("RSA", der(SEQUENCE, VERSION_0, RSA, inner)));
                default:
                    return Optional.empty();
            }
        } catch (IOException | GeneralSecurityException e) {
            return Optional.empty(); // Damaged, or of an unusual form: the other reader finds the words for it.
        }
    }

    /** {@code SEQUENCE { INTEGER 0, AlgorithmIdentifier, OCTET STRING }}. */
    private static Optional<PrivateKey> pkcs8(byte[] encoded) throws GeneralSecurityException {
        int at = headerLength(encoded);
        if (!startsWith(encoded, at, VERSION_0)) {
            return Optional.empty();
        }
        at += VERSION_0.length;
        if (startsWith(encoded, at, RSA)) {
            return Optional.of(key("RSA", encoded));
        }
        // The algorithm's own sequence is short: one byte of tag and one of length.
        return startsWith(encoded, at + 2, EC) ? Optional.of(key("EC", encoded)) : Optional.empty();
    }

    private static PrivateKey key(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    /** How many bytes tag and length of the outermost element take. */
    private static int headerLength(byte[] der) {
        return der.length < 2 || der[1] >= 0 ? 2 : 2 + (der[1] & 0x7f);
    }

    private static boolean startsWith(byte[] bytes, int from, byte[] wanted) {
        int to = from + wanted.length;
        return to <= bytes.length && Arrays.equals(bytes, from, to, wanted, 0, wanted.length);
    }

    /** An element of at least 128 and at most 65535 bytes, as all of ours are. */
    private static byte[] der(int tag, byte[]... parts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        if (length < 0x80 || length > 0xffff) {
            throw new IOException("a key of " + length + " bytes");
        }
        out.write(tag);
        if (length > 0xff) {
            out.write(0x82);
            out.write(length >> 8);
        } else {
            out.write(0x81);
        }
        out.write(length);
        for (byte[] part : parts) {
            out.write(part);
        }
        return out.toByteArray();
    }
}
