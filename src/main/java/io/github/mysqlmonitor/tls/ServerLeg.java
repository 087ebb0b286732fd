package io.github.mysqlmonitor.tls;

import io.github.mysqlmonitor.config.ConfigException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * TLS towards the server, with one certificate of ours or with none. It begins with BoringSSL; a server whose key
 * BoringSSL does not offer to verify (Ed25519, RSA-PSS, P-521) answers with the alert handshake_failure, and the next
 * handshake is then the JDK's. May be used by all event loops.
 */
final class ServerLeg {
    private final SslContext first;
    private final Optional<SslContext> second;

    /** A lost update costs one more failure. */
    private volatile boolean secondInUse;

    private volatile boolean settled;

    private ServerLeg(SslContext first, Optional<SslContext> second) {
        this.first = first;
        this.second = second;
    }

    /**
     * Chooses the engine for it.
     *
     * @param preferred the engine of the client leg
     * @param mayChange whether the other engine may be taken where the preferred one does not work
     * @param own what to show to a server that asks for a certificate
     * @param server what a server in a rehearsal shows
     * @throws ConfigException of kind TLS_MATERIAL when no engine can use our own certificate
     */
    static ServerLeg create(
            SslProvider preferred,
            boolean mayChange,
            Protocols protocols,
            PeerTrust.Check check,
            Optional<PemBundle> own,
            PemBundle server) {
        SslProvider provider = preferred;
        if (own.isPresent() && !works(provider, protocols, own.get(), server)) {
            boolean jdk = mayChange && provider != SslProvider.JDK;
            if (!jdk || !works(SslProvider.JDK, protocols, own.get(), server)) {
                throw new ConfigException(
                        ConfigException.Kind.TLS_MATERIAL,
                        "the certificate " + own.get().subject() + " with its "
                                + own.get().keyAlgorithm() + " key cannot be shown to the server by "
                                + (provider == SslProvider.JDK ? "the JDK's TLS" : "BoringSSL") + ": "
                                + (mayChange ? "" : "choose --tls-engine auto, or ")
                                + "use RSA of 2048 bits or more, or EC P-256");
            }
            provider = SslProvider.JDK;
        }
        try {
            SslContext first = ContextFactory.serverLeg(provider, protocols, check, own);
            Optional<SslContext> second = mayChange && provider != SslProvider.JDK
                    ? Optional.of(ContextFactory.serverLeg(SslProvider.JDK, protocols, check, own))
                    : Optional.empty();
            return new ServerLeg(first, second);
        } catch (SSLException e) {
            throw new IllegalStateException("a context without key material, or with one that worked, can be built", e);
        }
    }

    private static boolean works(SslProvider provider, Protocols protocols, PemBundle own, PemBundle server) {
        Rehearsal rehearsal = Rehearsal.ofServerLeg(provider, protocols, own, server);
        rehearsal.discard();
        return !rehearsal.versions().isEmpty();
    }

    /** For the next handshake. */
    SslContext context() {
        return secondInUse ? second.orElseThrow() : first;
    }

    /** A handshake succeeded: the engine is the right one. */
    void succeeded() {
        if (!settled) {
            settled = true;
        }
    }

    /**
     * A handshake failed.
     *
     * @return whether the next one is made by another engine
     */
    boolean failed(Throwable cause) {
        if (settled || second.isEmpty() || secondInUse || !isHandshakeFailureAlert(cause)) {
            return false;
        }
        secondInUse = true;
        return true;
    }

    /** As BoringSSL spells it. */
    private static boolean isHandshakeFailureAlert(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            String message = each.getMessage() == null ? "" : each.getMessage().toUpperCase(Locale.ROOT);
            if (message.contains("HANDSHAKE_FAILURE")
                    || message.contains("WRONG_SIGNATURE_TYPE")
                    || message.contains("UNSUPPORTED_ALGORITHM")) {
                return true;
            }
        }
        return false;
    }

    void release() {
        ReferenceCountUtil.release(first);
        second.ifPresent(ReferenceCountUtil::release);
    }
}
