package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.WireReader;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes of a packet that are kept as they came: reserved fields, blocks that need more than the packet to be read. */
public final class Octets {
    public static final Octets EMPTY = new Octets(new byte[0]);

    private static final int MAX_SHOWN = 64;

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Wraps the bytes, without a copy.
     *
     * @param bytes taken: the caller keeps no reference
     */
    public static Octets of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Octets(bytes);
    }

    /** What the reader has left; allocates nothing at the end of the packet. */
    static Octets rest(WireReader in) {
        return in.has(1) ? new Octets(in.rest()) : EMPTY;
    }

    public int length() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** Whether all bytes are 0, as those of a reserved field should be. */
    public boolean isZero() {
        for (byte each : bytes) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    /** A copy. */
    public byte[] toArray() {
        return bytes.clone();
    }

    /** A cursor at the first byte. */
    public WireReader reader() {
        return new WireReader(bytes);
    }

    /** The bytes themselves, for callers in this package that change nothing. */
    byte[] array() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Hexadecimal digits of the first bytes, and the number of all if there are more. */
    @Override
    public String toString() {
        String digits = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, MAX_SHOWN));
        return bytes.length <= MAX_SHOWN ? digits : digits + "… (" + bytes.length + " bytes)";
    }
}
