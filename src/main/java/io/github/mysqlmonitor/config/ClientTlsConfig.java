package io.github.mysqlmonitor.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Certificates of clients.
 *
 * @param authorities who may have issued them; none: clients are not asked for a certificate
 * @param verify what becomes of a client without one
 * @param serverCertMap file that maps clients' certificates to those shown to the server
 */
public record ClientTlsConfig(AuthorityFiles authorities, Verify verify, Optional<Path> serverCertMap) {
    public static final ClientTlsConfig DEFAULT =
            new ClientTlsConfig(AuthorityFiles.NONE, Verify.OPTIONAL, Optional.empty());

    /** What becomes of a client without a certificate; one that does not verify is refused in any case. */
    public enum Verify {
        /** It may log in, as with a server of its own. */
        OPTIONAL,
        /** Its TLS handshake fails. */
        REQUIRED
    }

    /** @throws ConfigException for what needs authorities and has none */
    public ClientTlsConfig {
        if (authorities.isEmpty()
                && (verify == Verify.REQUIRED
                        || serverCertMap.isPresent()
                        || authorities.crl().isPresent())) {
            throw new ConfigException(
                    ConfigException.Kind.USAGE,
                    "--client-ssl-verify required, --client-ssl-crl and --server-cert-map need --client-ssl-ca or"
                            + " --client-ssl-capath: the authorities of the clients' certificates");
        }
    }

    /** Whether clients are asked for a certificate. */
    public boolean asks() {
        return !authorities.isEmpty();
    }
}
