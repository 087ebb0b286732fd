package io.github.mysqlmonitor.tls;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.TlsConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Which certificate clients are shown, and where it came from.
 *
 * @param certFile the file it was read from
 * @param caFile what a client names as --ssl-ca, when it is known: ours, or a ca.pem beside the certificate it issued
 * @param notice one line for the start-up output when a certificate was made just now
 */
public record ServerIdentity(PemBundle bundle, Path certFile, Optional<Path> caFile, Optional<String> notice) {

    /**
     * Reads the configured certificate, or makes or re-uses our own.
     *
     * @param listenNames hosts and addresses listened on; a wildcard stands for every address of this host
     * @throws ConfigException of kind TLS_MATERIAL, one line
     */
    public static ServerIdentity resolve(TlsConfig config, Collection<String> listenNames) {
        if (config.certFile().isEmpty()) {
            List<String> names = new ArrayList<>(listenNames);
            names.addAll(config.extraNames());
            return new StateCertificates(config.stateDirectory(), Clock.systemUTC()).obtain(names);
        }
        Path cert = config.certFile().get();
        PemBundle bundle = PemBundle.load(cert, config.keyFile().orElse(cert), config.keyPasswordFile());
        return new ServerIdentity(bundle, cert, issuerBeside(cert, bundle), Optional.empty());
    }

    /** mysqld's data directory has the authority beside the certificate. */
    private static Optional<Path> issuerBeside(Path cert, PemBundle bundle) {
        Path candidate = cert.resolveSibling(CertificateSet.CA_CERT);
        if (!Files.isReadable(candidate) || !Files.isRegularFile(candidate)) {
            return Optional.empty();
        }
        try {
            boolean issuer = PemFile.read(candidate).certificates().stream()
                    .anyMatch(ca -> bundle.chain().stream().anyMatch(member -> PemBundle.issued(ca, member)));
            return issuer ? Optional.of(candidate) : Optional.empty();
        } catch (ConfigException e) {
            // A neighbour nobody named: not readable as PEM means it is not the authority.
            return Optional.empty();
        }
    }
}
