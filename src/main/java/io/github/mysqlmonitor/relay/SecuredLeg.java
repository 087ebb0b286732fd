package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.event.CertificateFacts;
import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.tls.PeerCheck;
import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.SSLSession;

/** What a successful TLS handshake has brought. */
final class SecuredLeg {
    private SecuredLeg() {}

    /**
     * Reads the facts of a handshake.
     *
     * @param nanos how long it took
     * @param serverName the name that the connecting side asked for, empty if none
     */
    static LegSecurity facts(SslHandler tls, long nanos, PeerCheck peer, String serverName) {
        SSLSession session = tls.engine().getSession();
        String protocol = tls.applicationProtocol();
        return new LegSecurity(
                LegSecurity.Kind.TLS,
                session.getProtocol(),
                session.getCipherSuite(),
                nanos,
                peer.subject(),
                peer.verified(),
                peer.resumed() ? peer.epochMicros() : 0,
                new CertificateFacts(peer.names(), peer.notAfterEpochMicros(), peer.verification()),
                serverName,
                protocol == null ? "" : protocol);
    }
}
