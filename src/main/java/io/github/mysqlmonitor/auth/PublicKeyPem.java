package io.github.mysqlmonitor.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/** RSA public keys as servers send them and as {@code public_key.pem} in their data directory holds them. */
public final class PublicKeyPem {
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";
    private static final int LINE_LENGTH = 64;
    /** A key of 16,384 bits takes 2.9 kB. */
    private static final int MOST_BYTES = 8 * 1024;

    private PublicKeyPem() {}

    /** Empty if this is no RSA public key. */
    public static Optional<RSAPublicKey> read(byte[] pem) {
        if (pem.length > MOST_BYTES) {
            return Optional.empty();
        }
        String text = new String(pem, ISO_8859_1);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            return Optional.empty();
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der)) instanceof RSAPublicKey key
                    ? Optional.of(key)
                    : Optional.empty();
        } catch (IllegalArgumentException | GeneralSecurityException noKey) {
            // Whoever asked says what that means, and names where the bytes came from.
            return Optional.empty();
        }
    }

    static byte[] write(RSAPublicKey key) {
        String body = Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return (BEGIN + "\n" + body + "\n" + END + "\n").getBytes(ISO_8859_1);
    }
}
