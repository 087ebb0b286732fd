package io.github.mysqlmonitor.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An authority made by the openssl command, in a directory, that issues and revokes whatever a test needs. */
public final class TestAuthority {
    /** 3,072 bits would take a second; nobody attacks these. */
    public static final String RSA = "-algorithm RSA -pkeyopt rsa_keygen_bits:2048";

    private final Openssl openssl;
    private final String name;

    /** @param name of its files and its common name */
    public TestAuthority(Path directory, String name) {
        this.openssl = new Openssl(directory);
        this.name = name;
        write(name + ".cnf", """
                [ca]
                default_ca = this
                [this]
                database = %1$s.index
                serial = %1$s.serial
                new_certs_dir = .
                default_md = sha256
                default_crl_days = 30
                policy = any
                copy_extensions = copy
                unique_subject = no
                x509_extensions = leaf
                [leaf]
                subjectKeyIdentifier = hash
                authorityKeyIdentifier = keyid
                [any]
                organizationName = optional
                commonName = supplied
                """.formatted(name));
        write(name + ".index", "");
        write(name + ".serial", "01\n");
        key(name, RSA);
        openssl.selfSign(name, "-addext", "basicConstraints=critical,CA:TRUE", "-days", "30");
    }

    public Path certificate() {
        return openssl.path(name + ".pem");
    }

    /** Issues LEAF.pem for LEAF-key.pem with the subject {@code CN=LEAF}. */
    public TestAuthority issue(String leaf, String keyOptions, String... extensions) {
        return issue(leaf, "/CN=" + leaf, keyOptions, 10, extensions);
    }

    /**
     * Issues LEAF.pem for LEAF-key.pem.
     *
     * @param days until it ends; may be negative
     * @param extensions such as {@code subjectAltName=DNS:a.example}
     */
    public TestAuthority issue(String leaf, String subject, String keyOptions, int days, String... extensions) {
        key(leaf, keyOptions);
        List<String> request = new ArrayList<>(List.of("req", "-new", "-key", leaf + "-key.pem", "-subj", subject));
        request.addAll(List.of("-out", leaf + ".csr"));
        for (String extension : extensions) {
            request.addAll(List.of("-addext", extension));
        }
        openssl.run(request.toArray(String[]::new));
        String start = days < 0 ? "20200101000000Z" : "20250101000000Z";
        String end = days < 0 ? "20210101000000Z" : "20490101000000Z";
        openssl.run(
                ("ca -batch -notext -config " + name + ".cnf -cert " + name + ".pem -keyfile " + name + "-key.pem -in "
                                + leaf + ".csr -out " + leaf + ".pem -startdate " + start + " -enddate " + end)
                        .split(" "));
        return this;
    }

    public void revoke(String leaf) {
        openssl.run(("ca -config " + name + ".cnf -cert " + name + ".pem -keyfile " + name + "-key.pem -revoke " + leaf
                        + ".pem")
                .split(" "));
    }

    /** Writes what is revoked so far into NAME.crl. */
    public Path list() {
        openssl.run(("ca -gencrl -config " + name + ".cnf -cert " + name + ".pem -keyfile " + name + "-key.pem -out "
                        + name + ".crl")
                .split(" "));
        return openssl.path(name + ".crl");
    }

    /** The key and certificate of a leaf. */
    PemBundle bundle(String leaf) {
        return PemBundle.load(cert(leaf), key(leaf), Optional.empty());
    }

    public Path cert(String leaf) {
        return openssl.path(leaf + ".pem");
    }

    public Path key(String leaf) {
        return openssl.path(leaf + "-key.pem");
    }

    private void key(String of, String options) {
        openssl.run(("genpkey " + options + " -out " + of + "-key.pem").split(" "));
    }

    private void write(String file, String content) {
        try {
            Files.writeString(openssl.path(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
