package io.github.mysqlmonitor.tls;

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
import javax.net.ssl.SSLException;

/**
 * What came of using a bundle with an engine for real, against a JDK client: that one offers the signature algorithms
 * that OpenSSL's clients offer, P-521, EdDSA and RSA-PSS included, which BoringSSL's does not. With the keys that most
 * people have BoringSSL shakes hands with itself, once: that spares the start the loading of all of the JDK's TLS.
 *
 * @param context the client leg's, when it could be built
 * @param versions the TLS versions whose handshake succeeded
 * @param failure the first thing that went wrong
 */
record Rehearsal(Optional<SslContext> context, Set<String> versions, Optional<Exception> failure) {
    private static final Set<String> ALL_VERSIONS = Set.of(ContextFactory.TLS_1_2, ContextFactory.TLS_1_3);
    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 4096;
    /** How the public keys of the curves P-256 and P-384 begin in a certificate that names its curve. */
    private static final List<String> CURVES = List.of(
            "3059301306072a8648ce3d020106082a8648ce3d030107034200", "3076301006072a8648ce3d020106052b81040022036200");

    static Rehearsal of(SslProvider provider, PemBundle bundle) {
        SslContext context;
        try {
            context = ContextFactory.clientLeg(provider, bundle);
        } catch (SSLException | IllegalArgumentException e) {
            // Netty wraps what the key store says about a key it cannot hold in either of the two.
            return new Rehearsal(Optional.empty(), Set.of(), Optional.of(e));
        }
        if (provider == SslProvider.OPENSSL && isUsual(bundle.leaf()) && succeedsWithItself(context)) {
            return new Rehearsal(Optional.of(context), ALL_VERSIONS, Optional.empty());
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

    private static boolean succeedsWithItself(SslContext context) {
        SslContext client = ContextFactory.serverLeg(SslProvider.OPENSSL, new UnverifiedTrust());
        try {
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
        return versions.equals(ALL_VERSIONS);
    }
}
