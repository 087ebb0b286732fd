package io.github.mysqlmonitor.packet;

/**
 * How much of a packet's values is kept.
 *
 * @param valueBytes bytes kept of each value; of a longer one the first, and its length
 * @param rows sets of values kept of a bulk execution; the others are counted
 */
public record Limits(int valueBytes, int rows) {
    /** Everything that is there; the packet's own size is the limit. */
    public static final Limits NONE = new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE);

    public Limits {
        if (valueBytes < 0 || rows < 0) {
            throw new IllegalArgumentException("limits are not negative");
        }
    }
}
