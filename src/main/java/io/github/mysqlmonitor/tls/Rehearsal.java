package io.github.mysqlmonitor.tls;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLException;

/**
 * What came of using a bundle with an engine for real, against a JDK peer: that one offers the signature algorithms that
 * OpenSSL's clients offer, P-521, EdDSA and RSA-PSS included, which BoringSSL's does not.
 *
 * @param context the leg's, when it could be built
 * @param versions the TLS versions whose handshake succeeded
 * @param wanted the TLS versions that were tried
 * @param failure the first thing that went wrong
 */
record Rehearsal(Optional<SslContext> context, Set<String> versions, Set<String> wanted, Optional<Exception> failure) {
    private static final PeerTrust ANYBODY = new PeerTrust(chain -> {});
    private static final ClientTrust ANY_CLIENT = new ClientTrust(ClientAuth.REQUIRE, ANYBODY);

    /** One side of a handshake. */
    private interface Side {
        SslContext build(Protocols protocols) throws SSLException;
    }

    /** The client leg with the certificate that clients are shown. */
    static Rehearsal ofClientLeg(SslProvider provider, Protocols protocols, PemBundle bundle, ClientTrust clients) {
        // A client without a certificate would be refused by the real one.
        boolean demanded = clients.ask() == ClientAuth.REQUIRE;
        ClientTrust rehearsed = demanded ? new ClientTrust(ClientAuth.OPTIONAL, clients.trust()) : clients;
        Rehearsal rehearsal = of(
                protocols,
                with -> ContextFactory.clientLeg(provider, with, bundle, rehearsed),
                with -> ContextFactory.serverLeg(SslProvider.JDK, with, ANYBODY, Optional.empty()));
        return demanded && rehearsal.context.isPresent()
                ? rehearsal.with(() -> ContextFactory.clientLeg(provider, protocols, bundle, clients))
                : rehearsal;
    }

    /**
     * The server leg with a certificate of our own, before a server that demands one.
     *
     * @param server what that server shows
     */
    static Rehearsal ofServerLeg(SslProvider provider, Protocols protocols, PemBundle own, PemBundle server) {
        return of(
                protocols,
                with -> ContextFactory.serverLeg(provider, with, ANYBODY, Optional.of(own)),
                with -> ContextFactory.clientLeg(SslProvider.JDK, with, server, ANY_CLIENT));
    }

    private static Rehearsal of(Protocols protocols, Side rehearsed, Side jdk) {
        Set<String> wanted = Set.copyOf(protocols.versions());
        SslContext context;
        try {
            context = rehearsed.build(protocols);
        } catch (SSLException | IllegalArgumentException e) {
            // Netty wraps what the key store says about a key it cannot hold in either of the two.
            return new Rehearsal(Optional.empty(), Set.of(), wanted, Optional.of(e));
        }
        Set<String> versions = new TreeSet<>();
        Optional<Exception> failure = Optional.empty();
        for (String version : protocols.versions()) {
            try {
                SslContext peer = jdk.build(protocols.only(version));
                MemoryHandshake.run(context.isClient() ? context : peer, context.isClient() ? peer : context);
                versions.add(version);
            } catch (SSLException e) {
                failure = failure.or(() -> Optional.of(e));
            }
        }
        return new Rehearsal(Optional.of(context), versions, wanted, failure);
    }

    private interface Build {
        SslContext context() throws SSLException;
    }

    private Rehearsal with(Build build) {
        try {
            discard();
            return new Rehearsal(Optional.of(build.context()), versions, wanted, failure);
        } catch (SSLException e) {
            throw new IllegalStateException("what could be built a moment ago can be built again", e);
        }
    }

    /** Frees the context of an engine that was not chosen. */
    void discard() {
        context.ifPresent(ReferenceCountUtil::release);
    }

    boolean complete() {
        return versions.equals(wanted);
    }
}
