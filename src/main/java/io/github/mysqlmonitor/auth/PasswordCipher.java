package io.github.mysqlmonitor.auth;

import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;

/**
 * The RSA block by which a password travels over a plain leg: OAEP with SHA-1 and MGF1 over the password and its NUL,
 * each byte XORed with the nonce, which is repeated as often as needed.
 */
final class PasswordCipher {
    private static final String TRANSFORMATION = "RSA/ECB/OAEPWithSHA-1AndMGF1Padding";
    /** Two digests and two bytes. */
    private static final int PADDING_BYTES = 2 * 20 + 2;

    private PasswordCipher() {}

    /** How many bytes, NUL included, fit into a block of this key. */
    static int capacity(RSAPublicKey key) {
        return blockBytes(key.getModulus().bitLength()) - PADDING_BYTES;
    }

    static int blockBytes(int modulusBits) {
        return (modulusBits + Byte.SIZE - 1) / Byte.SIZE;
    }

    /** @param password with its NUL, no longer than the key's capacity; borrowed */
    static byte[] encrypt(RSAPublicKey key, byte[] password, byte[] nonce) throws GeneralSecurityException {
        byte[] mixed = mixed(password, nonce);
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION);
            cipher.init(Cipher.ENCRYPT_MODE, key);
            return cipher.doFinal(mixed);
        } finally {
            Arrays.fill(mixed, (byte) 0);
        }
    }

    /**
     * Undoes {@link #encrypt}.
     *
     * @throws GeneralSecurityException if the block was not made with the public half of this key
     */
    static byte[] decrypt(RSAPrivateKey key, byte[] block, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(Cipher.DECRYPT_MODE, key);
        byte[] mixed = cipher.doFinal(block);
        try {
            return mixed(mixed, nonce);
        } finally {
            Arrays.fill(mixed, (byte) 0);
        }
    }

    private static byte[] mixed(byte[] bytes, byte[] nonce) {
        byte[] mixed = bytes.clone();
        for (int i = 0; nonce.length > 0 && i < mixed.length; i++) {
            mixed[i] ^= nonce[i % nonce.length];
        }
        return mixed;
    }
}
