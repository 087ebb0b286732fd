package io.github.mysqlmonitor.tls;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.ServerSni;
import io.github.mysqlmonitor.config.ServerTlsConfig;
import io.github.mysqlmonitor.config.TlsConfig;
import io.github.mysqlmonitor.config.TlsEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * What the two legs of a session get their TLS from. Both begin with one engine: where the client leg needs the JDK's for
 * the sake of its certificate, the server's certificate is likely to come from the same authority.
 */
public final class TlsContexts {
    /** An address is never sent as a name. */
    private static final String NO_NAME = "0.0.0.0";

    private final EngineChoice choice;
    private final ServerTrust trust;
    private final ServerTlsConfig config;
    private final UpstreamTls server;
    private final Optional<CertificateMap> map;
    private final Map<PemBundle, UpstreamTls> mapped;

    private TlsContexts(
            EngineChoice choice,
            ServerTrust trust,
            ServerTlsConfig config,
            Optional<CertificateMap> map,
            Map<Optional<PemBundle>, UpstreamTls> servers) {
        this.choice = choice;
        this.trust = trust;
        this.config = config;
        this.map = map;
        this.mapped = new LinkedHashMap<>();
        servers.forEach((own, tls) -> own.ifPresent(bundle -> mapped.put(bundle, tls)));
        this.server = servers.values().iterator().next();
    }

    /** As {@link #create(TlsConfig, PemBundle, Optional)}, without a log of keys. */
    public static TlsContexts create(TlsConfig config, PemBundle bundle) {
        return create(config, bundle, Optional.empty());
    }

    /**
     * Chooses the engine by trying: a context is built and a handshake is made in memory for each TLS version.
     *
     * @param bundle what clients are shown
     * @param keyLog where the keys of all sessions go
     * @throws ConfigException of kind TLS_MATERIAL when the engine, or under AUTO every engine, cannot use a
     *     certificate, and for files that cannot be read; of kind USAGE for versions, suites and pins that are none,
     *     and for keys to be logged of an engine that does not tell them
     */
    public static TlsContexts create(TlsConfig config, PemBundle bundle, Optional<KeyLog> keyLog) {
        if (keyLog.isPresent() && config.engine() == TlsEngine.JDK) {
            throw new ConfigException(
                    ConfigException.Kind.USAGE,
                    "--tls-keylog needs BoringSSL, the JDK's TLS does not tell its keys: leave out --tls-engine jdk");
        }
        Clock clock = Clock.systemUTC();
        Protocols protocols = Protocols.of(config.protocols());
        ServerTlsConfig upstream = config.server();
        ServerTrust trust = ServerTrust.of(upstream, clock);
        Optional<CertificateMap> map = config.clients().serverCertMap().map(CertificateMap::load);
        EngineChoice choice =
                EngineChoice.of(config.engine(), protocols, bundle, ClientTrust.of(config.clients(), clock));
        keyLog.ifPresent(keys -> keys.attach(choice.client(), "client"));
        boolean mayChange = config.engine() == TlsEngine.AUTO && choice.provider() != SslProvider.JDK;
        Map<Optional<PemBundle>, UpstreamTls> servers = new LinkedHashMap<>();
        Optional<PemBundle> own = upstream.cert()
                .map(cert -> PemBundle.load(cert, upstream.key().orElse(cert), upstream.keyPasswordFile()));
        servers.put(own, create(choice, mayChange, new UpstreamTls.Making(protocols, trust, own, keyLog), bundle));
        map.ifPresent(clients -> clients.entries()
                .values()
                .forEach(each -> servers.computeIfAbsent(
                        Optional.of(each),
                        one -> create(
                                choice, mayChange, new UpstreamTls.Making(protocols, trust, one, keyLog), bundle))));
        return new TlsContexts(choice, trust, upstream, map, servers);
    }

    private static UpstreamTls create(
            EngineChoice choice, boolean mayChange, UpstreamTls.Making making, PemBundle bundle) {
        return UpstreamTls.create(choice.provider(), mayChange, making, bundle);
    }

    /** For the leg on which we are the server. */
    public SslContext client() {
        return choice.client();
    }

    /** For the leg on which we are the client, with the certificate that is shown for clients of whom nothing is known. */
    public UpstreamTls server() {
        return server;
    }

    /** Whether the server's handshake depends on what the client's has shown. */
    public boolean serverWaitsForClient() {
        return map.isPresent() || config.sni() == ServerSni.AS_CLIENT;
    }

    /**
     * For the leg on which we are the client.
     *
     * @param client the other leg's engine behind its handshake; empty if that leg has no TLS
     */
    public UpstreamTls server(Optional<SSLEngine> client) {
        return client.flatMap(TlsContexts::certificate)
                .flatMap(shown -> map.flatMap(clients -> clients.of(shown)))
                .map(mapped::get)
                .orElse(server);
    }

    /**
     * The host that the server's handshake is for.
     *
     * @param client as for {@link #server(Optional)}
     */
    public String serverName(Optional<SSLEngine> client) {
        if (config.sni() == ServerSni.AS_CLIENT) {
            return client.map(TlsContexts::requestedName)
                    .filter(name -> !name.isEmpty())
                    .orElse(NO_NAME);
        }
        return config.host().isEmpty() ? NO_NAME : config.host();
    }

    /** The name that a client asked for (SNI); empty if it named none. */
    public static String requestedName(SSLEngine client) {
        if (!(client.getSession() instanceof ExtendedSSLSession session)) {
            return "";
        }
        return session.getRequestedServerNames().stream()
                .filter(SNIHostName.class::isInstance)
                .map(name -> ((SNIHostName) name).getAsciiName())
                .findFirst()
                .orElse("");
    }

    /** What the client showed. */
    public static PeerCheck checkOfClient(SSLEngine client) {
        return PeerCheck.ofClient(client.getSession());
    }

    private static Optional<X509Certificate> certificate(SSLEngine client) {
        try {
            return Optional.of((X509Certificate) client.getSession().getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty(); // It sent none, as most clients do.
        }
    }

    /** How the server is verified, or UNVERIFIED and why; one line for the start. */
    public String serverVerification() {
        return trust.description();
    }

    /** When the first of the certificates ends that the server may be shown; empty if it is shown none. */
    public Optional<Instant> ownCertificateEnds() {
        return Stream.concat(Stream.of(server), mapped.values().stream())
                .flatMap(each -> each.ownCertificate().stream())
                .map(PemBundle::notAfter)
                .min(Comparator.naturalOrder());
    }

    /** {@code BoringSSL} or {@code JDK}. */
    public String engineName() {
        return choice.engineName();
    }

    /** One line when the choice of engine costs something: why, and what. */
    public Optional<String> warning() {
        return choice.warning();
    }

    /**
     * Frees what the contexts hold outside the heap, once nobody makes sessions of them any more. Sessions that are
     * open keep what they need.
     */
    public void release() {
        ReferenceCountUtil.release(choice.client());
        server.release();
        mapped.values().stream().filter(each -> !each.equals(server)).forEach(UpstreamTls::release);
    }
}
