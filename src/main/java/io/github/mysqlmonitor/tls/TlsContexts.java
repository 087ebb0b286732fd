package io.github.mysqlmonitor.tls;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.TlsConfig;
import io.github.mysqlmonitor.config.TlsEngine;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import java.util.Set;

/**
 * What the two legs of a session get their TLS from. Both legs use one engine: where the client leg needs the JDK's for the sake of its
 * certificate, the server's certificate is likely to come from the same authority.
 *
 * @param client for the leg on which we are the server
 * @param server for the leg on which we are the client; verifies nothing yet
 * @param engineName {@code BoringSSL} or {@code JDK}
 * @param warning one line when the choice of engine costs something: why, and what
 */
public record TlsContexts(SslContext client, UpstreamTls server, String engineName, Optional<String> warning) {
    private static final String COST = "; TLS takes about 4 times the CPU";

    /**
     * Chooses the engine by trying: a context is built and a handshake is made in memory for each TLS version.
     *
     * @throws ConfigException of kind TLS_MATERIAL when the engine, or under AUTO every engine, cannot use the bundle
     */
    public static TlsContexts create(TlsConfig config, PemBundle bundle) {
        if (config.engine() == TlsEngine.JDK) {
            return only(SslProvider.JDK, bundle);
        }
        if (!OpenSsl.isAvailable()) {
            String reason = "BoringSSL cannot be loaded (" + rootMessage(OpenSsl.unavailabilityCause()) + ")";
            if (config.engine() == TlsEngine.BORINGSSL) {
                throw new ConfigException(
                        ConfigException.Kind.TLS_MATERIAL,
                        reason + ": choose --tls-engine auto or jdk, or repair its native library",
                        OpenSsl.unavailabilityCause());
            }
            return withWarning(only(SslProvider.JDK, bundle), reason + ", using the JDK's TLS instead" + COST);
        }
        if (config.engine() == TlsEngine.BORINGSSL) {
            return only(SslProvider.OPENSSL, bundle);
        }
        return better(bundle);
    }

    /**
     * Frees what the contexts hold outside the heap, once nobody makes sessions of them any more. Sessions that are
     * open keep what they need.
     */
    public void release() {
        ReferenceCountUtil.release(client);
        server.release();
    }

    private static TlsContexts better(PemBundle bundle) {
        Rehearsal boringSsl = Rehearsal.of(SslProvider.OPENSSL, bundle);
        if (boringSsl.complete()) {
            return of(SslProvider.OPENSSL, boringSsl);
        }
        Rehearsal jdk = Rehearsal.of(SslProvider.JDK, bundle);
        if (jdk.versions().size() <= boringSsl.versions().size()) {
            jdk.discard();
            return partial(SslProvider.OPENSSL, boringSsl, bundle);
        }
        boringSsl.discard();
        String reason = boringSsl.versions().isEmpty()
                ? "BoringSSL cannot use this certificate"
                : "BoringSSL can use this certificate with " + String.join(" and ", boringSsl.versions()) + " only";
        return withWarning(
                partial(SslProvider.JDK, jdk, bundle),
                reason + " (key " + bundle.keyAlgorithm() + "), using the JDK's TLS instead" + COST);
    }

    private static TlsContexts only(SslProvider provider, PemBundle bundle) {
        return partial(provider, Rehearsal.of(provider, bundle), bundle);
    }

    /** What works is served; that the rest does not is said. */
    private static TlsContexts partial(SslProvider provider, Rehearsal rehearsal, PemBundle bundle) {
        Set<String> versions = rehearsal.versions();
        if (versions.isEmpty()) {
            rehearsal.discard();
            throw new ConfigException(
                    ConfigException.Kind.TLS_MATERIAL,
                    engineName(provider) + " cannot use the certificate " + bundle.subject() + " with its "
                            + bundle.keyAlgorithm() + " key ("
                            + rootMessage(rehearsal.failure().orElseThrow())
                            + "): " + (provider == SslProvider.JDK ? "" : "choose --tls-engine auto, or ")
                            + "use RSA of 2048 bits or more, or EC P-256",
                    rehearsal.failure().orElseThrow());
        }
        TlsContexts contexts = of(provider, rehearsal);
        return rehearsal.complete()
                ? contexts
                : withWarning(
                        contexts,
                        "the certificate's " + bundle.keyAlgorithm() + " key works with "
                                + String.join(" and ", versions) + " only");
    }

    private static TlsContexts of(SslProvider provider, Rehearsal rehearsal) {
        return new TlsContexts(
                rehearsal.context().orElseThrow(),
                new UpstreamTls(provider, new UnverifiedTrust(), false),
                engineName(provider),
                Optional.empty());
    }

    private static TlsContexts withWarning(TlsContexts contexts, String warning) {
        String text = contexts.warning.map(earlier -> warning + "; " + earlier).orElse(warning);
        return new TlsContexts(contexts.client, contexts.server, contexts.engineName, Optional.of(text));
    }

    private static String engineName(SslProvider provider) {
        return provider == SslProvider.JDK ? "JDK" : "BoringSSL";
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return PemFile.oneLine(root);
    }
}
