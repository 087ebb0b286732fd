package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.auth.PasswordPolicy;
import io.github.mysqlmonitor.config.Endpoint;
import io.github.mysqlmonitor.config.ProxyConfig;
import io.github.mysqlmonitor.config.TlsConfig;
import io.github.mysqlmonitor.relay.Listener;
import io.github.mysqlmonitor.tls.CertificateReloader;
import io.github.mysqlmonitor.tls.KeyLog;
import io.github.mysqlmonitor.tls.TlsMaterial;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One listener's options made into what it runs on: its configuration, its certificates kept current, its passwords' keys. */
final class Front implements AutoCloseable {
    private final Optional<KeyLog> keyLog;
    private final Optional<String> localIdentity;
    private final CertificateReloader certificates;
    private volatile ProxyConfig proxy;
    private volatile Supplier<PasswordPolicy> passwords;

    /** What other options make of it, loaded and tried out, but not in use yet. */
    record Change(ProxyConfig proxy, CertificateReloader.Prepared certificates, Supplier<PasswordPolicy> passwords) {
        /** It is not going to be used. */
        void discard() {
            certificates.discard();
        }
    }

    /**
     * @param keyLog where the keys of all TLS sessions go
     * @throws io.github.mysqlmonitor.config.ConfigException for what cannot be used
     */
    Front(RunOptions options, Optional<KeyLog> keyLog) {
        this.keyLog = keyLog;
        proxy = options.proxy();
        localIdentity = options.localIdentity();
        TlsConfig tls = options.tls();
        certificates = new CertificateReloader(loader(tls, proxy), tls.files(), InstantSource.system());
        passwords = options.passwords.policies(certificates::current);
    }

    private Supplier<TlsMaterial> loader(TlsConfig tls, ProxyConfig with) {
        List<String> names = listenNames(with);
        return () -> TlsMaterial.load(tls, names, keyLog);
    }

    private static List<String> listenNames(ProxyConfig proxy) {
        return proxy.listen().stream()
                .filter(Endpoint.Tcp.class::isInstance)
                .map(endpoint -> ((Endpoint.Tcp) endpoint).host())
                .toList();
    }

    ProxyConfig proxy() {
        return proxy;
    }

    /** What the operator should know of clients of other hosts. */
    Optional<String> localIdentity() {
        return localIdentity;
    }

    CertificateReloader certificates() {
        return certificates;
    }

    Listener.Setup setup() {
        return new Listener.Setup(proxy, () -> certificates.current().contexts(), () -> passwords.get());
    }

    /** @throws io.github.mysqlmonitor.config.ConfigException for what cannot be used; nothing has changed then */
    Change prepare(RunOptions options) {
        ProxyConfig with = options.proxy();
        TlsConfig tls = options.tls();
        Supplier<PasswordPolicy> policies = options.passwords.policies(certificates::current);
        return new Change(with, new CertificateReloader.Prepared(loader(tls, with), tls.files()), policies);
    }

    /** For new sessions. */
    void adopt(Change change) {
        certificates.adopt(change.certificates());
        passwords = change.passwords();
        proxy = change.proxy();
    }

    @Override
    public void close() {
        certificates.close();
    }
}
