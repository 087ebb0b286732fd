package io.github.mysqlmonitor.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Lets another trust manager decide, and remembers what it decided: for this handshake by its engine, and for those that
 * resume it in the values of the TLS session, which both engines pass on to resumed sessions.
 *
 * <p>Neither engine asks a trust manager when a session is resumed. So a handshake is a full one exactly if its engine
 * was here.
 */
final class RememberingTrust extends X509ExtendedTrustManager {
    private static final String KEY = PeerCheck.class.getName();

    private final X509ExtendedTrustManager trust;
    private final String verification;
    private final Clock clock;
    /** Weak: an engine whose handshake fails is never asked for. */
    private final Map<SSLEngine, PeerCheck> fresh = Collections.synchronizedMap(new WeakHashMap<>());

    /** @param verification what the other one does, in a word */
    RememberingTrust(X509ExtendedTrustManager trust, String verification, Clock clock) {
        this.trust = trust;
        this.verification = verification;
        this.clock = clock;
    }

    /** To be asked once, behind a successful handshake. */
    PeerCheck of(SSLEngine engine) {
        PeerCheck own = fresh.remove(engine);
        if (own != null) {
            return own;
        }
        SSLSession session = engine.getSession();
        return Optional.ofNullable((PeerCheck) session.getValue(KEY))
                .map(PeerCheck::asResumed)
                .orElseGet(() -> PeerCheck.unknown(TimeUnit.MILLISECONDS.toMicros(session.getCreationTime())));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        trust.checkServerTrusted(chain, authType, engine);
        PeerCheck check = PeerCheck.of(chain[0], verification, TimeUnit.MILLISECONDS.toMicros(clock.millis()));
        fresh.put(engine, check);
        engine.getHandshakeSession().putValue(KEY, check);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("without an engine nothing can be remembered");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("without an engine nothing can be remembered");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is the side of a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("this is the side of a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this is the side of a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.getAcceptedIssuers();
    }
}
