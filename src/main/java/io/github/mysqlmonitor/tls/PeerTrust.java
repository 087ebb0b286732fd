package io.github.mysqlmonitor.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Hands what a peer shows to a check of ours. The extended type keeps the JDK from adding checks of its own. */
final class PeerTrust extends X509ExtendedTrustManager {
    /** Accepts a chain, leaf first, or says why not. */
    interface Check {
        void verify(X509Certificate... chain) throws CertificateException;
    }

    private final Check check;
    private final X509Certificate[] issuers;

    /** @param issuers whose names clients are told, for them to choose a certificate */
    PeerTrust(Check check, X509Certificate... issuers) {
        this.check = check;
        this.issuers = issuers.clone();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check.verify(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check.verify(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check.verify(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check.verify(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check.verify(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check.verify(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return issuers.clone();
    }
}
