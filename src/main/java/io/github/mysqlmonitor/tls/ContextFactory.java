package io.github.mysqlmonitor.tls;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Builds Netty's contexts for one engine. */
final class ContextFactory {
    /** A session in BoringSSL's cache is some KiB of native memory; Netty's default of 20480 would be most of ours. */
    private static final int CACHED_SESSIONS = 1024;

    private ContextFactory() {}

    /** The leg on which we are the server. */
    static SslContext clientLeg(SslProvider provider, Protocols protocols, PemBundle bundle, ClientTrust clients)
            throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forServer(
                        bundle.privateKey(), bundle.chain().toArray(X509Certificate[]::new))
                .clientAuth(clients.ask());
        if (clients.ask() != ClientAuth.NONE) {
            builder.trustManager(clients.trust());
        }
        return build(builder, provider, protocols);
    }

    /**
     * The leg on which we are the client.
     *
     * @param own our certificate, if there is one to show
     */
    static SslContext serverLeg(
            SslProvider provider, Protocols protocols, PeerTrust.Check check, Optional<PemBundle> own)
            throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .trustManager(new PeerTrust(check))
                // Names are checked by the trust, against what the operator wrote.
                .endpointIdentificationAlgorithm(null);
        own.ifPresent(
                bundle -> builder.keyManager(bundle.privateKey(), bundle.chain().toArray(X509Certificate[]::new)));
        return build(builder, provider, protocols);
    }

    private static SslContext build(SslContextBuilder builder, SslProvider provider, Protocols protocols)
            throws SSLException {
        return builder.sslProvider(provider)
                .protocols(protocols.versions())
                .ciphers(CipherSuites.of(provider, protocols.suites()), SupportedCipherSuiteFilter.INSTANCE)
                .sessionCacheSize(CACHED_SESSIONS)
                .build();
    }
}
