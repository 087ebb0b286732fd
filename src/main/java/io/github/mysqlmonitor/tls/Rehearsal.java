package io.github.mysqlmonitor.tls;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;

/**
 * What came of using a bundle with an engine for real, against a JDK peer: that one offers the signature algorithms that
 * OpenSSL's clients offer, P-521, EdDSA and RSA-PSS included, which BoringSSL's does not. With the keys that most people
 * have BoringSSL shakes hands with itself, once: that spares the start the loading of all of the JDK's TLS.
 *
 * @param context the leg's, when it could be built
 * @param versions the TLS versions whose handshake succeeded
 * @param wanted the TLS versions that were tried
 * @param failure the first thing that went wrong
 */
record Rehearsal(Optional<SslContext> context, Set<String> versions, Set<String> wanted, Optional<Exception> failure) {
    private static final ClientTrust ANY_CLIENT = new ClientTrust(ClientAuth.REQUIRE, PeerTrust.ANYBODY);
    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 4096;
    /** How the public keys of the curves P-256 and P-384 begin in a certificate that names its curve. */
    private static final List<String> CURVES = List.of(
            "3059301306072a8648ce3d020106082a8648ce3d030107034200", "3076301006072a8648ce3d020106052b81040022036200");

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
                with -> ContextFactory.serverLeg(SslProvider.JDK, with, PeerTrust.ANYBODY, Optional.empty()),
                context -> provider == SslProvider.OPENSSL
                        && isUsual(bundle.leaf())
                        && succeedsWithItself(protocols, context));
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
                with -> ContextFactory.serverLeg(provider, with, PeerTrust.ANYBODY, Optional.of(own)),
                with -> ContextFactory.clientLeg(SslProvider.JDK, with, server, ANY_CLIENT),
                context -> false);
    }

    private static Rehearsal of(Protocols protocols, Side rehearsed, Side jdk, Predicate<SslContext> shortWay) {
        Set<String> wanted = Set.copyOf(protocols.versions());
        SslContext context;
        try {
            context = rehearsed.build(protocols);
        } catch (SSLException | IllegalArgumentException e) {
            // Netty wraps what the key store says about a key it cannot hold in either of the two.
            return new Rehearsal(Optional.empty(), Set.of(), wanted, Optional.of(e));
        }
        if (shortWay.test(context)) {
            return new Rehearsal(Optional.of(context), wanted, wanted, Optional.empty());
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

    /** Whether every client has the signature algorithms that go with the certificate's key. */
    private static boolean isUsual(X509Certificate leaf) {
        if (leaf.getPublicKey() instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            return rsa.getAlgorithm().equals("RSA") && bits >= LEAST_RSA_BITS && bits <= MOST_RSA_BITS;
        }
        try {
            String encoded = HexFormat.of().formatHex(leaf.getEncoded());
            return CURVES.stream().anyMatch(encoded::contains);
        } catch (CertificateEncodingException e) {
            return false; // Then the thorough way shows what it is good for.
        }
    }

    private static boolean succeedsWithItself(Protocols protocols, SslContext context) {
        SslContext client = null;
        try {
            client = ContextFactory.serverLeg(
                    SslProvider.OPENSSL, protocols, PeerTrust.ANYBODY, Optional.empty(), false);
            MemoryHandshake.run(client, context);
            return true;
        } catch (SSLException e) {
            return false; // The thorough way finds out which version fails, and why.
        } finally {
            ReferenceCountUtil.release(client);
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
