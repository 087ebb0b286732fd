package io.github.mysqlmonitor.observe;

/**
 * What the sinks want to read.
 *
 * @param expand one event for each packet, even in long runs of equal ones
 * @param payload whether events carry bytes of the payload
 * @param maxPayload how many of them at most
 * @param showSecrets whether passwords stay readable in those bytes
 * @param maxTextBytes how many bytes of a statement are kept for display
 */
public record ObserveOptions(boolean expand, boolean payload, int maxPayload, boolean showSecrets, int maxTextBytes) {
    /** No payload, secrets hidden, 16 KiB of each statement. */
    public static final ObserveOptions DEFAULT = new ObserveOptions(false, false, 0, false, 16 * 1024);

    public ObserveOptions {
        if (maxPayload < 0 || maxTextBytes < 0) {
            throw new IllegalArgumentException("maxPayload " + maxPayload + ", maxTextBytes " + maxTextBytes);
        }
    }

    /** How many bytes of each packet are needed. */
    int keptBytes() {
        return Math.max(Conversation.HEAD_BYTES, Math.max(maxTextBytes, payload ? maxPayload : 0));
    }
}
