package io.github.mysqlmonitor.tls;

import io.github.mysqlmonitor.config.TlsConfig;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.List;
import java.util.Optional;

/**
 * What new handshakes use: whole and tried out, or not at all.
 *
 * @param passwordKey the RSA key by which clients without TLS encrypt their passwords
 */
public record TlsMaterial(ServerIdentity identity, TlsContexts contexts, RSAPrivateCrtKey passwordKey) {
    /** As {@link #load(TlsConfig, List, Optional)}, without a log of keys. */
    public static TlsMaterial load(TlsConfig config, List<String> listenNames) {
        return load(config, listenNames, Optional.empty());
    }

    /**
     * Reads the files, or makes or re-uses our own certificate, and tries a handshake in memory. Blocks on files.
     *
     * @param listenNames hosts and addresses listened on, for a certificate of our own
     * @param keyLog where the keys of all sessions go
     * @throws io.github.mysqlmonitor.config.ConfigException of kind TLS_MATERIAL, one line
     */
    public static TlsMaterial load(TlsConfig config, List<String> listenNames, Optional<KeyLog> keyLog) {
        ServerIdentity identity = ServerIdentity.resolve(config, listenNames);
        RSAPrivateCrtKey passwordKey = PasswordKeys.obtain(identity.bundle().privateKey(), config.stateDirectory());
        return new TlsMaterial(identity, TlsContexts.create(config, identity.bundle(), keyLog), passwordKey);
    }
}
