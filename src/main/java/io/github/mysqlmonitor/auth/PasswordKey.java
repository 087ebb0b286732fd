package io.github.mysqlmonitor.auth;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;

/** The proxy's own RSA pair, by which clients on a plain leg send their passwords. Safe for any thread. */
public final class PasswordKey {
    private final RSAPrivateCrtKey privateKey;
    private final byte[] publicPem;

    public PasswordKey(RSAPrivateCrtKey privateKey) {
        this.privateKey = privateKey;
        this.publicPem = PublicKeyPem.write(publicHalf(privateKey));
    }

    private static RSAPublicKey publicHalf(RSAPrivateCrtKey key) {
        try {
            return (RSAPublicKey) KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("an RSA key whose public half is none", e);
        }
    }

    /** The public half, as a server would send it. */
    public byte[] publicPem() {
        return publicPem.clone();
    }

    /** How long a block is that was made with the public half. */
    int blockBytes() {
        return PasswordCipher.blockBytes(privateKey.getModulus().bitLength());
    }

    /**
     * The password in a client's block, with its NUL; it takes milliseconds.
     *
     * @return null if the block was not made with the public half of this key
     */
    public byte[] decrypt(byte[] block, byte[] nonce) {
        try {
            return PasswordCipher.decrypt(privateKey, block, nonce);
        } catch (GeneralSecurityException otherKey) {
            // Which of the ways to be wrong it was must not be told to whoever sent the block.
            return null;
        }
    }

    @Override
    public String toString() {
        return "PasswordKey[RSA " + privateKey.getModulus().bitLength() + "]";
    }
}
