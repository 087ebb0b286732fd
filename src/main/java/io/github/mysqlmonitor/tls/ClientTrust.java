package io.github.mysqlmonitor.tls;

import io.github.mysqlmonitor.config.ClientTlsConfig;
import io.netty.handler.ssl.ClientAuth;
import java.security.cert.X509Certificate;
import java.time.Clock;

/** Whether clients are asked for a certificate, and what it must show. */
record ClientTrust(ClientAuth ask, PeerTrust trust) {
    static final ClientTrust NONE = new ClientTrust(ClientAuth.NONE, new PeerTrust(chain -> {}));

    /** @throws io.github.mysqlmonitor.config.ConfigException for authorities that cannot be read */
    static ClientTrust of(ClientTlsConfig config, Clock clock) {
        if (!config.asks()) {
            return NONE;
        }
        Authorities authorities = Authorities.load(config.authorities());
        ChainVerifier verifier = new ChainVerifier(authorities, ChainVerifier.Purpose.CLIENT, clock);
        return new ClientTrust(
                config.verify() == ClientTlsConfig.Verify.REQUIRED ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL,
                new PeerTrust(verifier::verify, authorities.certificates().toArray(X509Certificate[]::new)));
    }
}
