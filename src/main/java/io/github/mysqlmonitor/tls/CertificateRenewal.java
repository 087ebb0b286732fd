package io.github.mysqlmonitor.tls;

import static io.github.mysqlmonitor.tls.PemFile.unusable;

import io.github.mysqlmonitor.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * New server and client certificates from the authority of a {@link CertificateSet}, for the same keys: who trusts the
 * authority, or has pinned a key, notices nothing. A proxy that watches the files takes them up by itself.
 */
public final class CertificateRenewal {
    private CertificateRenewal() {}

    /**
     * Replaces server-cert.pem and client-cert.pem, each whole.
     *
     * @param names of the server, besides those that its certificate has
     * @param lifetime from now on; the authority's own end is the limit
     * @return the files written
     * @throws ConfigException TLS_MATERIAL when the authority's key is not there, or it has expired; USAGE for a name
     *     that is none
     */
    public static List<Path> renew(Path directory, Collection<String> names, Duration lifetime, Instant now) {
        Path caFile = directory.resolve(CertificateSet.CA_CERT);
        Path caKey = directory.resolve(CertificateSet.CA_KEY);
        if (Files.exists(caFile) && !Files.exists(caKey)) {
            throw unusable(
                    caKey, "does not exist: renew where the authority's key is kept, then copy the new certificates");
        }
        PemBundle ca = PemBundle.load(caFile, caKey, Optional.empty());
        if (ca.expired(now)) {
            throw unusable(
                    caFile,
                    "expired at " + ca.notAfter() + ": a new authority is needed, which clients must then trust;"
                            + " make it by 'certs create --force'");
        }
        CertificateAuthority authority = new CertificateAuthority(ca);
        Path serverFile = directory.resolve(CertificateSet.SERVER_CERT);
        PemBundle server = PemBundle.load(serverFile, directory.resolve(CertificateSet.SERVER_KEY), Optional.empty());
        Set<String> covered = new LinkedHashSet<>(SubjectNames.in(server.leaf()));
        covered.addAll(SubjectNames.reachableAs(names));
        Instant notAfter = now.plus(lifetime);
        PemOutput.certificate(serverFile, authority.issueServer(server.leaf().getPublicKey(), covered, now, notAfter));
        Path clientFile = directory.resolve(CertificateSet.CLIENT_CERT);
        if (!Files.exists(clientFile)) {
            return List.of(serverFile); // Handed out, and not kept here.
        }
        PemBundle client = PemBundle.load(clientFile, directory.resolve(CertificateSet.CLIENT_KEY), Optional.empty());
        PemOutput.certificate(clientFile, authority.issueClient(client.leaf().getPublicKey(), now, notAfter));
        return List.of(serverFile, clientFile);
    }
}
