package io.github.mysqlmonitor.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * TLS towards the server.
 *
 * @param mode what is asked of the server
 * @param host its name or address as the operator wrote it; empty for a Unix socket
 * @param authorities who may have issued its certificate
 * @param pins SHA-256 of public keys (SubjectPublicKeyInfo), in hexadecimal
 * @param cert PEM certificate of our own, for accounts that require one
 * @param key its PEM private key; empty: it is in the certificate's file
 * @param keyPasswordFile file whose first line opens an encrypted key
 * @param sni which name the server is told that it is asked for
 */
public record ServerTlsConfig(
        ServerSslMode mode,
        String host,
        AuthorityFiles authorities,
        List<String> pins,
        Optional<Path> cert,
        Optional<Path> key,
        Optional<Path> keyPasswordFile,
        ServerSni sni) {
    public static final ServerTlsConfig DEFAULT = new ServerTlsConfig(
            ServerSslMode.AS_CLIENT,
            "",
            AuthorityFiles.NONE,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            ServerSni.UPSTREAM);

    /** @throws ConfigException for what contradicts the mode: nobody names an authority and wants no verification */
    public ServerTlsConfig {
        pins = List.copyOf(pins);
        boolean byAuthority = mode == ServerSslMode.VERIFY_CA || mode == ServerSslMode.VERIFY_IDENTITY;
        if (!byAuthority && (!authorities.isEmpty() || authorities.crl().isPresent())) {
            throw usage("--server-ssl-ca, --server-ssl-capath and --server-ssl-crl need --server-ssl-mode VERIFY_CA or"
                    + " VERIFY_IDENTITY: " + mode + " verifies no certificate against them");
        }
        if (mode == ServerSslMode.VERIFY_CA && authorities.isEmpty()) {
            throw usage("--server-ssl-mode VERIFY_CA needs --server-ssl-ca or --server-ssl-capath: the authorities"
                    + " whose certificates are accepted");
        }
        if (mode == ServerSslMode.VERIFY_IDENTITY && host.isEmpty()) {
            throw usage("--server-ssl-mode VERIFY_IDENTITY needs a host name in --upstream, and a Unix socket has"
                    + " none: choose VERIFY_CA, or give the server's TCP address");
        }
        if ((mode == ServerSslMode.VERIFY_PIN) == pins.isEmpty()) {
            throw usage("--server-ssl-mode VERIFY_PIN and --server-ssl-pin need each other");
        }
        if (cert.isEmpty() && (key.isPresent() || keyPasswordFile.isPresent())) {
            throw usage("--server-ssl-key and its password file need --server-ssl-cert, the certificate that the key"
                    + " belongs to");
        }
    }

    private static ConfigException usage(String message) {
        return new ConfigException(ConfigException.Kind.USAGE, message);
    }
}
