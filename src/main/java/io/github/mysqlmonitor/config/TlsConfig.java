package io.github.mysqlmonitor.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the operator asked for about TLS.
 *
 * @param certFile PEM certificate, intermediates may follow; empty: one is made under the state directory
 * @param keyFile PEM private key; empty with a certFile: the key is in that file too
 * @param keyPasswordFile file whose first line opens an encrypted key
 * @param stateDirectory where generated certificates live
 * @param extraNames host names and addresses that a generated certificate covers besides those listened on
 * @param protocols what both legs speak
 * @param clients certificates of clients
 * @param server TLS towards the server
 */
public record TlsConfig(
        Optional<Path> certFile,
        Optional<Path> keyFile,
        Optional<Path> keyPasswordFile,
        TlsEngine engine,
        Path stateDirectory,
        List<String> extraNames,
        ProtocolConfig protocols,
        ClientTlsConfig clients,
        ServerTlsConfig server) {

    /** A certificate for clients, and all else as it is by default. */
    public TlsConfig(
            Optional<Path> certFile,
            Optional<Path> keyFile,
            Optional<Path> keyPasswordFile,
            TlsEngine engine,
            Path stateDirectory,
            List<String> extraNames) {
        this(
                certFile,
                keyFile,
                keyPasswordFile,
                engine,
                stateDirectory,
                extraNames,
                ProtocolConfig.DEFAULT,
                ClientTlsConfig.DEFAULT,
                ServerTlsConfig.DEFAULT);
    }

    /** @throws ConfigException for a key or a password without the certificate it belongs to */
    public TlsConfig {
        extraNames = List.copyOf(extraNames);
        if (keyFile.isPresent() && certFile.isEmpty()) {
            throw new ConfigException(ConfigException.Kind.USAGE, "--key needs --cert, the certificate it belongs to");
        }
        if (keyPasswordFile.isPresent() && certFile.isEmpty()) {
            throw new ConfigException(ConfigException.Kind.USAGE, "--key-password-file needs --cert and --key");
        }
    }
}
