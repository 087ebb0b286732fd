package io.github.mysqlmonitor.tls;

import static io.github.mysqlmonitor.tls.PemFile.unusable;

import io.github.mysqlmonitor.config.AuthorityFiles;
import io.github.mysqlmonitor.config.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CRL;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The certificate authorities that are trusted, and what they have revoked.
 *
 * @param description where they are from, for messages
 * @param crls empty unless revocation is to be checked
 */
record Authorities(Set<X509Certificate> certificates, List<X509CRL> crls, Optional<Path> crlFile, String description) {
    private static final int MAX_CRL_BYTES = 64 << 20;
    private static final int MAX_FILES = 10_000;

    /**
     * Reads the files; without any, the authorities of the Java runtime are taken.
     *
     * @throws ConfigException of kind TLS_MATERIAL for a file that cannot be used
     */
    static Authorities load(AuthorityFiles files) {
        Set<X509Certificate> certificates = new LinkedHashSet<>();
        List<String> sources = new ArrayList<>();
        files.ca().ifPresent(file -> {
            List<X509Certificate> found = PemFile.read(file).certificates();
            if (found.isEmpty()) {
                throw unusable(file, "holds no certificate: a 'BEGIN CERTIFICATE' block of an authority is needed");
            }
            certificates.addAll(found);
            sources.add(file.toString());
        });
        files.capath().ifPresent(directory -> {
            certificates.addAll(inDirectory(directory));
            sources.add(directory.toString());
        });
        if (files.isEmpty()) {
            certificates.addAll(ofTheRuntime());
            sources.add("the authorities of the Java runtime");
        }
        List<X509CRL> crls = files.crl().map(Authorities::crls).orElse(List.of());
        return new Authorities(Set.copyOf(certificates), crls, files.crl(), String.join(" and ", sources));
    }

    boolean checksRevocation() {
        return crlFile.isPresent();
    }

    /** The authority that signed the certificate; it may be the certificate itself. */
    Optional<X509Certificate> issuerOf(X509Certificate certificate) {
        return certificates.stream()
                .filter(authority -> PemBundle.issued(authority, certificate))
                .findFirst();
    }

    /** Whether an authority has the name that the certificate's issuer has, whatever its key is. */
    boolean knowsNameOfIssuer(X509Certificate certificate) {
        return certificates.stream()
                .anyMatch(
                        authority -> authority.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()));
    }

    /** Every PEM file, whatever its name: c_rehash's links and plain copies. */
    private static Set<X509Certificate> inDirectory(Path directory) {
        Set<X509Certificate> found = new LinkedHashSet<>();
        int files = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, Files::isRegularFile)) {
            for (Path entry : entries) {
                if (++files > MAX_FILES) {
                    throw unusable(directory, "has more than " + MAX_FILES + " files, so it is not what is expected");
                }
                found.addAll(certificatesIn(entry));
            }
        } catch (IOException e) {
            throw unusable(directory, "cannot be listed: " + PemFile.oneLine(e), e);
        }
        if (found.isEmpty()) {
            throw unusable(directory, "holds no PEM file with a certificate");
        }
        return found;
    }

    private static List<X509Certificate> certificatesIn(Path entry) {
        try {
            return PemFile.read(entry).certificates();
        } catch (ConfigException e) {
            return List.of(); // A directory of authorities may hold other things: lists, read-me files.
        }
    }

    private static List<X509Certificate> ofTheRuntime() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            List<X509Certificate> found = new ArrayList<>();
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509) {
                    found.addAll(Arrays.asList(x509.getAcceptedIssuers()));
                }
            }
            return found;
        } catch (GeneralSecurityException e) {
            throw new ConfigException(
                    ConfigException.Kind.TLS_MATERIAL,
                    "the authorities of the Java runtime cannot be read (" + PemFile.oneLine(e)
                            + "): name those of the server by --server-ssl-ca",
                    e);
        }
    }

    private static List<X509CRL> crls(Path file) {
        List<X509CRL> lists = new ArrayList<>();
        try {
            byte[] content = PemFile.bytes(file, MAX_CRL_BYTES);
            for (CRL list : CertificateFactory.getInstance("X.509").generateCRLs(new ByteArrayInputStream(content))) {
                lists.add((X509CRL) list);
            }
        } catch (GeneralSecurityException e) {
            throw unusable(file, "holds no usable revocation list (" + PemFile.oneLine(e) + ")", e);
        }
        if (lists.isEmpty()) {
            throw unusable(file, "holds no revocation list: a 'BEGIN X509 CRL' block is needed");
        }
        return List.copyOf(lists);
    }
}
