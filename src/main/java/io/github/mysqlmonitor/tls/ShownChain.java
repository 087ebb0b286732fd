package io.github.mysqlmonitor.tls;

import io.github.mysqlmonitor.config.ServerTlsConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;

/** The certificates that a server shows to a client that accepts everything, to be looked at by people or by a mode. */
public final class ShownChain {
    private final AtomicReference<List<X509Certificate>> shown = new AtomicReference<>(List.of());

    /** Leaf first; empty before the handshake. */
    public List<X509Certificate> certificates() {
        return shown.get();
    }

    /**
     * What a way of verification says of certificates.
     *
     * @param chain leaf first
     * @return why it refuses them; empty if it accepts them
     * @throws io.github.mysqlmonitor.config.ConfigException for authorities that cannot be read
     */
    public static Optional<String> refusal(List<X509Certificate> chain, ServerTlsConfig config) {
        try {
            ServerTrust.of(config, Clock.systemUTC()).check().verify(chain.toArray(X509Certificate[]::new));
            return Optional.empty();
        } catch (CertificateException refused) {
            return Optional.of(refused.getMessage());
        }
    }

    /** A context for one handshake, by the JDK's engine: it verifies signatures with every kind of key. */
    public SslContext context() {
        PeerTrust remembering = new PeerTrust(chain -> shown.set(List.of(chain)));
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .trustManager(remembering)
                    .endpointIdentificationAlgorithm(null)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("the JDK makes a context without key material", e);
        }
    }
}
