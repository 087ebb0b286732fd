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
    private final ProxyConfig proxy;
    private final Optional<String> localIdentity;
    private final CertificateReloader certificates;
    private final Supplier<PasswordPolicy> passwords;

    /**
     * @param keyLog where the keys of all TLS sessions go
     * @throws io.github.mysqlmonitor.config.ConfigException for what cannot be used
     */
    Front(RunOptions options, Optional<KeyLog> keyLog) {
        proxy = options.proxy();
        localIdentity = options.localIdentity();
        TlsConfig tls = options.tls();
        List<String> names = listenNames(proxy);
        certificates = new CertificateReloader(
                () -> TlsMaterial.load(tls, names, keyLog), tls.files(), InstantSource.system());
        passwords = options.passwords.policies(certificates::current);
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
        return new Listener.Setup(proxy, () -> certificates.current().contexts(), passwords);
    }

    @Override
    public void close() {
        certificates.close();
    }
}
