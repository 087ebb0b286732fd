package io.github.mysqlmonitor.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Builds Netty's contexts for one engine. */
final class ContextFactory {
    static final String TLS_1_2 = "TLSv1.2";
    static final String TLS_1_3 = "TLSv1.3";
    /** A session in BoringSSL's cache is some KiB of native memory; Netty's default of 20480 would be most of ours. */
    private static final int CACHED_SESSIONS = 1024;

    private ContextFactory() {}

    /** The leg on which we are the server. */
    static SslContext clientLeg(SslProvider provider, PemBundle bundle) throws SSLException {
        return SslContextBuilder.forServer(bundle.privateKey(), bundle.chain().toArray(X509Certificate[]::new))
                .sslProvider(provider)
                .protocols(TLS_1_3, TLS_1_2)
                .ciphers(cipherSuites(provider), SupportedCipherSuiteFilter.INSTANCE)
                // No client is asked for a certificate. Without a word on trust all of the JDK's authorities are
                // loaded.
                .trustManager(new UnverifiedTrust())
                .keyStoreType(keyStoreType())
                .sessionCacheSize(CACHED_SESSIONS)
                .build();
    }

    /** The key passes through a key store in memory: the JDK's default one derives two keys from its password for that. */
    private static String keyStoreType() {
        try {
            return KeyStore.getInstance("JKS").getType();
        } catch (KeyStoreException e) {
            return KeyStore.getDefaultType(); // A JDK that is restricted to what is certified: slower, and no more.
        }
    }

    /** The leg on which we are the client: accepts every certificate, whatever its name, age or issuer. */
    static SslContext serverLeg(SslProvider provider, String... protocols) {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(provider)
                    .protocols(protocols.length == 0 ? new String[] {TLS_1_3, TLS_1_2} : protocols)
                    .ciphers(cipherSuites(provider), SupportedCipherSuiteFilter.INSTANCE)
                    .trustManager(new UnverifiedTrust())
                    .endpointIdentificationAlgorithm(null)
                    .sessionCacheSize(CACHED_SESSIONS)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("a context without key material can be built", e);
        }
    }

    /**
     * All that the engine has and that authenticates and encrypts: old servers and clients speak CBC suites and RSA key
     * exchange only. The modern ones come first, and as a server we let our order decide.
     */
    private static List<String> cipherSuites(SslProvider provider) {
        Set<String> ordered = new LinkedHashSet<>();
        try {
            List<String> available = provider == SslProvider.JDK
                    ? List.of(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites())
                    : List.copyOf(OpenSsl.availableJavaCipherSuites());
            available.stream().filter(ContextFactory::isModern).forEach(ordered::add);
            available.stream().filter(ContextFactory::isEncrypted).forEach(ordered::add);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has a default TLS context", e);
        }
        return List.copyOf(ordered);
    }

    /** TLS 1.3, and forward-secret AEAD suites of TLS 1.2. */
    private static boolean isModern(String suite) {
        boolean aead = suite.contains("_GCM_") || suite.contains("_CHACHA20_");
        return aead && isEncrypted(suite) && (!suite.contains("_WITH_") || suite.startsWith("TLS_ECDHE_"));
    }

    private static boolean isEncrypted(String suite) {
        return suite.startsWith("TLS_")
                && !suite.contains("_NULL_")
                && !suite.contains("_anon_")
                && !suite.contains("PSK_")
                && !suite.contains("_3DES_")
                && !suite.contains("_SCSV");
    }
}
