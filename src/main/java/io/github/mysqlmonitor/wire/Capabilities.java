package io.github.mysqlmonitor.wire;

/**
 * A set of {@link Capability}: what one peer offers, or with {@link #and} what two agreed on.
 *
 * @param bits bits 0 to 31 as on the wire, MariaDB's extended word above
 */
public record Capabilities(long bits) {
    public static final Capabilities NONE = new Capabilities(0);

    /**
     * Puts the two words of the wire together.
     *
     * @param extended MariaDB's extended word, 0 if there is none
     */
    public static Capabilities of(long word, long extended) {
        return new Capabilities((word & 0xFFFFFFFFL) | extended << 32);
    }

    public static Capabilities of(Capability... all) {
        long bits = 0;
        for (Capability each : all) {
            bits |= each.mask();
        }
        return new Capabilities(bits);
    }

    public boolean has(Capability capability) {
        return (bits & capability.mask()) != 0;
    }

    public Capabilities and(Capabilities other) {
        return new Capabilities(bits & other.bits);
    }

    public Capabilities with(Capability capability) {
        return new Capabilities(bits | capability.mask());
    }

    public Capabilities without(Capability capability) {
        return new Capabilities(bits & ~capability.mask());
    }

    /** The 32 bits of the greeting and the login. */
    public long word() {
        return bits & 0xFFFFFFFFL;
    }

    /** MariaDB's extended word, 0 if there is none. */
    public long extended() {
        return bits >>> 32;
    }

    /** A MariaDB peer clears bit 0, which every MySQL peer of the 4.1 protocol sets. */
    public boolean isMariaDb() {
        return !has(Capability.LONG_PASSWORD) && has(Capability.PROTOCOL_41);
    }

    /** All names in bit order, such as {@code +SSL +DEPRECATE_EOF}; a bit without a name shows as {@code +BIT40}. */
    public String names() {
        boolean mariaDb = isMariaDb();
        StringBuilder out = new StringBuilder();
        Capability[] known = Capability.values();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            if ((bits >>> bit & 1) == 0) {
                continue;
            }
            out.append(out.length() == 0 ? "+" : " +");
            out.append(bit < known.length ? known[bit].protocolName(mariaDb) : "BIT" + bit);
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return names();
    }
}
