package io.github.mysqlmonitor.tls;

import io.github.mysqlmonitor.config.ConfigException;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSslSession;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCountUtil;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * TLS towards the server, with one certificate of ours or with none. Handshakes resume earlier sessions where the server
 * gives tickets for that: no certificate is sent and looked at then, so what was found out about it in the full
 * handshake still stands, see {@link #check}.
 *
 * <p>The sessions are in the cache of a context, which therefore is for one upstream, identity and way of verification.
 * It is replaced after a while, so that every certificate is looked at again, and when a handshake fails, so that a
 * server that cannot cope with its own tickets gets none of them any more.
 *
 * <p>It begins with BoringSSL; a server whose key BoringSSL does not offer to verify (Ed25519, RSA-PSS, P-521) answers
 * with the alert handshake_failure, and the next handshake is then the JDK's. May be used by all event loops.
 *
 * <p>A new context offers the post-quantum group of key exchange. BoringSSL makes a key for it with each handshake, which
 * is costly, so it is offered no more, until the next context, to a server that has taken another group.
 */
public final class UpstreamTls {
    /** How long a full handshake may be followed by resumed ones. */
    static final Duration LIFETIME = Duration.ofHours(1);
    /** A server that is down fails each handshake. */
    static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    /**
     * What its contexts are made of.
     *
     * @param verification how the server is verified, in a word
     * @param own what to show to a server that asks for a certificate
     * @param keyLog where the keys of the sessions go
     */
    record Making(
            Protocols protocols,
            PeerTrust.Check check,
            String verification,
            Optional<PemBundle> own,
            Optional<KeyLog> keyLog) {
        Making(Protocols protocols, ServerTrust trust, Optional<PemBundle> own, Optional<KeyLog> keyLog) {
            this(protocols, trust.check(), trust.verification(), own, keyLog);
        }
    }

    private final Making making;
    private final RememberingTrust trust;
    private final boolean mayChange;
    private final LongSupplier nanoTime;
    private final AtomicBoolean replacing = new AtomicBoolean();
    private volatile boolean succeeded;
    private volatile SslProvider provider;
    private volatile Generation current;

    private record Generation(SslContext context, boolean postQuantum, long bornNanos) {}

    /** @param mayChange whether the JDK's engine may be taken where the given one does not work */
    UpstreamTls(SslProvider provider, boolean mayChange, Making making) {
        this(provider, mayChange, making, System::nanoTime);
    }

    UpstreamTls(SslProvider provider, boolean mayChange, Making making, LongSupplier nanoTime) {
        this.provider = provider;
        this.mayChange = mayChange && provider != SslProvider.JDK;
        this.making = making;
        this.trust = new RememberingTrust(new PeerTrust(making.check), making.verification, Clock.systemUTC());
        this.nanoTime = nanoTime;
        this.current = next(true);
    }

    /**
     * Chooses the engine that can use our own certificate.
     *
     * @param server what a server in a rehearsal shows
     * @throws ConfigException of kind TLS_MATERIAL when there is none
     */
    static UpstreamTls create(SslProvider preferred, boolean mayChange, Making making, PemBundle server) {
        if (making.own.isEmpty() || works(preferred, making, server)) {
            return new UpstreamTls(preferred, mayChange, making);
        }
        if (mayChange && preferred != SslProvider.JDK && works(SslProvider.JDK, making, server)) {
            return new UpstreamTls(SslProvider.JDK, false, making);
        }
        PemBundle own = making.own.get();
        throw new ConfigException(
                ConfigException.Kind.TLS_MATERIAL,
                "the certificate " + own.subject() + " with its " + own.keyAlgorithm()
                        + " key cannot be shown to the server by "
                        + (preferred == SslProvider.JDK ? "the JDK's TLS" : "BoringSSL") + ": "
                        + (mayChange ? "" : "choose --tls-engine auto, or ")
                        + "use RSA of 2048 bits or more, or EC P-256");
    }

    private static boolean works(SslProvider provider, Making making, PemBundle server) {
        Rehearsal rehearsal = Rehearsal.ofServerLeg(provider, making.protocols, making.own.orElseThrow(), server);
        rehearsal.discard();
        return !rehearsal.versions().isEmpty();
    }

    /**
     * A handler for a new connection. Handshakes with the same name and port share their sessions.
     *
     * @param host the name to ask for; an address is not told to the server
     * @param tasks where certificates are looked at, off the event loops
     */
    public SslHandler newHandler(ByteBufAllocator alloc, String host, int port, Executor tasks) {
        replaceIfOlderThan(LIFETIME, tasks);
        SslContext context = retained();
        try {
            return context.newHandler(alloc, host, port, tasks);
        } finally {
            ReferenceCountUtil.release(context);
        }
    }

    private SslContext retained() {
        while (true) {
            SslContext context = current.context;
            try {
                return ReferenceCountUtil.retain(context);
            } catch (IllegalReferenceCountException e) {
                if (context == current.context) {
                    throw e;
                }
                // It was replaced between the two lines: its successor is in place.
            }
        }
    }

    /** What is known of the server's certificate. To be asked once, behind a successful handshake. */
    public PeerCheck check(SSLEngine engine, Executor tasks) {
        succeeded = true;
        if (current.postQuantum
                && engine.getSession() instanceof OpenSslSession session
                && session.getNamedGroup() != null
                && !session.getNamedGroup().equals(ContextFactory.POST_QUANTUM)) {
            replace(false, tasks);
        }
        return trust.of(engine);
    }

    /**
     * No session is resumed that began before a handshake failed.
     *
     * @return what else has been changed for the next one, as a sentence; mostly nothing
     */
    public Optional<String> failed(Throwable cause, Executor tasks) {
        if (mayChange && !succeeded && provider != SslProvider.JDK && isHandshakeFailureAlert(cause)) {
            provider = SslProvider.JDK;
            replaceIfOlderThan(Duration.ZERO, tasks);
            return Optional.of("from now on the JDK's TLS is used towards the server, which may have a key that"
                    + " BoringSSL does not verify (Ed25519, RSA-PSS, P-521)" + EngineChoice.COST);
        }
        replaceIfOlderThan(AFTER_FAILURE, tasks);
        return Optional.empty();
    }

    /** As BoringSSL spells it, when the server says so or when it finds out itself. */
    private static boolean isHandshakeFailureAlert(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            String message = each.getMessage() == null ? "" : each.getMessage().toUpperCase(Locale.ROOT);
            if (message.contains("HANDSHAKE_FAILURE")
                    || message.contains("WRONG_SIGNATURE_TYPE")
                    || message.contains("UNKNOWN_CERTIFICATE_TYPE")
                    || message.contains("UNSUPPORTED_SIGNATURE_ALGORITHM")) {
                return true;
            }
        }
        return false;
    }

    /** Frees what the context holds outside the heap, once nobody makes handlers of it any more. */
    public void release() {
        ReferenceCountUtil.release(current.context);
    }

    /** What is shown to a server that asks for a certificate. */
    Optional<PemBundle> ownCertificate() {
        return making.own;
    }

    /** The context that new handlers come from. */
    SslContext context() {
        return current.context;
    }

    private void replaceIfOlderThan(Duration age, Executor tasks) {
        if (nanoTime.getAsLong() - current.bornNanos > age.toNanos()) {
            replace(true, tasks);
        }
    }

    private void replace(boolean postQuantum, Executor tasks) {
        if (replacing.compareAndSet(false, true)) {
            tasks.execute(() -> {
                SslContext old = current.context;
                current = next(postQuantum);
                replacing.set(false);
                // Its engines hold it for as long as they need it.
                ReferenceCountUtil.release(old);
            });
        }
    }

    private Generation next(boolean postQuantum) {
        try {
            SslContext context = ContextFactory.serverLeg(provider, making.protocols, trust, making.own, postQuantum);
            making.keyLog.ifPresent(keys -> keys.attach(context, "server"));
            return new Generation(context, postQuantum, nanoTime.getAsLong());
        } catch (SSLException e) {
            throw new IllegalStateException("a context without key material, or with one that worked, can be built", e);
        }
    }
}
