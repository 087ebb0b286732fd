package io.github.mysqlmonitor.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSslSession;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCountUtil;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS towards the server. Handshakes resume earlier sessions where the server gives tickets for that: no certificate is
 * sent and looked at then, so what was found out about it in the full handshake still stands, see {@link #check}.
 *
 * <p>The sessions are in the cache of a context, which therefore is for one upstream, identity and way of verification.
 * It is replaced after a while, so that every certificate is looked at again, and when a handshake fails, so that a
 * server that cannot cope with its own tickets gets none of them any more.
 *
 * <p>A new context offers the post-quantum group of key exchange. BoringSSL makes a key for it with each handshake, which
 * is costly, so it is offered no more, until the next context, to a server that has taken another group.
 */
public final class UpstreamTls {
    /** How long a full handshake may be followed by resumed ones. */
    static final Duration LIFETIME = Duration.ofHours(1);
    /** A server that is down fails each handshake. */
    static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final SslProvider provider;
    private final RememberingTrust trust;
    private final LongSupplier nanoTime;
    private final AtomicBoolean replacing = new AtomicBoolean();
    private volatile Generation current;

    private record Generation(SslContext context, boolean postQuantum, long bornNanos) {}

    /** @param verifies whether the trust manager refuses anything */
    UpstreamTls(SslProvider provider, X509ExtendedTrustManager trust, boolean verifies) {
        this(provider, trust, verifies, System::nanoTime);
    }

    UpstreamTls(SslProvider provider, X509ExtendedTrustManager trust, boolean verifies, LongSupplier nanoTime) {
        this.provider = provider;
        this.trust = new RememberingTrust(trust, verifies, Clock.systemUTC());
        this.nanoTime = nanoTime;
        this.current = next(true);
    }

    /**
     * A handler for a new connection. Handshakes with the same name and port share their sessions.
     *
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
        if (current.postQuantum
                && engine.getSession() instanceof OpenSslSession session
                && session.getNamedGroup() != null
                && !session.getNamedGroup().equals(ContextFactory.POST_QUANTUM)) {
            replace(false, tasks);
        }
        return trust.of(engine);
    }

    /** No session is resumed that began before a handshake failed. */
    public void failed(Executor tasks) {
        replaceIfOlderThan(AFTER_FAILURE, tasks);
    }

    /** Frees what the context holds outside the heap, once nobody makes handlers of it any more. */
    public void release() {
        ReferenceCountUtil.release(current.context);
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
        return new Generation(
                ContextFactory.serverLeg(provider, trust, postQuantum), postQuantum, nanoTime.getAsLong());
    }
}
