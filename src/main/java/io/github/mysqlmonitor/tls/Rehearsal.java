package io.github.mysqlmonitor.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLException;

/**
 * What came of using a bundle with an engine for real, against a JDK client: that one offers the signature algorithms
 * that OpenSSL's clients offer, P-521, EdDSA and RSA-PSS included, which BoringSSL's does not.
 *
 * @param context the client leg's, when it could be built
 * @param versions the TLS versions whose handshake succeeded
 * @param failure the first thing that went wrong
 */
record Rehearsal(Optional<SslContext> context, Set<String> versions, Optional<Exception> failure) {
    private static final Set<String> ALL_VERSIONS = Set.of(ContextFactory.TLS_1_2, ContextFactory.TLS_1_3);

    static Rehearsal of(SslProvider provider, PemBundle bundle) {
        SslContext context;
        try {
            context = ContextFactory.clientLeg(provider, bundle);
        } catch (SSLException | IllegalArgumentException e) {
            // Netty wraps what the key store says about a key it cannot hold in either of the two.
            return new Rehearsal(Optional.empty(), Set.of(), Optional.of(e));
        }
        Set<String> versions = new TreeSet<>();
        Optional<Exception> failure = Optional.empty();
        for (String version : ALL_VERSIONS) {
            try {
                MemoryHandshake.run(ContextFactory.serverLeg(SslProvider.JDK, new UnverifiedTrust(), version), context);
                versions.add(version);
            } catch (SSLException e) {
                failure = failure.or(() -> Optional.of(e));
            }
        }
        return new Rehearsal(Optional.of(context), versions, failure);
    }

    /** Frees the context of an engine that was not chosen. */
    void discard() {
        context.ifPresent(ReferenceCountUtil::release);
    }

    boolean complete() {
        return versions.equals(ALL_VERSIONS);
    }
}
