package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.packet.Greeting;
import io.github.mysqlmonitor.packet.Octets;
import io.github.mysqlmonitor.packet.Secret;
import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.ServerStatus;
import io.github.mysqlmonitor.wire.WireReader;
import java.security.SecureRandom;

/** The upstream's last greeting, and one of the proxy's own that looks like it; for any thread. */
final class KnownGreeting {
    private static final String VERSION = "8.0.0-mysql-monitor";
    private static final String PLUGIN = "caching_sha2_password";
    private static final int UTF8MB4_GENERAL_CI = 45;
    private static final int RESERVED_BYTES = 10;
    private static final int NONCE_BYTES = 20;

    private static final Capabilities CAPABILITIES = Capabilities.of(
            Capability.LONG_PASSWORD,
            Capability.LONG_FLAG,
            Capability.CONNECT_WITH_DB,
            Capability.PROTOCOL_41,
            Capability.TRANSACTIONS,
            Capability.SECURE_CONNECTION,
            Capability.PLUGIN_AUTH,
            Capability.PLUGIN_AUTH_LENENC_CLIENT_DATA);

    private final SecureRandom random = new SecureRandom();
    private volatile byte[] last;

    /** @param payload of a greeting, never an ERR; kept, and not changed by anybody */
    void remember(byte[] payload) {
        last = payload;
    }

    /** A greeting for those whom the upstream is not to hear of, of its version and with its plugin as far as known. */
    Greeting own(boolean offersTls) {
        String version = VERSION;
        String plugin = PLUGIN;
        byte[] known = last;
        if (known != null) {
            try {
                Greeting greeting = Greeting.decode(new WireReader(known));
                version = greeting.serverVersion();
                plugin = greeting.pluginName().isEmpty() ? PLUGIN : greeting.pluginName();
            } catch (ProtocolException e) {
                // Older than plugins: what it says does not help anybody to log in.
                version = VERSION;
            }
        }
        Capabilities capabilities = offersTls ? CAPABILITIES.with(Capability.SSL) : CAPABILITIES;
        Greeting.Layout layout = new Greeting.Layout(
                0,
                NONCE_BYTES + 1,
                Octets.of(new byte[RESERVED_BYTES]),
                Octets.of(new byte[1]),
                Integer.MAX_VALUE,
                Octets.EMPTY);
        return new Greeting(
                Greeting.VERSION_10,
                version,
                0,
                Secret.of(nonce()),
                capabilities,
                UTF8MB4_GENERAL_CI,
                ServerStatus.AUTOCOMMIT,
                plugin,
                layout);
    }

    /** 20 bytes of 1 to 127, as servers make them: clients read them as text. */
    byte[] nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        for (int i = 0; i < nonce.length; i++) {
            nonce[i] = (byte) (1 + (nonce[i] & 0x7F) % 0x7F);
        }
        return nonce;
    }
}
