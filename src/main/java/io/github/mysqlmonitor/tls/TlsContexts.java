package io.github.mysqlmonitor.tls;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.ServerTlsConfig;
import io.github.mysqlmonitor.config.TlsConfig;
import io.github.mysqlmonitor.config.TlsEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.time.Clock;
import java.util.Optional;

/**
 * What new handshakes on both legs use. Both begin with one engine: where the client leg needs the JDK's for the sake of
 * its certificate, the server's certificate is likely to come from the same authority.
 */
public final class TlsContexts {
    private final SslContext client;
    private final ServerLeg server;
    private final ServerTrust trust;
    private final String engineName;
    private final Optional<String> warning;

    private TlsContexts(SslContext client, ServerLeg server, ServerTrust trust, EngineChoice choice) {
        this.client = client;
        this.server = server;
        this.trust = trust;
        this.engineName = choice.engineName();
        this.warning = choice.warning();
    }

    /**
     * Chooses the engine by trying: a context is built and a handshake is made in memory for each TLS version.
     *
     * @param bundle what clients are shown
     * @throws ConfigException of kind TLS_MATERIAL when the engine, or under AUTO every engine, cannot use a
     *     certificate, and for files that cannot be read; of kind USAGE for versions, suites and pins that are none
     */
    public static TlsContexts create(TlsConfig config, PemBundle bundle) {
        Clock clock = Clock.systemUTC();
        Protocols protocols = Protocols.of(config.protocols());
        ServerTrust trust = ServerTrust.of(config.server(), clock);
        EngineChoice choice =
                EngineChoice.of(config.engine(), protocols, bundle, ClientTrust.of(config.clients(), clock));
        boolean mayChange = config.engine() == TlsEngine.AUTO && choice.provider() != SslProvider.JDK;
        ServerLeg server = ServerLeg.create(
                choice.provider(), mayChange, protocols, trust.check(), ownCertificate(config.server()), bundle);
        return new TlsContexts(choice.client(), server, trust, choice);
    }

    private static Optional<PemBundle> ownCertificate(ServerTlsConfig config) {
        return config.cert().map(cert -> PemBundle.load(cert, config.key().orElse(cert), config.keyPasswordFile()));
    }

    /** For the leg on which we are the server. */
    public SslContext client() {
        return client;
    }

    /** For the leg on which we are the client. */
    public SslContext server() {
        return server.context();
    }

    /** A handshake with the server succeeded. */
    public void serverHandshakeSucceeded() {
        server.succeeded();
    }

    /**
     * A handshake with the server failed.
     *
     * @return what has been changed for the next one, as a sentence; mostly nothing
     */
    public Optional<String> serverHandshakeFailed(Throwable cause) {
        return server.failed(cause)
                ? Optional.of(
                        "from now on the JDK's TLS is used towards the server, which may have a key that BoringSSL"
                                + " does not verify (Ed25519, RSA-PSS, P-521)" + EngineChoice.COST)
                : Optional.empty();
    }

    /** Whether the server must prove who it is. */
    public boolean verifiesServer() {
        return trust.verifies();
    }

    /** How the server is verified, or UNVERIFIED and why; one line for the start. */
    public String serverVerification() {
        return trust.description();
    }

    /** {@code BoringSSL} or {@code JDK}. */
    public String engineName() {
        return engineName;
    }

    /** One line when the choice of engine costs something: why, and what. */
    public Optional<String> warning() {
        return warning;
    }

    /**
     * Frees what the contexts hold outside the heap, once nobody makes sessions of them any more. Sessions that are
     * open keep what they need.
     */
    public void release() {
        ReferenceCountUtil.release(client);
        server.release();
    }
}
