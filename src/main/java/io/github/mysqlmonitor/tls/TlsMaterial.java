package io.github.mysqlmonitor.tls;

import io.github.mysqlmonitor.config.TlsConfig;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.List;

/**
 * What new handshakes use: whole and tried out, or not at all.
 *
 * @param passwordKey the RSA key by which clients without TLS encrypt their passwords
 */
public record TlsMaterial(ServerIdentity identity, TlsContexts contexts, RSAPrivateCrtKey passwordKey) {
    /**
     * Reads the files, or makes or re-uses our own certificate, and tries a handshake in memory. Blocks on files.
     *
     * @param listenNames hosts and addresses listened on, for a certificate of our own
     * @throws io.github.mysqlmonitor.config.ConfigException of kind TLS_MATERIAL, one line
     */
    public static TlsMaterial load(TlsConfig config, List<String> listenNames) {
        ServerIdentity identity = ServerIdentity.resolve(config, listenNames);
        RSAPrivateCrtKey passwordKey = PasswordKeys.obtain(identity.bundle().privateKey(), config.stateDirectory());
        return new TlsMaterial(identity, TlsContexts.create(config, identity.bundle()), passwordKey);
    }
}
