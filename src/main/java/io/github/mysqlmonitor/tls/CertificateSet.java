package io.github.mysqlmonitor.tls;

import static io.github.mysqlmonitor.tls.PemFile.oneLine;
import static io.github.mysqlmonitor.tls.PemFile.unusable;

import io.github.mysqlmonitor.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * The six files that mysqld too writes into its data directory: an authority, and a server and a client certificate.
 *
 * @param directory where they are
 * @param caFingerprintSha256 to compare by eye before somebody trusts the authority
 */
public record CertificateSet(Path directory, String caFingerprintSha256) {
    static final String CA_CERT = "ca.pem";
    static final String CA_KEY = "ca-key.pem";
    static final String SERVER_CERT = "server-cert.pem";
    static final String SERVER_KEY = "server-key.pem";
    static final String CLIENT_CERT = "client-cert.pem";
    static final String CLIENT_KEY = "client-key.pem";
    private static final List<String> FILES =
            List.of(CA_CERT, CA_KEY, SERVER_CERT, SERVER_KEY, CLIENT_CERT, CLIENT_KEY);

    /**
     * Creates the directory where it is missing and the six files in it, keys with mode 0600.
     *
     * @param names of the server, besides localhost and this host's name
     * @param lifetime of the server's and the client's certificate from now on
     * @param overwrite whether existing files may be replaced
     * @throws ConfigException USAGE when a file exists or a name is none, TLS_MATERIAL when one cannot be written
     */
    public static CertificateSet create(
            Path directory,
            Collection<String> names,
            Duration lifetime,
            CertificateAuthority.KeyType keyType,
            boolean overwrite) {
        Collection<String> serverNames = SubjectNames.reachableAs(names);
        if (!overwrite) {
            refuseExisting(directory);
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw unusable(directory, "cannot be created: " + e.getClass().getSimpleName() + " " + oneLine(e), e);
        }
        Instant now = Instant.now();
        Instant notAfter = now.plus(lifetime);
        PemBundle ca = CertificateAuthority.create(keyType, now, lifetime);
        CertificateAuthority authority = new CertificateAuthority(ca);
        KeyPair server = CertificateAuthority.newKey(keyType);
        KeyPair client = CertificateAuthority.newKey(keyType);
        PemOutput.key(directory.resolve(CA_KEY), ca.privateKey());
        PemOutput.certificate(directory.resolve(CA_CERT), ca.leaf());
        PemOutput.key(directory.resolve(SERVER_KEY), server.getPrivate());
        PemOutput.certificate(
                directory.resolve(SERVER_CERT), authority.issueServer(server.getPublic(), serverNames, now, notAfter));
        PemOutput.key(directory.resolve(CLIENT_KEY), client.getPrivate());
        PemOutput.certificate(directory.resolve(CLIENT_CERT), authority.issueClient(client.getPublic(), now, notAfter));
        return new CertificateSet(directory, ca.fingerprintSha256());
    }

    /** The files, authority first. */
    public List<Path> files() {
        return FILES.stream().map(directory::resolve).toList();
    }

    private static void refuseExisting(Path directory) {
        for (String file : FILES) {
            if (Files.exists(directory.resolve(file), LinkOption.NOFOLLOW_LINKS)) {
                throw new ConfigException(
                        ConfigException.Kind.USAGE,
                        directory.resolve(file) + " exists: choose another --dir, or replace all six files by --force");
            }
        }
    }
}
