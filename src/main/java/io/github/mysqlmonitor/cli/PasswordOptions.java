package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.auth.PasswordKey;
import io.github.mysqlmonitor.auth.PasswordPolicy;
import io.github.mysqlmonitor.auth.PublicKeyPem;
import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.tls.TlsMaterial;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** What may become of passwords where client and server are not equally protected. */
final class PasswordOptions {
    private static final int MOST_BYTES = 64 * 1024;

    @Option(
            names = "--server-public-key",
            paramLabel = "FILE",
            description =
                    "The server's RSA public key, PEM (public_key.pem in its data directory), to encrypt passwords"
                            + " with where the server leg has no TLS. Default: the server is asked for it.")
    private Path serverPublicKey;

    @Option(
            names = "--allow-cleartext-upstream",
            description = "Let plugins that send passwords in clear (mysql_clear_password, dialog) do so over a plain"
                    + " connection to the server, although the client's is protected.")
    boolean allowCleartextUpstream;

    /**
     * Made for each session that needs it, with the key of the certificate that is then in use.
     *
     * @throws ConfigException when the server's key cannot be read
     */
    Supplier<PasswordPolicy> policies(Supplier<TlsMaterial> current) {
        Optional<RSAPublicKey> pinned = Optional.ofNullable(serverPublicKey).map(PasswordOptions::read);
        return () -> new PasswordPolicy(new PasswordKey(current.get().passwordKey()), pinned, allowCleartextUpstream);
    }

    private static RSAPublicKey read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return PublicKeyPem.read(in.readNBytes(MOST_BYTES))
                    .orElseThrow(() -> new ConfigException(
                            ConfigException.Kind.TLS_MATERIAL,
                            file + " holds no RSA public key: --server-public-key needs the server's public_key.pem"));
        } catch (IOException e) {
            throw new ConfigException(
                    ConfigException.Kind.TLS_MATERIAL,
                    "--server-public-key " + file + " cannot be read: "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }
}
