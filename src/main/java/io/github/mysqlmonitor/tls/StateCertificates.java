package io.github.mysqlmonitor.tls;

import static io.github.mysqlmonitor.tls.PemFile.oneLine;
import static io.github.mysqlmonitor.tls.PemFile.unusable;

import io.github.mysqlmonitor.config.ConfigException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The authority and server certificate that are made once, under {@code certs} of the state directory, and re-used, so
 * that a client that trusts the authority goes on trusting it. Blocks on files and on a lock: start-up only.
 */
final class StateCertificates {
    /** The longest that all TLS stacks accept, counted from notBefore, which is a day back. */
    static final Duration LEAF_LIFETIME = Duration.ofDays(824);

    private static final Duration RENEW_BEFORE = Duration.ofDays(30);
    /** Addresses that come and go must not make the certificate grow for ever. */
    private static final int MAX_NAMES = 100;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Path directory;
    private final Clock clock;

    StateCertificates(Path stateDirectory, Clock clock) {
        this.directory = stateDirectory.resolve("certs");
        this.clock = clock;
    }

    /**
     * Our server certificate, valid for localhost, this host's name and the given names.
     *
     * @throws ConfigException when the directory cannot be used
     */
    ServerIdentity obtain(Collection<String> listenNames) {
        Set<String> names = SubjectNames.reachableAs(listenNames);
        try {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Files.setPosixFilePermissions(directory, OWNER_ONLY);
            // A file lock keeps other processes out but throws for a second thread of the same one.
            synchronized (StateCertificates.class) {
                try (FileChannel file = FileChannel.open(
                                directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = file.lock()) {
                    assert lock.isValid();
                    return obtainLocked(names);
                }
            }
        } catch (IOException e) {
            throw unusable(
                    directory,
                    "cannot hold the generated certificates (" + e.getClass().getSimpleName() + " " + oneLine(e)
                            + "): name another --state-dir, or give --cert and --key",
                    e);
        }
    }

    private ServerIdentity obtainLocked(Set<String> names) {
        Path caFile = directory.resolve(CertificateSet.CA_CERT);
        // The key is written first: an authority whose certificate is missing was never shown to anybody.
        boolean fresh = !Files.exists(caFile);
        PemBundle ca = fresh ? newAuthority() : currentAuthority();
        boolean renewed = !fresh && soon(ca.notAfter());
        if (renewed) {
            ca = newAuthority();
        }
        Path certFile = directory.resolve(CertificateSet.SERVER_CERT);
        Optional<PemBundle> current = fresh || renewed ? Optional.empty() : currentServer(ca);
        if (current.isPresent() && SubjectNames.in(current.get().leaf()).containsAll(names)) {
            return new ServerIdentity(current.get(), certFile, Optional.of(caFile), Optional.empty());
        }
        PemBundle server = issue(ca, current, names);
        String notice = fresh || renewed
                ? "made a new certificate authority: clients that verify need this CA file"
                : "issued a new server certificate for " + String.join(", ", names);
        return new ServerIdentity(server, certFile, Optional.of(caFile), Optional.of(notice));
    }

    /** A damaged authority is not replaced silently: its clients would have to trust another one. */
    private PemBundle currentAuthority() {
        try {
            return load(CertificateSet.CA_CERT, CertificateSet.CA_KEY);
        } catch (ConfigException e) {
            throw new ConfigException(
                    e.kind(),
                    e.getMessage() + "; or remove " + directory + ", a new authority is then made for clients to trust",
                    e);
        }
    }

    private PemBundle newAuthority() {
        PemBundle ca = CertificateAuthority.create(CertificateAuthority.KeyType.RSA, clock.instant(), LEAF_LIFETIME);
        PemOutput.key(directory.resolve(CertificateSet.CA_KEY), ca.privateKey());
        PemOutput.certificate(directory.resolve(CertificateSet.CA_CERT), ca.leaf());
        return ca;
    }

    /** What is there, unless it is half written, of another authority, or about to expire. */
    private Optional<PemBundle> currentServer(PemBundle ca) {
        if (!Files.exists(directory.resolve(CertificateSet.SERVER_CERT))) {
            return Optional.empty();
        }
        try {
            PemBundle server = load(CertificateSet.SERVER_CERT, CertificateSet.SERVER_KEY);
            boolean usable = PemBundle.issued(ca.leaf(), server.leaf()) && !soon(server.notAfter());
            return usable ? Optional.of(server) : Optional.empty();
        } catch (ConfigException e) {
            return Optional.empty(); // Damaged: the authority is sound, so a new one costs its users nothing.
        }
    }

    private PemBundle issue(PemBundle ca, Optional<PemBundle> current, Set<String> names) {
        Set<String> covered = new LinkedHashSet<>(names);
        // Names of other instances that share the directory stay, else they would re-issue in turns.
        current.map(bundle -> SubjectNames.in(bundle.leaf())).orElse(Set.of()).stream()
                .limit(Math.max(0, MAX_NAMES - names.size()))
                .forEach(covered::add);
        PrivateKey privateKey;
        PublicKey publicKey;
        if (current.isPresent()) {
            privateKey = current.get().privateKey();
            publicKey = current.get().leaf().getPublicKey();
        } else {
            KeyPair pair = CertificateAuthority.newKey(CertificateAuthority.KeyType.RSA);
            privateKey = pair.getPrivate();
            publicKey = pair.getPublic();
            PemOutput.key(directory.resolve(CertificateSet.SERVER_KEY), privateKey);
        }
        Instant now = clock.instant();
        X509Certificate certificate =
                new CertificateAuthority(ca).issueServer(publicKey, covered, now, now.plus(LEAF_LIFETIME));
        PemOutput.certificate(directory.resolve(CertificateSet.SERVER_CERT), certificate);
        return load(CertificateSet.SERVER_CERT, CertificateSet.SERVER_KEY);
    }

    private PemBundle load(String cert, String key) {
        return PemBundle.load(directory.resolve(cert), directory.resolve(key), Optional.empty());
    }

    private boolean soon(Instant notAfter) {
        return clock.instant().plus(RENEW_BEFORE).isAfter(notAfter);
    }
}
