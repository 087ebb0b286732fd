package io.github.mysqlmonitor.relay;

/**
 * Where a session stands, as far as the relay must know.
 *
 * <pre>
 * CONNECTING → GREETING → FIRST_PACKET ─┬─────────────▶ RELAYING → CLOSING → CLOSED
 *                                       └→ SECURING ───▶
 * </pre>
 *
 * Every phase may go to CLOSING.
 */
enum Phase {
    /** The upstream is being resolved and connected. */
    CONNECTING,
    /** Connected; the server's first packet is awaited. */
    GREETING,
    /** The greeting went to the client; its first packet decides about TLS. */
    FIRST_PACKET,
    /** TLS handshakes are under way on one or both legs. */
    SECURING,
    /** Bytes flow. */
    RELAYING,
    /** One leg has ended; what was read is being delivered to the other. */
    CLOSING,
    CLOSED
}
