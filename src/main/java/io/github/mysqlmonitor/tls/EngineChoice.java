package io.github.mysqlmonitor.tls;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.TlsEngine;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import java.util.Optional;
import java.util.Set;

/**
 * The engine that can use the certificate for clients, found by trying.
 *
 * @param client the client leg's context
 * @param warning one line when the choice costs something: why, and what
 */
record EngineChoice(SslProvider provider, SslContext client, Optional<String> warning) {
    static final String COST = "; TLS takes about 4 times the CPU";

    /** @throws ConfigException of kind TLS_MATERIAL when the engine, or under AUTO every engine, cannot use the bundle */
    static EngineChoice of(TlsEngine engine, Protocols protocols, PemBundle bundle, ClientTrust clients) {
        Wish wish = new Wish(protocols, bundle, clients);
        if (engine == TlsEngine.JDK) {
            return wish.only(SslProvider.JDK);
        }
        Optional<String> obstacle = obstacle(protocols);
        if (obstacle.isPresent()) {
            if (engine == TlsEngine.BORINGSSL) {
                throw new ConfigException(
                        OpenSsl.isAvailable() ? ConfigException.Kind.USAGE : ConfigException.Kind.TLS_MATERIAL,
                        obstacle.get() + ": choose --tls-engine auto or jdk"
                                + (OpenSsl.isAvailable() ? "" : ", or repair its native library"),
                        OpenSsl.unavailabilityCause());
            }
            return wish.only(SslProvider.JDK).warned(obstacle.get() + ", using the JDK's TLS instead" + COST);
        }
        return engine == TlsEngine.BORINGSSL ? wish.only(SslProvider.OPENSSL) : wish.better();
    }

    /** What keeps BoringSSL from being used at all. */
    private static Optional<String> obstacle(Protocols protocols) {
        if (!OpenSsl.isAvailable()) {
            return Optional.of("BoringSSL cannot be loaded (" + rootMessage(OpenSsl.unavailabilityCause()) + ")");
        }
        return protocols.versions().contains(Protocols.TLS_1_3) && !CipherSuites.allOfTls13(protocols.suites())
                ? Optional.of("BoringSSL speaks all cipher suites of TLS 1.3 or none, and --tls-ciphers names a part")
                : Optional.empty();
    }

    String engineName() {
        return name(provider);
    }

    private static String name(SslProvider provider) {
        return provider == SslProvider.JDK ? "JDK" : "BoringSSL";
    }

    private EngineChoice warned(String text) {
        return new EngineChoice(
                provider,
                client,
                Optional.of(warning.map(earlier -> text + "; " + earlier).orElse(text)));
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return PemFile.oneLine(root);
    }

    /** What the engine is to do. */
    private record Wish(Protocols protocols, PemBundle bundle, ClientTrust clients) {
        EngineChoice better() {
            Rehearsal boringSsl = rehearse(SslProvider.OPENSSL);
            if (boringSsl.complete()) {
                return of(SslProvider.OPENSSL, boringSsl);
            }
            Rehearsal jdk = rehearse(SslProvider.JDK);
            if (jdk.versions().size() <= boringSsl.versions().size()) {
                jdk.discard();
                return partial(SslProvider.OPENSSL, boringSsl);
            }
            boringSsl.discard();
            String reason = boringSsl.versions().isEmpty()
                    ? "BoringSSL cannot use this certificate"
                    : "BoringSSL can use this certificate with " + String.join(" and ", boringSsl.versions()) + " only";
            return partial(SslProvider.JDK, jdk)
                    .warned(reason + " (key " + bundle.keyAlgorithm() + "), using the JDK's TLS instead" + COST);
        }

        EngineChoice only(SslProvider provider) {
            return partial(provider, rehearse(provider));
        }

        private Rehearsal rehearse(SslProvider provider) {
            return Rehearsal.ofClientLeg(provider, protocols, bundle, clients);
        }

        /** What works is served; that the rest does not is said. */
        private EngineChoice partial(SslProvider provider, Rehearsal rehearsal) {
            Set<String> versions = rehearsal.versions();
            if (versions.isEmpty()) {
                rehearsal.discard();
                throw new ConfigException(
                        ConfigException.Kind.TLS_MATERIAL,
                        name(provider) + " cannot use the certificate " + bundle.subject() + " with its "
                                + bundle.keyAlgorithm() + " key ("
                                + rootMessage(rehearsal.failure().orElseThrow())
                                + "): " + (provider == SslProvider.JDK ? "" : "choose --tls-engine auto, or ")
                                + "use RSA of 2048 bits or more, or EC P-256",
                        rehearsal.failure().orElseThrow());
            }
            EngineChoice choice = of(provider, rehearsal);
            return rehearsal.complete()
                    ? choice
                    : choice.warned("the certificate's " + bundle.keyAlgorithm() + " key works with "
                            + String.join(" and ", versions) + " only");
        }

        private static EngineChoice of(SslProvider provider, Rehearsal rehearsal) {
            return new EngineChoice(provider, rehearsal.context().orElseThrow(), Optional.empty());
        }
    }
}
