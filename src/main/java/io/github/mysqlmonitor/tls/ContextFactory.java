package io.github.mysqlmonitor.tls;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;

/** Builds Netty's contexts for one engine. */
final class ContextFactory {
    /** A session in BoringSSL's cache is some KiB of native memory; Netty's default of 20480 would be most of ours. */
    private static final int CACHED_SESSIONS = 1024;

    /** Towards one server: every handshake uses up one, and mostly brings two. */
    private static final int CACHED_UPSTREAM_SESSIONS = 64;

    /**
     * The engine sends a key for the first group only. Servers take P-256 at once, also those that are built for NIST's
     * curves alone, as MySQL 9.7 and MariaDB are: they would answer a key for X25519 by asking for another one, after
     * which the engine offers P-384. Servers that prefer the post-quantum group ask for it.
     */
    private static final String[] UPSTREAM_GROUPS = {"P-256", "X25519MLKEM768", "X25519", "P-384", "P-521"};

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
        return build(builder.sessionCacheSize(CACHED_SESSIONS), provider, protocols);
    }

    /**
     * The leg on which we are the client.
     *
     * @param own our certificate, if there is one to show
     */
    static SslContext serverLeg(
            SslProvider provider, Protocols protocols, X509ExtendedTrustManager trust, Optional<PemBundle> own)
            throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .trustManager(trust)
                // Names are checked by the trust, against what the operator wrote.
                .endpointIdentificationAlgorithm(null);
        own.ifPresent(
                bundle -> builder.keyManager(bundle.privateKey(), bundle.chain().toArray(X509Certificate[]::new)));
        if (provider != SslProvider.JDK) {
            builder.option(OpenSslContextOption.GROUPS, UPSTREAM_GROUPS.clone());
        }
        return build(builder.sessionCacheSize(CACHED_UPSTREAM_SESSIONS), provider, protocols);
    }

    private static SslContext build(SslContextBuilder builder, SslProvider provider, Protocols protocols)
            throws SSLException {
        return builder.sslProvider(provider)
                .protocols(protocols.versions())
                .ciphers(CipherSuites.of(provider, protocols.suites()), SupportedCipherSuiteFilter.INSTANCE)
                .build();
    }
}
