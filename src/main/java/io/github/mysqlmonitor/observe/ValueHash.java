package io.github.mysqlmonitor.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The first 32 bits of HMAC-SHA-256 over a value's text in UTF-8: equal values look equal, and nobody can look them up. */
final class ValueHash {
    /** With a random key that nobody keeps. */
    static final ValueHash OF_PROCESS = withRandomKey();

    private static final int BYTES = 4;

    /** Never fed, only cloned, because that is cheaper than to begin with the key. */
    private final Mac keyed;

    ValueHash(byte[] key) {
        try {
            keyed = Mac.getInstance("HmacSHA256");
            keyed.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException missing) {
            // Every Java platform has this algorithm.
            throw new IllegalStateException(missing);
        }
    }

    private static ValueHash withRandomKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return new ValueHash(key);
    }

    /** Eight hex digits. */
    String of(String value) {
        try {
            Mac mac = (Mac) keyed.clone();
            return HexFormat.of().formatHex(mac.doFinal(value.getBytes(UTF_8)), 0, BYTES);
        } catch (CloneNotSupportedException strange) {
            // The JDK's own can be cloned.
            throw new IllegalStateException(strange);
        }
    }
}
