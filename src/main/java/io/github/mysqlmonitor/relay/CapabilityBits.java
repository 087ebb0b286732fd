package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.wire.Capability;
import io.netty.buffer.ByteBuf;

/**
 * Edits CLIENT_SSL, and what depends on it, where the two legs differ; the only other bit that is ever changed is that of
 * {@link io.github.mysqlmonitor.auth.AttributeInjection}. MySQL keeps
 * the word of the SSLRequest and compares its character set with the login's, so both are changed alike.
 */
final class CapabilityBits {
    private static final int SSL = (int) Capability.SSL.mask();
    private static final int SSL_VERIFY_SERVER_CERT = (int) Capability.SSL_VERIFY_SERVER_CERT.mask();
    private static final int SHORT_FORM = 4;

    private CapabilityBits() {}

    /**
     * Has the first bytes of a login, or of an SSLRequest, say what the leg does.
     *
     * @param payload borrowed, changed
     */
    static void login(ByteBuf payload, boolean tls) {
        int at = payload.readerIndex();
        if (payload.readableBytes() < SHORT_FORM) {
            return;
        }
        int word = payload.getIntLE(at);
        boolean old = (word & Capability.PROTOCOL_41.mask()) == 0;
        int cleared = old ? SSL : SSL | SSL_VERIFY_SERVER_CERT;
        payload.setIntLE(at, tls ? word | SSL : word & ~cleared);
    }
}
