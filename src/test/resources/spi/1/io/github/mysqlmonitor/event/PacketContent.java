package io.github.mysqlmonitor.event;

/**
 * The readable content of a packet. It is made on the event loop as a cheap holder of what was decoded, and rendered on
 * the sink's thread, because formatting and masking cost more than decoding.
 */
@FunctionalInterface
public interface PacketContent {
    /** A packet of which there is nothing to say. */
    PacketContent NONE = (out, showSecrets) -> {};

    /**
     * Appends one line of text, without line breaks or control characters.
     *
     * @param showSecrets whether passwords and authentication data appear in clear
     */
    void describe(StringBuilder out, boolean showSecrets);
}
