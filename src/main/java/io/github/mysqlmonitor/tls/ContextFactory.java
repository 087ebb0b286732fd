package io.github.mysqlmonitor.tls;

import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.KeyStore;
import java.security.KeyStoreException;
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

    /** Of BoringSSL's groups the one that stands against quantum computers, as its sessions name it. */
    static final String POST_QUANTUM = "X25519MLKEM768";

    /**
     * BoringSSL sends keys for the first group, and for the post-quantum one wherever it stands. All servers take P-256 at
     * once, also those that accept NIST's curves only, as MySQL 9.7 and MariaDB do: they would answer a key for X25519 by
     * asking for another one, and BoringSSL would give one for P-384, its slowest.
     */
    private static final String[] CLASSICAL_GROUPS = {"P-256", "X25519", "P-384", "P-521"};

    private static final String[] ALL_GROUPS = {"P-256", POST_QUANTUM, "X25519", "P-384", "P-521"};

    private ContextFactory() {}

    /** The leg on which we are the server. */
    static SslContext clientLeg(SslProvider provider, Protocols protocols, PemBundle bundle, ClientTrust clients)
            throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forServer(
                        bundle.privateKey(), bundle.chain().toArray(X509Certificate[]::new))
                .clientAuth(clients.ask())
                .keyStoreType(keyStoreType())
                // Also where nobody is asked: without a word on trust all of the JDK's authorities are loaded.
                .trustManager(clients.trust());
        return build(builder.sessionCacheSize(CACHED_SESSIONS), provider, protocols);
    }

    /** The key passes through a key store in memory: the JDK's default one derives two keys from its password for that. */
    private static String keyStoreType() {
        try {
            return KeyStore.getInstance("JKS").getType();
        } catch (KeyStoreException e) {
            return KeyStore.getDefaultType(); // A JDK that is restricted to what is certified: slower, and no more.
        }
    }

    /**
     * The leg on which we are the client.
     *
     * @param own our certificate, if there is one to show
     */
    static SslContext serverLeg(
            SslProvider provider, Protocols protocols, X509ExtendedTrustManager trust, Optional<PemBundle> own)
            throws SSLException {
        return serverLeg(provider, protocols, trust, own, true);
    }

    /** @param postQuantum whether BoringSSL offers that group */
    static SslContext serverLeg(
            SslProvider provider,
            Protocols protocols,
            X509ExtendedTrustManager trust,
            Optional<PemBundle> own,
            boolean postQuantum)
            throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .trustManager(trust)
                // Names are checked by the trust, against what the operator wrote.
                .endpointIdentificationAlgorithm(null);
        own.ifPresent(
                bundle -> builder.keyManager(bundle.privateKey(), bundle.chain().toArray(X509Certificate[]::new)));
        if (provider != SslProvider.JDK) {
            builder.option(OpenSslContextOption.GROUPS, (postQuantum ? ALL_GROUPS : CLASSICAL_GROUPS).clone());
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
