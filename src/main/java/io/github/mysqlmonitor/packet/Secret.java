package io.github.mysqlmonitor.packet;

import java.security.MessageDigest;
import java.util.Arrays;

/** Bytes that must not be shown by accident: it prints as {@code ***(length)}. */
public final class Secret {
    public static final Secret EMPTY = new Secret(new byte[0]);

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Wraps the bytes, without a copy.
     *
     * @param bytes taken: the caller keeps no reference
     */
    public static Secret of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Secret(bytes);
    }

    /** A copy of the secret itself. */
    public byte[] reveal() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    /** Overwrites the bytes with zeros; for who has used them up and has given them to nobody else. */
    public void wipe() {
        Arrays.fill(bytes, (byte) 0);
    }

    /** Without the NUL that servers append to a nonce. */
    Secret withoutFinalNul() {
        if (bytes.length == 0 || bytes[bytes.length - 1] != 0) {
            return this;
        }
        return of(Arrays.copyOf(bytes, bytes.length - 1));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    /** Depends on the length only, so that a hash tells nothing about the bytes. */
    @Override
    public int hashCode() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return "***(" + bytes.length + ")";
    }
}
